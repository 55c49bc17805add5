import type { Interval } from '../coverage/interval.ts';
import type { WindowBook } from '../rules/window-book.ts';
import { windowFor } from '../rules/windows.ts';
import { type Counter, counterOf } from './counting.ts';
import type { Obligation } from './obligation.ts';
import type { Reach } from './reach.ts';
import type { Relatives } from './relation.ts';
import type { Staff } from './staff.ts';
import { type Standing, type Stretch, shortStanding, shortStretches } from './standing.ts';
import { type Manned, presentIn, shortWindows, windowStanding } from './window-standing.ts';

/** Judges one obligation at one place after the other; `obliged` are the times in which it holds there, in order. */
export type Judge = {
  at: (place: number, obliged: readonly Interval[], at: number) => Standing;
  /** When it stood short at some time of a half-open period; the first stretch begins when it really did. */
  during: (place: number, obliged: readonly Interval[], period: Interval) => Stretch[];
  /** The people who count at the instant or, ahead of a window, when it has fewest, by id. */
  countedAt: (place: number, obliged: readonly Interval[], at: number) => number[];
  /** How many different people count at some time of a half-open period. */
  countDuring: Counter['countDuring'];
  /** What was known of a person, by slot, is no longer so. */
  forget: Counter['forget'];
};

export function judgeOf(
  staff: Staff,
  reach: Reach,
  windowsOf: WindowBook,
  { requires, from: holdsFrom }: Pick<Obligation, 'requires' | 'from'>,
  relatives: Relatives,
): Judge {
  const { atLeast, hours } = requires;
  const counter = counterOf(staff, reach, requires, relatives);
  const manned = (place: number, obliged: Interval, at: number): Manned => ({
    windows: windowsOf(hours ?? [], holdsFrom, at),
    counting: counter.countingAt(place),
    personAt: (slot) => staff.facts[slot],
    obliged,
  });
  const standing = (place: number, obliged: Interval, at: number): Standing => {
    if (hours) return windowStanding(atLeast, manned(place, obliged, at), at);
    const { count, until } = counter.countAt(place, at);
    if (count >= atLeast) return { missing: 0, since: at, until: Math.min(until, obliged[1]) };
    return shortStanding(atLeast, counter.countingAt(place), obliged, at);
  };
  return {
    at: (place, obliged, at) => {
      const now = obliged.find(([, to]) => at < to);
      if (!now) return { missing: -1, since: at, until: Number.POSITIVE_INFINITY };
      if (now[0] > at) return { missing: -1, since: at, until: now[0] };
      return standing(place, now, at);
    },
    during: (place, obliged, period) =>
      obliged.flatMap((one) => {
        const judged: Interval = [Math.max(one[0], period[0]), Math.min(one[1], period[1])];
        if (judged[0] >= judged[1]) return [];
        if (hours) return shortWindows(atLeast, manned(place, one, judged[1]), judged);
        // Most places have the same people all the time, which needs no look at single instants.
        const { count, until } = counter.countAt(place, judged[0]);
        if (count >= atLeast && until >= judged[1]) return [];
        const stretches = shortStretches(atLeast, counter.countingAt(place), one);
        return stretches.filter(({ from, to }) => from < judged[1] && to > judged[0]);
      }),
    countedAt: (place, obliged, at) => {
      const now = obliged.find(([from, to]) => from <= at && at < to);
      if (!now) return [];
      const here = manned(place, now, at);
      const slots = hours
        ? presentIn(here, windowFor(here.windows, at), at)
        : here.counting.flatMap(({ slot, spans }) =>
            spans.some(([from, to]) => from <= at && at < to) ? [slot] : [],
          );
      return slots.flatMap((slot) => staff.facts[slot]?.id ?? []).sort((a, b) => a - b);
    },
    countDuring: counter.countDuring,
    forget: counter.forget,
  };
}
