import { z } from 'zod';
import { inBoth } from '../http/in-both.ts';
import { calendarDay } from '../http/time.ts';
import { teamKind } from '../teams/team.ts';
import { availability } from './availability.ts';
import { certificate, certificateInput } from './certificate.ts';
import { training, trainingInput } from './training.ts';

export const personKinds = ['officer', 'auxiliary', 'volunteer', 'grid_worker'] as const;
export const personKind = z.enum(personKinds);
export type PersonKind = z.output<typeof personKind>;

const words = (max: number) => z.string().trim().min(1).max(max);
const wordList = z.array(words(50)).max(50).transform(distinct);

const fields = {
  number: words(64).refine(
    (number) => !number.startsWith('erased-'),
    inBoth('erased-… is kept for erased people', 'erased-… 留作已抹除人员的编号'),
  ),
  name: words(100),
  kind: personKind,
  phone: words(32).nullish(),
  organisation: words(200).nullish(),
  occupation: words(100).nullish(),
  skills: wordList.optional(),
  languages: wordList.optional(),
  stationAreaId: z.int().positive().nullish(),
  homeAreaId: z.int().positive().nullish().describe('The village or community of the home; never a point'),
  availability: availability
    .nullish()
    .describe('Hours of the week; null: unstated, which counts as any hour'),
  joinedOn: calendarDay.nullish(),
  leftOn: calendarDay.nullish(),
};

/** Whoever gives no number gets the next free one of the template. */
export const personInput = z.strictObject({
  ...fields,
  number: fields.number.nullish(),
  certificates: z.array(certificateInput).max(200).optional(),
  trainings: z.array(trainingInput).max(1_000).optional(),
});

/** The revision of a file that a change was made from; a change of another one in between is a conflict. */
const knownRevision = z.int().positive().optional();

export const personChange = z.strictObject({
  ...fields,
  number: fields.number.optional(),
  name: fields.name.optional(),
  kind: fields.kind.optional(),
  revision: knownRevision.describe(
    'What the change was made from; 409 where somebody else changed the file since',
  ),
});
export type PersonInput = z.output<typeof personInput>;
export type PersonChange = z.output<typeof personChange>;

/** A person as lists have them: without contact details, which only the file gives, and records that it did. */
export const person = z.object({
  id: z.int(),
  number: z.string(),
  name: z.string(),
  kind: personKind,
  hasPhone: z.boolean(),
  phone: z
    .string()
    .nullable()
    .optional()
    .describe('Only in the file, whose reading is recorded, and to who has just entered it'),
  organisation: z.string().nullable(),
  occupation: z.string().nullable(),
  skills: z.array(z.string()),
  languages: z.array(z.string()),
  stationAreaId: z.int().nullable(),
  homeAreaId: z.int().nullable(),
  availability: z
    .array(z.object({ days: z.array(z.int()), from: z.string(), to: z.string() }))
    .nullable()
    .describe('Hours of the week in local time; null: unstated, which counts as any hour'),
  joinedOn: z.iso.date().nullable(),
  leftOn: z.iso.date().nullable().describe('The first day on which the person is no longer with us'),
  nextExpiryOn: z.iso
    .date()
    .nullable()
    .describe(
      'When the first of the certificates ends, or ended, that no later one of the same skill replaces',
    ),
  teams: z.array(z.object({ id: z.int(), name: z.string(), kind: teamKind })).describe('The teams of now'),
  revision: z.int(),
  erased: z.boolean(),
});
export type Person = z.output<typeof person>;

const at = z.iso.datetime({ offset: true });
const period = { id: z.int(), from: at, to: at.nullable() };

/** One person's file, and what they do now. Everything here is for those whose scope covers the person, and the person. */
export const personFile = person.extend({
  phone: z.string().nullable(),
  certificates: z.array(certificate),
  trainings: z.array(training),
  assignments: z.array(
    z.object({ ...period, cellId: z.int().nullable(), areaId: z.int().nullable(), role: z.string() }),
  ),
  duties: z.array(z.object(period)),
});

/** A person as other registers name them. */
export const personName = z.object({ id: z.int(), number: z.string(), name: z.string(), kind: personKind });
export type PersonName = z.output<typeof personName>;

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
