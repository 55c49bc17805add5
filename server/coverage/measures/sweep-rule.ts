import type { SweepRequirement } from '../../rules/rule.ts';
import type { KeptParts } from '../../sweeps/near-answer.ts';
import { neverSwept } from '../../sweeps/rolling-shares.ts';
import type { Interval } from '../interval.ts';
import { judgeCalendar, type Lack, nothingLacks } from './calendar.ts';
import { shortOf } from './counted.ts';
import { type Asked, type Judged, notYetKnown } from './judged.ts';

const dayMs = 86_400_000;

/** What was swept of cells at the rule's width. */
export type Swept = {
  /** The share of a cell in a window; null where it is not known. */
  inWindow: (cellId: number, window: Interval) => number | null;
  /** The shares within the last days at each of the looks, which are in order; null where they are not known. */
  rolling: { looks: readonly number[]; sharesOf: (cellId: number) => ShareAt } | null;
  /** What it was counted from. */
  parts: KeptParts;
};

/** The share at a look, by its place. */
type ShareAt = (place: number) => number;

/** METHODS B3: S, the share of the area within the sweep width of tracks, per window or within the last days. */
export function judgeSweep(requires: SweepRequirement, swept: Swept, cellId: number, asked: Asked): Judged {
  const { within } = requires;
  return 'days' in within
    ? judgeRolling(requires, within.days, swept, cellId, asked)
    : judgePerWindow(requires, swept, cellId, asked);
}

function lackOf(found: number, share: number): Lack {
  if (found >= share - 1e-9) return nothingLacks;
  return { missing: 1, short: shortOf(found, share), reached: { share: found, asked: share } };
}

function judgePerWindow(
  { share, widthMetres }: SweepRequirement,
  { inWindow }: Swept,
  cellId: number,
  { starts, obligedFrom, period }: Asked,
): Judged {
  const now = inWindow(cellId, period);
  if (now === null) return notYetKnown;
  const lackIn = (window: Interval): Lack | null => {
    const found = inWindow(cellId, window);
    return found === null ? null : lackOf(found, share);
  };
  const days = Math.max(1, Math.round((period[1] - period[0]) / dayMs));
  return {
    judgement: judgeCalendar(starts, obligedFrom, period, lackIn),
    count: () => ({ what: 'sweep', swept: now, share, widthMetres, days }),
  };
}

/** Looked at when each day ends, for sweeps are kept by the day, and at the end of the period. */
function judgeRolling(
  { share, widthMetres }: SweepRequirement,
  days: number,
  { rolling }: Swept,
  cellId: number,
  { obligedFrom, period }: Asked,
): Judged {
  const [from, to] = period;
  if (rolling === null) return notYetKnown;
  const { looks } = rolling;
  const last = placeUpTo(looks, to);
  if (last < 0) return notYetKnown;
  const judgedFrom = obligedFrom + days * dayMs;
  const shareAt = rolling.sharesOf(cellId);
  const wanted = share - 1e-9;
  const now = shareAt(last);
  const isUnmet = judgedFrom <= to && now < wanted;
  const wasUnmet = !isUnmet && wasShort(looks, last, Math.max(from, judgedFrom), shareAt, wanted);
  return {
    judgement: isUnmet
      ? {
          state: 'unmet',
          since: sinceOf(looks, last, judgedFrom, shareAt, wanted),
          ...lackOf(now, share),
        }
      : { state: wasUnmet ? 'late' : 'met' },
    count: () => ({ what: 'sweep', swept: now, share, widthMetres, days }),
  };
}

function placeUpTo(looks: readonly number[], at: number): number {
  let [low, high] = [0, looks.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((looks[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** At any look after the beginning of the period, once the rule has held for so many days. */
function wasShort(
  looks: readonly number[],
  last: number,
  from: number,
  shareAt: ShareAt,
  wanted: number,
): boolean {
  for (let place = last; place >= 0 && (looks[place] ?? 0) >= from; place--)
    if (shareAt(place) < wanted) return true;
  return false;
}

/**
 * Since when it has been short at every look; since it could first have been met, where it was on none of those that are
 * known.
 */
function sinceOf(
  looks: readonly number[],
  last: number,
  judgedFrom: number,
  shareAt: ShareAt,
  wanted: number,
): number {
  if (shareAt === neverSwept) return judgedFrom;
  let since = looks[last] ?? judgedFrom;
  for (let place = last - 1; place >= 0; place--) {
    const at = looks[place] ?? 0;
    if (at < judgedFrom) return judgedFrom;
    if (shareAt(place) >= wanted) return since;
    since = at;
  }
  return judgedFrom;
}

/** How far a gap is looked back at, to tell since when it is one. */
export const daysBack = 28;

/**
 * The instants at which the last days are looked at: every midnight of the period, and each instant at which cells cease to
 * be judged. Who asks about less than a day is told since when, and looks back further.
 */
export function looksOf(
  starts: readonly number[],
  [from, to]: Interval,
  ends: readonly number[],
): readonly number[] {
  const since = to - from < dayMs ? to - daysBack * dayMs : from;
  return [...new Set([...starts.filter((at) => at > since && at <= to), ...ends, to])].sort((a, b) => a - b);
}

/** Every calendar window that a rule is judged by over a period, and the one that its sentence is about first. */
export function windowsToSweep(starts: readonly number[], period: Interval): Interval[] {
  const [, to] = period;
  return [
    period,
    ...starts.flatMap((start, index): Interval[] =>
      start < to ? [[start, Math.min(starts[index + 1] ?? to, to)]] : [],
    ),
  ];
}
