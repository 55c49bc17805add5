import type { Knex } from 'knex';
import { DateTime } from 'luxon';
import { type SweptLookup, sweptShares } from '../../sweeps/swept-shares.ts';
import type { Ground } from '../ground.ts';
import type { Interval } from '../interval.ts';
import type { PreparedRule } from '../lookback.ts';
import { windowsToSweep } from './sweep-rule.ts';

/** Days of devices that are made while somebody waits: those of a late upload, and no history. */
const mostMadeAtOnce = 60;

/** The share of a cell that was swept at a width in a window; null where it is not known yet. */
export type SweptBy = (widthMetres: number, window: Interval, cellId: number) => number | null;

/**
 * Reads the sweeps of every window that rules are judged by, for all cells at once. Sweeps are of local days, so that
 * windows of the same days are one; a cell that was obliged for a part of a period alone is judged by whole days too.
 */
export async function sweptByRules(
  db: Knex,
  plans: Ground['plans'],
  prepared: readonly PreparedRule[],
  timeZone: string,
): Promise<SweptBy> {
  const lookups = new Map<string, SweptLookup>();
  const dayOf = dayReader(timeZone);
  const keyOf = (widthMetres: number, [from, to]: Interval) =>
    `${widthMetres} ${dayOf(from)} ${dayOf(to - 1)}`;
  for (const { rule, starts, judged } of prepared) {
    const { requires } = rule;
    if (requires.measure !== 'sweep') continue;
    for (const window of windowsToSweep(requires, starts, judged)) {
      const key = keyOf(requires.widthMetres, window);
      if (lookups.has(key)) continue;
      const periods = plans.map(({ id, obliged }) => ({ planId: id, period: during(obliged, window) }));
      lookups.set(
        key,
        await sweptShares(db, {
          plans: periods.filter(({ period }) => period[0] < period[1]),
          widthMetres: requires.widthMetres,
          timeZone,
          mostMade: mostMadeAtOnce,
        }),
      );
      // What has to be made first is made in the background; somebody waits here.
      if ((lookups.get(key)?.pending ?? 0) > 0) break;
    }
  }
  return (widthMetres, window, cellId) => {
    const found = lookups.get(keyOf(widthMetres, window));
    return found === undefined || found.pending > 0 ? null : found.of(cellId).once;
  };
}

function during([from, to]: Interval, window: Interval): Interval {
  return [Math.max(from, window[0]), Math.min(to, window[1])];
}

/** The local day of an instant; the same few are asked for with every cell. */
function dayReader(timeZone: string): (at: number) => string {
  const known = new Map<number, string>();
  return (at) => {
    const day = known.get(at) ?? DateTime.fromMillis(at, { zone: timeZone }).toISODate() ?? '';
    known.set(at, day);
    return day;
  };
}
