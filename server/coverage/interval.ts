/** A half-open stretch of time in epoch milliseconds. */
export type Interval = readonly [from: number, to: number];

/** The parts of the intervals that lie inside a stretch. */
export function clip(intervals: readonly Interval[], [from, to]: Interval): Interval[] {
  return intervals.flatMap(([start, end]): Interval[] => {
    const clipped: Interval = [Math.max(start, from), Math.min(end, to)];
    return clipped[0] < clipped[1] ? [clipped] : [];
  });
}

/** What both lists hold; each is in order and without overlaps. */
export function intersect(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  return a.flatMap((one) => clip(b, one));
}

/** The parts of the intervals that lie outside of a stretch. */
export function outside(intervals: readonly Interval[], [from, to]: Interval): Interval[] {
  return [
    ...clip(intervals, [Number.NEGATIVE_INFINITY, from]),
    ...clip(intervals, [to, Number.POSITIVE_INFINITY]),
  ];
}

/** Joined where they touch or overlap, in order. */
export function union(intervals: readonly Interval[]): Interval[] {
  const joined: [number, number][] = [];
  for (const [from, to] of intervals.toSorted((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

export function lengthOf(intervals: readonly Interval[]): number {
  let total = 0;
  for (const [from, to] of intervals) total += to - from;
  return total;
}
