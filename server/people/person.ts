import { z } from 'zod';

const personKinds = ['officer', 'auxiliary', 'volunteer', 'grid_worker'] as const;
export const personKind = z.enum(personKinds);

const words = (max: number) => z.string().trim().min(1).max(max);
const skills = z.array(words(50)).max(50).transform(distinct);

const fields = {
  number: words(64).refine((number) => !number.startsWith('erased-'), 'erased-… is kept for erased people'),
  name: words(100),
  kind: personKind,
  phone: words(32).nullish(),
  organisation: words(200).nullish(),
  skills: skills.optional(),
  stationAreaId: z.int().positive().nullish(),
  joinedOn: z.iso.date().nullish(),
  leftOn: z.iso.date().nullish(),
};

export const personInput = z.strictObject(fields);
export const personChange = z.strictObject({
  ...fields,
  number: fields.number.optional(),
  name: fields.name.optional(),
  kind: fields.kind.optional(),
});
export type PersonInput = z.output<typeof personInput>;
export type PersonChange = z.output<typeof personChange>;

/** One person's file. Everything here is for those whose scope covers the person, and the person. */
export const person = z.object({
  id: z.int(),
  number: z.string(),
  name: z.string(),
  kind: personKind,
  phone: z.string().nullable(),
  organisation: z.string().nullable(),
  skills: z.array(z.string()),
  stationAreaId: z.int().nullable(),
  joinedOn: z.iso.date().nullable(),
  leftOn: z.iso.date().nullable().describe('The first day on which the person is no longer with us'),
  erased: z.boolean(),
});
export type Person = z.output<typeof person>;

/** A person as other registers name them. */
export const personName = z.object({ id: z.int(), number: z.string(), name: z.string(), kind: personKind });

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
