import { z } from 'zod';
import { personName } from '../people/person.ts';
import { cellFeature } from '../plans/plan.ts';
import { gap } from './gap.ts';

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
    }),
  ),
  gaps: z.array(gap),
});
export type CellDetail = z.output<typeof cellDetail>;
export type VisitView = CellDetail['visits'][number];
