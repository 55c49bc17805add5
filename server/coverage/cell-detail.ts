import { z } from 'zod';
import { personName } from '../people/person.ts';
import { cellFeature } from '../plans/plan.ts';
import { gap } from './gap.ts';
import { statuses } from './status.ts';

/** How a rule stands at the cell at the end of the period, and what it counted. */
const judgementView = z.object({
  rule: z.int(),
  name: z.string(),
  measure: z.string(),
  says: z.string().meta({ description: 'What the rule asks for' }),
  state: z.enum(statuses),
  since: z.iso.datetime().nullable(),
  sentence: z.string().meta({ description: 'What was counted' }),
  counted: z.record(z.string(), z.unknown()).nullable().meta({ description: 'The figures of the sentence' }),
});
export type JudgementView = z.output<typeof judgementView>;

/** What there is to say of one cell: who is responsible, who came, what is missing. */
export const cellDetail = z.object({
  cell: cellFeature,
  /** False where the caller sees figures but no names: then the caller at most is listed. */
  namesPeople: z.boolean(),
  assignments: z.array(
    z.object({
      id: z.int(),
      person: personName,
      role: z.string(),
      from: z.iso.datetime(),
      to: z.iso.datetime().nullable(),
    }),
  ),
  onDuty: z.array(z.object({ person: personName, since: z.iso.datetime(), to: z.iso.datetime().nullable() })),
  visits: z.array(
    z.object({
      enteredAt: z.iso.datetime(),
      leftAt: z.iso.datetime(),
      person: personName.nullable().meta({ description: 'Null for whom the caller does not cover' }),
      device: z.object({ id: z.int(), name: z.string() }).nullable(),
      dwellSeconds: z.number(),
      bridgedSeconds: z.number(),
      metres: z.number(),
      driveBy: z.boolean(),
    }),
  ),
  presence: z
    .object({
      presentSeconds: z.number().meta({ description: 'M: in which somebody was there, however many' }),
      dwellSeconds: z.number().meta({ description: 'P: summed over people' }),
      bridgedSeconds: z.number(),
      visits: z.int(),
      people: z.int().meta({ description: 'How many different people came' }),
      driveBys: z
        .int()
        .meta({ description: 'Visits faster than on foot and shorter than a stay of five minutes' }),
    })
    .meta({ description: 'In the period' }),
  predictability: z
    .object({
      visits: z.int(),
      commonestHour: z.int().meta({ description: 'Of the local day, 0 to 23' }),
      commonestShare: z.number(),
      hours: z.array(z.int()).meta({ description: 'In which there was a visit' }),
      entropyRatio: z.number().meta({ description: '0: always in the same hour; 1: in each as often' }),
      isPredictable: z.boolean(),
    })
    .nullable(),
  detection: z
    .object({
      effort: z.number().meta({ description: 'C = W L / A: the strips of all ways against the area' }),
      probability: z.number().meta({ description: 'Of detection by a random search: 1 - exp(-C)' }),
      widthMetres: z.number().meta({ description: 'W, on foot' }),
    })
    .nullable()
    .meta({ description: 'How thoroughly forest and open land was searched; null elsewhere' }),
  unknownShare: z.number().nullable().meta({
    description:
      'U: of the time on duty of those assigned, how much no position tells of; null where nobody was on duty',
  }),
  judgements: z.array(judgementView).meta({ description: 'Each patrol rule that selects the cell' }),
  gaps: z.array(gap),
});
export type CellDetail = z.output<typeof cellDetail>;
export type VisitView = CellDetail['visits'][number];
