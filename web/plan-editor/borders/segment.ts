import type { LonLat } from './position.ts';

export type Segment = [LonLat, LonLat];

/** Twice the signed area of a triangle: to which side of the line through `a` and `b` the third lies. */
const side = (a: LonLat, b: LonLat, c: LonLat) =>
  (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

const same = (a: LonLat, b: LonLat) => a[0] === b[0] && a[1] === b[1];

const isWithin = (a: LonLat, b: LonLat, c: LonLat) =>
  Math.min(a[0], b[0]) <= c[0] &&
  c[0] <= Math.max(a[0], b[0]) &&
  Math.min(a[1], b[1]) <= c[1] &&
  c[1] <= Math.max(a[1], b[1]);

const liesOn = (a: LonLat, b: LonLat, c: LonLat) => isWithin(a, b, c) && side(a, b, c) === 0;

const areApart = ([a, b]: Segment, [c, d]: Segment) =>
  Math.max(a[0], b[0]) < Math.min(c[0], d[0]) ||
  Math.max(c[0], d[0]) < Math.min(a[0], b[0]) ||
  Math.max(a[1], b[1]) < Math.min(c[1], d[1]) ||
  Math.max(c[1], d[1]) < Math.min(a[1], b[1]);

const opposite = (one: number, other: number) => (one > 0 && other < 0) || (one < 0 && other > 0);

/** Whether two segments have a point in common other than an end of both. */
export function segmentsCross(one: Segment, other: Segment): boolean {
  if (areApart(one, other)) return false;
  const [a, b] = one;
  const [c, d] = other;
  const isShared = (end: LonLat) => (same(end, a) || same(end, b)) && (same(end, c) || same(end, d));
  const touches =
    one.some((end) => !isShared(end) && liesOn(c, d, end)) ||
    other.some((end) => !isShared(end) && liesOn(a, b, end));
  return touches || (opposite(side(a, b, c), side(a, b, d)) && opposite(side(c, d, a), side(c, d, b)));
}

/** The sides of a closed ring or line. */
export const segmentsOf = (line: readonly LonLat[]): Segment[] =>
  line.slice(1).map((to, place) => [line[place] ?? to, to]);

/** The same for a segment in either direction. */
export const segmentName = ([a, b]: Segment) =>
  a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]) ? `${a} ${b}` : `${b} ${a}`;
