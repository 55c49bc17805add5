import { z } from 'zod';

/** How a rule stands in the caller's areas. `rule` is null for what every cell is obliged to without a rule. */
const ruleTotals = z.object({
  rule: z.int().nullable(),
  kind: z.enum(['unassigned-land', 'no-officer', 'short-staffed']),
  name: z.string().nullable(),
  judged: z.int().meta({ description: 'Places that are obliged then' }),
  met: z.int(),
  short: z.int(),
  missing: z
    .int()
    .meta({ description: 'People missing at all of its places; over a period, the most at each' }),
});
export type RuleTotals = z.output<typeof ruleTotals>;

/** A place that is short, or over a period a time in which it was. */
const shortPlace = z.object({
  rule: z.int().nullable(),
  kind: ruleTotals.shape.kind,
  cell: z.int().optional(),
  area: z.int().optional(),
  code: z.string().nullable(),
  name: z.string(),
  position: z.tuple([z.number(), z.number()]).nullable(),
  since: z.iso.datetime(),
  to: z.iso.datetime().nullable().meta({ description: 'Null where it was still short at the end' }),
  missing: z.int().meta({ description: 'Over a period, the most that were missing at once' }),
});
export type ShortPlace = z.output<typeof shortPlace>;

export const shortfallList = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime().meta({ description: 'The same instant as from, where one was asked for' }),
  rules: z.array(ruleTotals).meta({ description: 'On every page the same' }),
  shortfalls: z.array(shortPlace),
  next: z.string().nullable(),
});
export type ShortfallList = z.output<typeof shortfallList>;
