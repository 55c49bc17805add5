import type { Knex } from 'knex';
import { DateTime } from 'luxon';
import { type SweptLookup, sweptInWindows } from '../../sweeps/swept-shares.ts';
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
    const { widthMetres } = requires;
    const windows = new Map(
      windowsToSweep(requires, starts, judged).map((window) => [keyOf(widthMetres, window), window]),
    );
    const wanted = [...windows].filter(([key]) => !lookups.has(key));
    if (wanted.length === 0) continue;
    const asked = {
      plans: plans.map(({ id, obliged }) => ({ planId: id, period: obliged })),
      widthMetres,
      timeZone,
      mostMade: mostMadeAtOnce,
    };
    const found = await sweptInWindows(
      db,
      asked,
      wanted.map(([, window]) => window),
    );
    wanted.forEach(([key], place) => {
      const lookup = found[place];
      if (lookup) lookups.set(key, lookup);
    });
  }
  return (widthMetres, window, cellId) => {
    const found = lookups.get(keyOf(widthMetres, window));
    return found === undefined || found.pending > 0 ? null : found.of(cellId).once;
  };
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
