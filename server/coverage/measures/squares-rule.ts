import { squareMetres } from '../../measures/squares.ts';
import type { SquaresRequirement } from '../../rules/rule.ts';
import type { Reach } from '../../sweeps/reach.ts';
import { type Interval, intersect, union } from '../interval.ts';
import { judgeCalendar, type Lack, nothingLacks } from './calendar.ts';
import { type Counted, shortOf } from './counted.ts';
import { detectionBy } from './detection.ts';
import type { Asked, Judged } from './judged.ts';
import { judgeShareOverTime } from './share-over-time.ts';

const dayMs = 86_400_000;
/** How far back it is told when a square was last walked, at least. */
export const agesReachDays = 35;

/** A square of a kilometre with the ways through it that count, in order. */
export type AskedSquare = {
  reach: Reach;
  runs: readonly { at: number; metres: number; byVehicle: boolean }[];
};

/** METHODS B3: V, the share of the squares of a kilometre with so many metres of track, per window or within days. */
export function judgeSquares(
  requires: SquaresRequirement,
  squares: readonly AskedSquare[],
  asked: Asked,
): Judged {
  const { share, minMetres, within } = requires;
  const { starts, obligedFrom, period } = asked;
  const lackIn = (window: Interval): Lack => {
    const walked = squares.filter((square) => metresIn(square, window) >= minMetres).length;
    if (walked >= share * squares.length - 1e-9) return nothingLacks;
    const reached = walked / squares.length;
    return {
      missing: Math.ceil(share * squares.length - 1e-9) - walked,
      short: shortOf(reached, share),
      reached: { share: reached, asked: share, met: walked, of: squares.length },
    };
  };
  const [, to] = period;
  if ('per' in within)
    return {
      judgement: judgeCalendar(starts, obligedFrom, period, lackIn),
      count: () => countedOf(requires, squares, period, to),
    };
  const forMs = within.days * dayMs;
  const obliged: Interval[] = [[obligedFrom, to]];
  const spans = squares.map((square) => ({
    weight: 1,
    obliged,
    covered: intersect(
      union([...walkedTime(square, forMs, minMetres), [obligedFrom, obligedFrom + forMs]]),
      obliged,
    ),
  }));
  return {
    judgement: judgeShareOverTime(spans, share, () => lackIn([to - forMs, to]), period),
    count: () => countedOf(requires, squares, [to - forMs, to], to),
  };
}

function metresIn({ runs }: AskedSquare, [from, to]: Interval): number {
  let metres = 0;
  for (const run of runs) if (run.at >= from && run.at < to) metres += run.metres;
  return metres;
}

/** When the ways of so long before an instant come to so many metres. */
function walkedTime({ runs }: AskedSquare, forMs: number, minMetres: number): Interval[] {
  const walked: Interval[] = [];
  let [first, metres] = [0, 0];
  for (const { at, metres: more } of runs) {
    metres += more;
    while ((runs[first]?.at ?? at) <= at - forMs) metres -= runs[first++]?.metres ?? 0;
    if (metres < minMetres - 1e-6) continue;
    // It lasts until so many of the earliest of these ways are too old that the rest is too little.
    let [oldest, left] = [first, metres];
    while (left - (runs[oldest]?.metres ?? 0) >= minMetres - 1e-6 && (runs[oldest]?.at ?? at) < at)
      left -= runs[oldest++]?.metres ?? 0;
    walked.push([at, (runs[oldest]?.at ?? at) + forMs]);
  }
  return walked;
}

function countedOf(
  { share, minMetres, within }: SquaresRequirement,
  squares: readonly AskedSquare[],
  window: Interval,
  to: number,
): Counted {
  const forMs = 'days' in within ? within.days * dayMs : window[1] - window[0];
  const detection = detectionBy(
    squares.flatMap(({ reach, runs }) =>
      runs.flatMap(({ at, ...way }) => (at >= window[0] && at < window[1] ? [{ ...way, reach }] : [])),
    ),
    squares.length * squareMetres,
  );
  const ages = squares.map((square) => {
    const last = walkedTime(square, forMs, minMetres).findLast(([at]) => at < to);
    return last === undefined ? Number.POSITIVE_INFINITY : to - last[0];
  });
  const oldestMs = Math.max(0, ...ages);
  return {
    what: 'squares',
    squares: { met: squares.filter((one) => metresIn(one, window) >= minMetres).length, of: squares.length },
    share,
    minMetres,
    days: Math.max(1, Math.round((window[1] - window[0]) / dayMs)),
    oldestDays: Number.isFinite(oldestMs) ? Math.floor(oldestMs / dayMs) : null,
    effort: detection.effort,
    detection: detection.probability,
  };
}
