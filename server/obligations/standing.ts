import type { Interval } from '../coverage/interval.ts';
import type { Counting } from './counting.ts';

/** How an obligation stands at a place at an instant. */
export type Standing = {
  /** How many people are missing: 0 where it is met, -1 where nothing is obliged. */
  missing: number;
  /** Since when it stands short; of no meaning otherwise. Epoch ms. */
  since: number;
  /** Nothing of this changes before; it may hold for longer. */
  until: number;
};

/** A time in which too few people were there; `missing` is the most that were ever missing in it. Epoch ms. */
export type Stretch = { from: number; to: number; missing: number };

/** The times within what is obliged in which fewer than so many different people were there, in order. */
export function shortStretches(
  atLeast: number,
  counting: readonly Counting[],
  [from, to]: Interval,
): Stretch[] {
  const stretches: Stretch[] = [];
  for (const [begin, end, count] of countsOf(counting, [from, to])) {
    if (count >= atLeast) continue;
    const last = stretches.at(-1);
    if (last?.to === begin) {
      last.to = end;
      last.missing = Math.max(last.missing, atLeast - count);
    } else {
      stretches.push({ from: begin, to: end, missing: atLeast - count });
    }
  }
  return stretches;
}

/** How a short place stands: since when it has been short, and when the number of its people changes next. */
export function shortStanding(
  atLeast: number,
  counting: readonly Counting[],
  obliged: Interval,
  at: number,
): Standing {
  let since = obliged[0];
  for (const [begin, end, count] of countsOf(counting, obliged)) {
    if (begin <= at && at < end) return { missing: Math.max(0, atLeast - count), since, until: end };
    if (count >= atLeast) since = end;
  }
  return { missing: atLeast, since, until: obliged[1] };
}

/** How many are there, from the first instant to the last, without a break. */
export function* countsOf(
  counting: readonly Counting[],
  [from, to]: Interval,
): Generator<readonly [from: number, to: number, count: number]> {
  const changes: (readonly [instant: number, by: number])[] = [];
  for (const { spans } of counting) {
    for (const [begin, end] of spans) {
      if (begin < to) changes.push([Math.max(begin, from), 1]);
      if (begin < to && end < to) changes.push([Math.max(end, from), -1]);
    }
  }
  changes.sort((a, b) => a[0] - b[0]);
  let count = 0;
  let begin = from;
  for (const [instant, by] of changes) {
    if (instant > begin) yield [begin, instant, count];
    begin = instant;
    count += by;
  }
  if (begin < to) yield [begin, to, count];
}
