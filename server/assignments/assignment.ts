import { z } from 'zod';
import { moment } from '../http/time.ts';
import { personName } from '../people/person.ts';

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
      from: time,
      to: time.nullish(),
    })
    .refine(isOnePlace, { path: ['cellId'], message: 'either a cellId or an areaId' });
}

/** Everybody named is assigned to every place named; at most 10,000 in one step. */
export function assignmentBatch(timeZone: string) {
  const time = moment(timeZone);
  return z
    .strictObject({
      personIds: ids(1_000),
      cellIds: ids(10_000).optional(),
      areaIds: ids(1_000).optional(),
      role,
      from: time,
      to: time.nullish(),
    })
    .refine((batch) => isOnePlace({ cellId: batch.cellIds, areaId: batch.areaIds }), {
      path: ['cellIds'],
      message: 'either cellIds or areaIds',
    })
    .refine(
      (batch) => batch.personIds.length * (batch.cellIds ?? batch.areaIds ?? []).length <= 10_000,
      'at most 10,000 assignments at once',
    );
}

/** What is to be assigned: every person to every place. */
export type Wanted = {
  personIds: readonly number[];
  cellIds: readonly number[];
  areaIds: readonly number[];
  role: string;
  from: Date;
  to: Date | null;
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
