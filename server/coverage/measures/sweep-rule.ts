import type { SweepRequirement } from '../../rules/rule.ts';
import type { Interval } from '../interval.ts';
import type { Judgement } from '../patrol.ts';
import { judgeCalendar, type Lack } from './calendar.ts';
import { shortOf } from './counted.ts';
import type { Asked, Judged } from './judged.ts';

const dayMs = 86_400_000;

/** The share of the cell that was swept in a window; null where it is not known. */
export type SweptShare = (window: Interval) => number | null;

/** METHODS B3: S, the share of the area within the sweep width of tracks, per window or within the last days. */
export function judgeSweep(
  { share, widthMetres, within }: SweepRequirement,
  swept: SweptShare,
  { starts, obligedFrom, period }: Asked,
): Judged | undefined {
  const [, to] = period;
  const lackOf = (window: Interval): Lack | null => {
    const found = swept(window);
    if (found === null) return null;
    const isMet = found >= share - 1e-9;
    return { missing: isMet ? 0 : 1, short: isMet ? 0 : shortOf(found, share) };
  };
  const days = 'days' in within ? within.days : Math.max(1, Math.round((period[1] - period[0]) / dayMs));
  const window: Interval = 'days' in within ? [to - days * dayMs, to] : period;
  const now = swept(window);
  if (now === null) return undefined;
  return {
    judgement:
      'days' in within
        ? judgeRolling(starts, obligedFrom, period, days * dayMs, lackOf)
        : judgeCalendar(starts, obligedFrom, period, lackOf),
    count: () => ({ what: 'sweep', swept: now, share, widthMetres, days }),
  };
}

/** Looked at when days end, for sweeps are kept by the day, and at the end of the period. */
function judgeRolling(
  starts: readonly number[],
  obligedFrom: number,
  period: Interval,
  forMs: number,
  lackOf: (window: Interval) => Lack | null,
): Judgement {
  const [, to] = period;
  const looks = looksIn(starts, period).filter((at) => at - forMs >= obligedFrom);
  const lacks = looks.map((at) => ({ at, lack: lackOf([at - forMs, at]) }));
  const last = lacks.at(-1)?.lack;
  if (last && last.missing > 0)
    return { state: 'unmet', since: shortSince(starts, obligedFrom, to, forMs, lackOf), ...last };
  return { state: lacks.some(({ lack }) => (lack?.missing ?? 0) > 0) ? 'late' : 'met' };
}

/**
 * Since when it has been short at the end of every day; since it could first have been met, where it was on none of the
 * days that are looked back at.
 */
function shortSince(
  starts: readonly number[],
  obligedFrom: number,
  to: number,
  forMs: number,
  lackOf: (window: Interval) => Lack | null,
): number {
  const judgedFrom = Math.min(obligedFrom + forMs, to);
  let since = to;
  for (const at of looksBack(starts, to)) {
    if (at < judgedFrom) return judgedFrom;
    if (lackOf([at - forMs, at])?.missing === 0) return since;
    since = at;
  }
  return since === to ? since : judgedFrom;
}

/** The midnights at which a gap is looked back at, the latest first. */
function looksBack(starts: readonly number[], to: number): number[] {
  return starts.filter((at) => at <= to && at > to - daysBack * dayMs).reverse();
}

/** How far a gap is looked back at. */
export const daysBack = 14;

/** Of a long period days spread over it are enough to tell whether it was ever short. */
const mostLooks = 3;

/** The instants at which the last days are looked at: ends of days, and the end of the period. */
function looksIn(starts: readonly number[], [from, to]: Interval): number[] {
  // That of the last day is as good as the end.
  const midnights = starts.filter((at) => at > from && at <= to - dayMs);
  const every = Math.max(1, Math.ceil(midnights.length / mostLooks));
  return [...midnights.filter((_, index) => (midnights.length - 1 - index) % every === 0), to];
}

/** Every window that a rule is judged by over a period, and the one that its sentence is about first. */
export function windowsToSweep(
  { within }: SweepRequirement,
  starts: readonly number[],
  period: Interval,
): Interval[] {
  if ('days' in within) {
    const forMs = within.days * dayMs;
    // Only who asks about an instant is told since when.
    const isInstant = period[1] - period[0] < dayMs;
    const looks = [...looksIn(starts, period).reverse(), ...(isInstant ? looksBack(starts, period[1]) : [])];
    return looks.map((at): Interval => [at - forMs, at]);
  }
  const [, to] = period;
  return [
    period,
    ...starts.flatMap((start, index): Interval[] =>
      start < to ? [[start, Math.min(starts[index + 1] ?? to, to)]] : [],
    ),
  ];
}
