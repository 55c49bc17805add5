import { z } from 'zod';
import { inBoth } from '../http/in-both.ts';
import { moment } from '../http/time.ts';
import { personName } from '../people/person.ts';

const ids = (most: number) =>
  z
    .array(z.int().positive())
    .min(1)
    .max(most)
    .transform((values) => [...new Set(values)]);
const at = z.iso.datetime();

/** People or cells that join a team; from now on where it is not said. */
export function joiningInput(timeZone: string) {
  const time = moment(timeZone);
  return z.strictObject({ people: ids(10_000), from: time.optional(), to: time.nullish() });
}

export function leavingInput(timeZone: string) {
  return z.strictObject({ people: ids(10_000), at: moment(timeZone).optional() });
}

const plan = z.int().positive();
/** Cells by id, by their codes in a plan, or all of a plan that match. */
const choice = {
  cells: ids(10_000).optional(),
  plan: plan.optional(),
  codes: z.array(z.string().trim().min(1).max(64)).min(1).max(10_000).optional(),
  usage: z.string().max(50).optional().describe('With `plan`: of this usage'),
  owner: plan.optional().describe('With `plan`: of this village, community or forest'),
  q: z.string().trim().min(1).max(100).optional().describe('With `plan`: whose code or name holds this'),
};

export function givingInput(timeZone: string) {
  const time = moment(timeZone);
  return z
    .strictObject({ ...choice, from: time.optional(), to: time.nullish() })
    .refine(({ cells, plan: of }) => (cells === undefined) !== (of === undefined), {
      path: ['cells'],
      message: inBoth(
        'name cells, or a plan with codes or a filter',
        '请列出网格，或指定方案及编码、筛选条件',
      ),
    })
    .refine(({ cells, codes, usage, owner, q }) => !cells || ![codes, usage, owner, q].some(Boolean), {
      path: ['codes'],
      message: inBoth('codes and filters go with a plan', '编码和筛选条件须与方案一同填写'),
    })
    .refine(({ plan: of, codes, usage, owner, q }) => !of || [codes, usage, owner, q].some(Boolean), {
      path: ['plan'],
      message: inBoth(
        'say which of its cells: codes, usage, owner or q',
        '请说明方案中的哪些网格：codes、usage、owner 或 q',
      ),
    });
}
export type GivingInput = z.output<ReturnType<typeof givingInput>>;

export function takingInput(timeZone: string) {
  return z.strictObject({ cells: ids(10_000), at: moment(timeZone).optional() });
}

export const membership = z.object({
  person: personName,
  from: at,
  to: at.nullable(),
  isMember: z.boolean().describe('Now'),
});

export const teamCell = z.object({
  cellId: z.int(),
  code: z.string().nullable().describe('In the plan that is in force or was last'),
  name: z.string().nullable(),
  ownerAreaId: z.int().nullable(),
  usage: z.string().nullable(),
  people: z.int().describe('Members of the team who are assigned to it now'),
  from: at,
  to: at.nullable(),
  isOwn: z.boolean().describe('Now'),
});

export const given = z.object({ cells: z.array(z.int()) });
