import { DateTime } from 'luxon';
import { z } from 'zod';
import { InvalidInput } from '../http/problem.ts';
import { type CellColumns, statusAt } from './cell-columns.ts';
import type { Interval } from './interval.ts';

/** How the cells of a plan fared on a local day, counted by what `GET /api/coverage` says of each for that day. */
const dayCounts = z.object({
  day: z.iso.date().meta({ description: 'A day of the operator’s time zone' }),
  obligations: z.int().meta({ description: 'Cells that were judged: all but the excluded' }),
  met: z.int(),
  late: z.int(),
  unmet: z.int().meta({ description: 'Those that nobody ever visited included' }),
  never: z.int().meta({ description: 'Of the unmet, those that nobody ever visited' }),
  noData: z.int(),
});
export type DayCounts = z.output<typeof dayCounts>;

export const coverageDays = z.object({
  days: z.array(dayCounts),
  asOf: z.iso.datetime().meta({ description: 'When the earliest judged of these days was judged' }),
  pending: z.boolean().meta({
    description:
      'How some rules stand is still being worked out; their cells are counted as no-data meanwhile',
  }),
});
export type CoverageDays = z.output<typeof coverageDays>;

/** A local day with the half-open interval of instants that it is. */
export type LocalDay = { day: string; interval: Interval };

const mostDays = 400;
const dayMs = 86_400_000;

/** The local days that a half-open period touches, in order; InvalidInput where they are more than {@link mostDays}. */
export function localDays([from, to]: Interval, timeZone: string): LocalDay[] {
  const days: LocalDay[] = [];
  // Days of 23 hours and an incomplete one at each end make three more at most.
  const isTooLong = (to - from) / dayMs > mostDays + 3;
  let start = DateTime.fromMillis(from, { zone: timeZone }).startOf('day');
  while (!isTooLong && start.toMillis() < to && days.length <= mostDays) {
    const next = start.plus({ days: 1 }).startOf('day');
    days.push({ day: start.toISODate() ?? '', interval: [start.toMillis(), next.toMillis()] });
    start = next;
  }
  if (!isTooLong && days.length <= mostDays) return days;
  throw new InvalidInput(
    'too-many-days',
    `At most ${mostDays} days can be counted at once; ask for a shorter period.`,
    `一次最多统计 ${mostDays} 天，请缩短时间范围。`,
    [{ path: 'to', reason: `more than ${mostDays} days after from` }],
  );
}

/** Counts the cells of a day by their state. */
export function countDay(day: string, columns: Pick<CellColumns, 'status'>): DayCounts {
  const counts: DayCounts = { day, obligations: 0, met: 0, late: 0, unmet: 0, never: 0, noData: 0 };
  for (let index = 0; index < columns.status.length; index++) {
    const status = statusAt(columns, index);
    if (status === 'excluded') continue;
    counts.obligations += 1;
    if (status === 'no-data') counts.noData += 1;
    else if (status === 'never') {
      counts.never += 1;
      counts.unmet += 1;
    } else counts[status] += 1;
  }
  return counts;
}
