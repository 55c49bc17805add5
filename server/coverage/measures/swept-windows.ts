import type { Knex } from 'knex';
import { DateTime } from 'luxon';
import { type SweptLookup, sweptShares } from '../../sweeps/swept-shares.ts';
import type { Ground } from '../ground.ts';
import type { Interval } from '../interval.ts';
import type { PreparedRule } from '../lookback.ts';
import { windowsToSweep } from './sweep-rule.ts';

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
  // The same few windows are asked for of every cell, and a calendar takes its time.
  const dayNames = new Map<number, string>();
  const nameOf = (at: number) => {
    const name = dayNames.get(at) ?? dayOf(at, timeZone);
    dayNames.set(at, name);
    return name;
  };
  const keyOf = (widthMetres: number, [from, to]: Interval) =>
    `${widthMetres} ${nameOf(from)} ${nameOf(to - 1)}`;
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
        }),
      );
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

function dayOf(at: number, timeZone: string): string {
  return DateTime.fromMillis(at, { zone: timeZone }).toISODate() ?? '';
}
