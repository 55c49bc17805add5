import type { PresenceRequirement } from '../../rules/rule.ts';
import { clip, type Interval, intersect, lengthOf, union } from '../interval.ts';
import { judgeCalendar, type Lack } from './calendar.ts';
import { atLeastOf, type Counted, type Share, shortOf } from './counted.ts';
import type { Asked, Judged } from './judged.ts';
import { endingIn, orderedIn } from './ordered.ts';
import { longestHole, mannedBy, type Present } from './present.ts';

const minuteMs = 60_000;

/** What is to be manned: the cell, or a point of it while it is there. */
export type Post = { presences: readonly Present[]; obliged: readonly Interval[] };

/** METHODS B3: windows that are manned (G), or the time that is (O) with the longest hole. */
export function judgePresence(requires: PresenceRequirement, posts: readonly Post[], asked: Asked): Judged {
  const manned = posts.map(({ presences, obliged }) => ({
    manned: mannedBy(presences, requires.atLeast),
    obliged,
  }));
  return requires.windowShare === null
    ? judgeTime(requires, manned, asked)
    : judgeWindows(requires, requires.windowShare, manned, asked);
}

type Manned = { manned: readonly Interval[]; obliged: readonly Interval[] };

function judgeWindows(
  { share, atLeast, atPoints }: PresenceRequirement,
  windowShare: number,
  posts: readonly Manned[],
  { starts, ordered, obligedFrom, period }: Asked,
): Judged {
  const countIn = (stretch: Interval): Share => {
    const sum = { met: 0, of: 0 };
    for (const window of endingIn(ordered, stretch)) {
      if (window[0] < obligedFrom) continue;
      for (const { manned, obliged } of posts) {
        if (lengthOf(clip(obliged, window)) < window[1] - window[0]) continue;
        sum.of++;
        if (lengthOf(clip(manned, window)) >= share * (window[1] - window[0])) sum.met++;
      }
    }
    return sum;
  };
  const lackOf = (stretch: Interval): Lack | null => {
    const { met, of } = countIn(stretch);
    if (of === 0) return null;
    const wanted = atLeastOf(windowShare, of);
    return { missing: Math.max(0, wanted - met), short: shortOf(met, wanted) };
  };
  return {
    judgement: judgeCalendar(starts, obligedFrom, period, lackOf),
    count: () => ({
      what: 'windows',
      windows: countIn(period),
      share: windowShare,
      points: atPoints ? posts.length : null,
      atLeast,
    }),
  };
}

function judgeTime(
  { share, atLeast, atPoints, holeMinutes }: PresenceRequirement,
  posts: readonly Manned[],
  { starts, ordered, obligedFrom, period }: Asked,
): Judged {
  const longest = (holeMinutes ?? Number.POSITIVE_INFINITY) * minuteMs;
  const measure = (stretch: Interval) => {
    const from = Math.max(stretch[0], obligedFrom);
    const inside = union(from < stretch[1] ? orderedIn(ordered, [from, stretch[1]]) : []);
    let [mannedMs, orderedMs, hole]: [number, number, Interval | null] = [0, 0, null];
    for (const { manned, obliged } of posts) {
      const due = intersect(inside, obliged);
      orderedMs += lengthOf(due);
      mannedMs += lengthOf(intersect(due, manned));
      const own = longestHole(manned, due);
      if (own && (hole === null || own[1] - own[0] > hole[1] - hole[0])) hole = own;
    }
    return { mannedMs, orderedMs, hole };
  };
  const lackOf = (stretch: Interval): Lack | null => {
    const { mannedMs, orderedMs, hole } = measure(stretch);
    if (orderedMs === 0) return null;
    const lackingMs = Math.max(0, share * orderedMs - mannedMs - 1e-6);
    const beyondMs = hole ? Math.max(0, hole[1] - hole[0] - longest) : 0;
    const missing = Math.ceil(Math.max(lackingMs, beyondMs) / minuteMs);
    return { missing, short: Math.max(shortOf(mannedMs, share * orderedMs), missing > 0 ? 0.01 : 0) };
  };
  return {
    judgement: judgeCalendar(starts, obligedFrom, period, lackOf),
    count: (): Counted => ({
      what: 'time',
      ...measure(period),
      holeMinutes: holeMinutes ?? 0,
      share,
      points: atPoints ? posts.length : null,
      atLeast,
    }),
  };
}
