import { z } from 'zod';
import { inBoth } from '../http/in-both.ts';
import { defaultLimits } from './default-limits.ts';

const size = z.strictObject({
  leastSquareMetres: z.number().min(0).optional(),
  mostSquareMetres: z.number().positive().optional(),
  leastHouseholds: z.number().min(0).optional(),
  mostHouseholds: z.number().positive().optional(),
});

type Size = z.output<typeof size>;
const isOrdered = (least = 0, most = Number.POSITIVE_INFINITY) => least <= most;
const isPossible = (given: Size) =>
  isOrdered(given.leastSquareMetres, given.mostSquareMetres) &&
  isOrdered(given.leastHouseholds, given.mostHouseholds);

/** What of a plan's proof is a matter of taste: thresholds in metres and shares, sizes per usage (`*`: any other). */
export const planLimits = z.strictObject({
  borderToleranceMetres: z.number().min(0.001).max(10).optional().meta({
    description: 'Borders against areas may be off by this much; 0.02',
  }),
  sliverMetres: z.number().min(0).max(100).optional().meta({
    description: 'A cell with a mean width (twice its area over its border) below this is a sliver; 0.1',
  }),
  leastCompactness: z.number().min(0).max(1).optional().meta({
    description: 'Polsby-Popper below which a cell is told as not compact; 0.1',
  }),
  mostImbalance: z.number().min(0.01).optional().meta({
    description: "How far the households of a cell may lie from its owner's mean, as a share; 0.5",
  }),
  leastCutShare: z.number().min(0.05).optional().meta({
    description:
      'A river or main road is told from this length in a cell on, as a share of the root of its area; 0.5',
  }),
  sizes: z
    .record(
      z.string().max(60),
      size.refine(isPossible, inBoth('the least is more than the most', '下限大于上限')),
    )
    .refine((sizes) => Object.keys(sizes).length <= 100, inBoth('at most 100 usages', '用途最多 100 种'))
    .optional(),
});
type PlanLimits = z.output<typeof planLimits>;

export type Limits = { [Name in keyof PlanLimits]-?: Exclude<PlanLimits[Name], undefined> };

/** A planner's settings over the defaults. */
export const limitsOf = (set: Partial<Limits>): Limits => ({ ...defaultLimits, ...set });
