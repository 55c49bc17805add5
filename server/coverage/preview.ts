import { z } from 'zod';

/** A place of a rule that is not yet stored, and how it stands. */
const previewPlace = z.object({
  cell: z.int().optional(),
  area: z.int().optional(),
  code: z.string().nullable(),
  name: z.string(),
  position: z.tuple([z.number(), z.number()]).nullable(),
  missing: z.int().describe('People or visits that are missing; 0: the rule is met'),
  since: z.iso.datetime().nullable(),
  reached: z
    .string()
    .nullable()
    .describe('How much was found of the share that is asked for, where it is not reached'),
});
export type PreviewPlace = z.output<typeof previewPlace>;

/** What a rule would find if it held now, as if it had held already. */
export const rulePreview = z.object({
  at: z.iso.datetime().describe('The instant that was judged at'),
  about: z.enum(['cells', 'areas']),
  selected: z.int(),
  met: z.int(),
  short: z.int(),
  resting: z
    .int()
    .describe('Places where nothing is obliged at that time: no hours of the rule come within a week'),
  pending: z.int().describe('Places of which it has to be worked out first what was swept at that width'),
  missing: z.int().describe('People or visits that are missing in all'),
  fitting: z
    .int()
    .nullable()
    .describe(
      'People of the caller’s areas who are of the kind, skill and team asked for, wherever they are',
    ),
  objection: z.string().nullable().describe('Why nothing is selected, or why it cannot be met'),
  sentence: z.string(),
  worst: z.array(previewPlace).describe('Those that lack most, up to twenty'),
  places: z
    .array(z.tuple([z.number(), z.number(), z.int()]))
    .describe(
      'Longitude, latitude and what is missing of places for a map, those that lack first, up to 3,000',
    ),
});
export type RulePreview = z.output<typeof rulePreview>;
