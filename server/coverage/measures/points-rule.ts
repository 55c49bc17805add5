import type { PointsRequirement } from '../../rules/rule.ts';
import { clip, type Interval, intersect, lengthOf, union } from '../interval.ts';
import { judgeCalendar, type Lack, nothingLacks } from './calendar.ts';
import { type Counted, shortOf } from './counted.ts';
import type { Asked, Judged } from './judged.ts';
import { dwellInside, lastedAt, type Present } from './present.ts';
import { judgeShareOverTime } from './share-over-time.ts';

const [minuteMs, dayMs] = [60_000, 86_400_000];
const almost = 1e-9;

/** A point that is to be visited, while it is there and no camp stands for it. */
export type AskedPoint = {
  label: string;
  weight: number;
  isKey: boolean;
  obliged: readonly Interval[];
  presences: readonly Present[];
};

/** METHODS B3: H, the share of the points, by weight, with a long enough stay. */
export function judgePoints(
  requires: PointsRequirement,
  points: readonly AskedPoint[],
  asked: Asked,
): Judged {
  const { within } = requires;
  return 'per' in within
    ? judgePerWindow({ ...requires, within }, points, asked)
    : judgeRolling(requires, within, points, asked);
}

function judgePerWindow(
  requires: PointsRequirement,
  points: readonly AskedPoint[],
  { starts, obligedFrom, period }: Asked,
): Judged {
  const { share, minMinutes } = requires;
  /** A point is asked for in a window where it is there for half of it and longer. */
  const standIn = (window: Interval): Stand => {
    const due = points.filter(({ obliged }) => lengthOf(clip(obliged, window)) * 2 >= window[1] - window[0]);
    const visited = due.filter(({ presences }) =>
      presences.some(
        (one) =>
          one.leftAt > window[0] &&
          one.enteredAt < window[1] &&
          dwellInside(one, window) >= minMinutes * minuteMs,
      ),
    );
    return { due, visited };
  };
  const lackOf = (window: Interval) => lackIn(standIn(window), share);
  return {
    judgement: judgeCalendar(starts, obligedFrom, period, lackOf),
    count: () => countedOf(standIn(period), requires, Math.round((period[1] - period[0]) / dayMs)),
  };
}

type Stand = { due: readonly AskedPoint[]; visited: readonly AskedPoint[] };

function lackIn(stand: Stand, share: number): Lack | null {
  const { due, visited } = stand;
  if (due.length === 0) return null;
  const reached = weightOf(visited) / weightOf(due);
  if (reached >= share - almost) return nothingLacks;
  return {
    missing: due.length - visited.length,
    short: shortOf(reached, share),
    reached: { share: reached, asked: share, met: visited.length, of: due.length },
  };
}

function countedOf({ due, visited }: Stand, { share, pointKind }: PointsRequirement, days: number): Counted {
  const seen = new Set(visited);
  return {
    what: 'points',
    points: { met: visited.length, of: due.length },
    byWeight: due.length === 0 ? 1 : weightOf(visited) / weightOf(due),
    share,
    days,
    pointKind,
    missing: due
      .filter((point) => !seen.has(point))
      .map(({ label }) => label)
      .sort((a, b) => a.localeCompare(b, 'zh', { numeric: true })),
  };
}

function weightOf(points: readonly AskedPoint[]): number {
  return points.reduce((sum, { weight }) => sum + weight, 0);
}

/**
 * At every instant the points that were visited within the last days, or began to be asked for within them, weigh so
 * much of all that are there. Unmet since the share fell below; late where it was below and is not any more.
 */
function judgeRolling(
  requires: PointsRequirement,
  { days, keyDays }: { days: number; keyDays: number },
  points: readonly AskedPoint[],
  { obligedFrom, period }: Asked,
): Judged {
  const [, to] = period;
  const spans = points.map((point) => {
    const obliged = clip(point.obliged, [obligedFrom, to]);
    return {
      point,
      weight: point.weight,
      obliged,
      covered: coveredTime(point, obliged, (point.isKey ? keyDays : days) * dayMs, requires.minMinutes),
    };
  });
  const last = to - 1;
  const holds = (intervals: readonly Interval[]) =>
    intervals.some(([start, end]) => start <= last && last < end);
  const due = spans.filter(({ obliged }) => holds(obliged));
  const stand: Stand = {
    due: due.map(({ point }) => point),
    visited: due.filter(({ covered }) => holds(covered)).map(({ point }) => point),
  };
  return {
    judgement: judgeShareOverTime(
      spans,
      requires.share,
      () => lackIn(stand, requires.share) ?? nothingLacks,
      period,
    ),
    count: () => countedOf(stand, requires, days),
  };
}

/** When a point counts as visited: from when a stay was long enough until so long after its end, and at first anyway. */
function coveredTime(
  { presences }: AskedPoint,
  obliged: readonly Interval[],
  forMs: number,
  minMinutes: number,
): Interval[] {
  const visited = presences.flatMap((one): Interval[] => {
    const at = lastedAt(one, minMinutes * minuteMs);
    return at === null ? [] : [[at, one.leftAt + forMs]];
  });
  // What continues an earlier version of the point is not granted the days of grace again.
  const begun = union(obliged).map(([start]): Interval => [start, start + forMs]);
  return intersect(union([...visited, ...begun]), union(obliged));
}
