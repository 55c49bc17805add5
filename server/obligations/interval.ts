import type { Interval } from '../coverage/interval.ts';

export const always: Interval = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

/** In order, and those that touch or overlap as one. */
export function merged(intervals: readonly Interval[]): Interval[] {
  if (intervals.length < 2) return [...intervals];
  const found: [from: number, to: number][] = [];
  for (const [from, to] of intervals.toSorted((a, b) => a[0] - b[0])) {
    const last = found.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else found.push([from, to]);
  }
  return found;
}
