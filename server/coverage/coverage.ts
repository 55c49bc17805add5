import { z } from 'zod';
import { statuses } from './status.ts';

/** How a cell fared in a period. */
const cellCoverage = z.object({
  cell: z.int(),
  code: z.string(),
  officers: z.int().meta({ description: 'Officers assigned at some time of the period' }),
  volunteers: z.int(),
  visits: z.int().meta({ description: 'Visits that intersect the period, each person counted once' }),
  lastVisitAt: z.iso.datetime().nullable().meta({ description: 'The last known, also before the period' }),
  dwellSeconds: z.number().meta({ description: 'Inside the period, summed over people' }),
  presentSeconds: z
    .number()
    .meta({ description: 'Inside the period, in which somebody was there, however many' }),
  bridgedSeconds: z.number().meta({ description: 'Reporting gaps within visits; never part of the dwell' }),
  metres: z.number(),
  sweptShare: z.number().nullable().meta({
    description:
      "The share of the cell's area within reach of somebody's way on the local days that the period touches; null while it is being worked out",
  }),
  sweptRepeatedlyShare: z.number().nullable().meta({ description: 'The same, on two of these days or more' }),
  status: z.enum(statuses),
});
export type CellCoverage = z.output<typeof cellCoverage>;

/** One row a cell, those that nobody visited included; never paged. */
export const coverage = z.object({
  plan: z.int().nullable(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  asOf: z.iso.datetime().meta({ description: 'When it was computed; what came later is not in it' }),
  revision: z
    .string()
    .meta({ description: 'Of all that it was computed from, the formulas too: the same is the same answer' }),
  provisionalFrom: z.iso.datetime().nullable().meta({
    description:
      'Uploads of the last 72 hours may still be on their way: since then figures may grow; null for an older period',
  }),
  pending: z.boolean().meta({
    description: 'How some rules stand is still being worked out; their cells are told as no-data meanwhile',
  }),
  cells: z.array(cellCoverage),
});
export type Coverage = z.output<typeof coverage>;
