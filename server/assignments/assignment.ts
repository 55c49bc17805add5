import { z } from 'zod';
import { inBoth } from '../http/in-both.ts';
import { moment } from '../http/time.ts';
import { personKind, personName } from '../people/person.ts';
import { conflictMode } from './conflicts.ts';

/** Assignments entered, ended or moved in one step. */
export const mostAtOnce = 10_000;
const id = z.int().positive();
const ids = (max: number) =>
  z
    .array(id)
    .min(1)
    .max(max)
    .transform((values) => [...new Set(values)]);
const role = z.string().trim().min(1).max(50).describe('An open word, such as steward or guard');

const isOnePlace = ({ cellId, areaId }: { cellId?: unknown; areaId?: unknown }) =>
  ((cellId ?? null) === null) !== ((areaId ?? null) === null);

export function assignmentInput(timeZone: string) {
  const time = moment(timeZone);
  return z
    .strictObject({
      personId: id,
      cellId: id.nullish(),
      areaId: id.nullish(),
      role,
      from: time.optional().meta({ description: 'Now where absent' }),
      to: time.nullish(),
    })
    .refine(isOnePlace, {
      path: ['cellId'],
      message: inBoth('either a cellId or an areaId', '网格 cellId 与辖区 areaId 须且只能填写一项'),
    });
}

/**
 * Everybody named is assigned to every place named; at most 10,000 in one step. With a `planId` the cells are its own,
 * and the period begins with the plan where it would begin earlier.
 */
export function assignmentBatch(timeZone: string) {
  const time = moment(timeZone);
  return z
    .strictObject({
      personIds: ids(1_000),
      cellIds: ids(10_000).optional(),
      areaIds: ids(1_000).optional(),
      planId: id.optional(),
      role,
      from: time.optional().meta({ description: 'Now where absent' }),
      to: time.nullish(),
      conflicts: conflictMode,
    })
    .refine((batch) => isOnePlace({ cellId: batch.cellIds, areaId: batch.areaIds }), {
      path: ['cellIds'],
      message: inBoth('either cellIds or areaIds', 'cellIds 与 areaIds 须且只能填写一项'),
    })
    .refine(
      (batch) => batch.personIds.length * (batch.cellIds ?? batch.areaIds ?? []).length <= mostAtOnce,
      inBoth('at most 10,000 assignments at once', '一次最多 10,000 条包片'),
    );
}
export type AssignmentBatch = z.output<ReturnType<typeof assignmentBatch>>;

const chosen = z
  .array(id)
  .min(1)
  .max(mostAtOnce)
  .transform((values) => [...new Set(values)]);

/** Which assignments end, and when; now where no time is given. */
export function endingInput(timeZone: string) {
  return z.strictObject({ ids: chosen, at: moment(timeZone).optional(), conflicts: conflictMode });
}

/** Which assignments go on in another place, and from when; now where no time is given. */
export function moveInput(timeZone: string) {
  return z
    .strictObject({
      ids: chosen,
      cellId: id.nullish(),
      areaId: id.nullish(),
      at: moment(timeZone).optional(),
      conflicts: conflictMode,
    })
    .refine(isOnePlace, {
      path: ['cellId'],
      message: inBoth('either a cellId or an areaId', '网格 cellId 与辖区 areaId 须且只能填写一项'),
    });
}

/** Which assignments are looked for; a list of cells is too long for an address. */
export function assignmentSearch(timeZone: string) {
  return z.strictObject({
    planId: id.optional(),
    cellIds: ids(10_000).optional(),
    since: moment(timeZone).optional().meta({ description: 'Only those that run then or begin later' }),
    role: role.optional(),
    kind: personKind.optional(),
    q: z.string().trim().min(1).max(100).optional(),
    limit: z.int().min(1).max(1_000).default(100),
    cursor: z.string().max(500).optional(),
  });
}

/** What is to be assigned: every person to every place. */
export type Wanted = {
  personIds: readonly number[];
  cellIds: readonly number[];
  areaIds: readonly number[];
  role: string;
  from: Date;
  to: Date | null;
  /** Who enters it, where an account does: told to whoever comes second, who can take it back. */
  accountId?: number;
};

export const assignment = z.object({
  id: z.int(),
  personId: z.int(),
  cellId: z.int().nullable(),
  areaId: z.int().nullable(),
  role: z.string(),
  from: z.iso.datetime(),
  to: z.iso.datetime().nullable(),
  person: personName,
  place: z.object({
    code: z.string().nullable().describe("A cell's in the newest plan that holds it"),
    name: z.string(),
  }),
});
export type Assignment = Omit<z.output<typeof assignment>, 'from' | 'to'> & { from: Date; to: Date | null };
