import { doubleArea, type HalfEdge, keyOf, node, type Point, rings, type Segment } from './arrangement.ts';
import { contains, flat } from './layout.ts';
import type { Random } from './random.ts';

/** A border between two owners, or an owner and the outside, from one junction to the next. */
export type Arc = { points: Point[]; left: string | undefined; right: string | undefined };

/** Chains the edges that separate different owners into arcs; each border appears once. */
export function arcsOf(edges: HalfEdge[], ownerOf: (face: number) => string | undefined): Arc[] {
  const facing = new Map(edges.map((edge) => [`${keyOf(edge.from)} ${keyOf(edge.to)}`, ownerOf(edge.face)]));
  const sides = ({ from, to }: { from: Point; to: Point }) => ({
    left: facing.get(`${keyOf(from)} ${keyOf(to)}`),
    right: facing.get(`${keyOf(to)} ${keyOf(from)}`),
  });
  const borders = edges.filter((edge) => sides(edge).left !== sides(edge).right);
  const outgoing = new Map<string, HalfEdge[]>();
  for (const edge of borders)
    outgoing.set(keyOf(edge.from), [...(outgoing.get(keyOf(edge.from)) ?? []), edge]);
  const isJunction = (point: Point) => outgoing.get(keyOf(point))?.length !== 2;
  const used = new Set<string>();
  const chainFrom = (start: HalfEdge): Arc | undefined => {
    if (used.has(`${keyOf(start.from)} ${keyOf(start.to)}`)) return undefined;
    const points = [start.from];
    let edge: HalfEdge | undefined = start;
    while (edge !== undefined && !used.has(`${keyOf(edge.from)} ${keyOf(edge.to)}`)) {
      const { from, to }: HalfEdge = edge;
      used.add(`${keyOf(from)} ${keyOf(to)}`).add(`${keyOf(to)} ${keyOf(from)}`);
      points.push(to);
      edge = isJunction(to)
        ? undefined
        : outgoing.get(keyOf(to))?.find((candidate) => keyOf(candidate.to) !== keyOf(from));
    }
    return { points, ...sides(start) };
  };
  const fromJunctions = borders.filter((edge) => isJunction(edge.from)).map(chainFrom);
  return [...fromJunctions, ...borders.map(chainFrom)].filter((arc) => arc !== undefined);
}

const segmentsOf = (points: Point[]): Segment[] =>
  points.slice(1).map((to, index): Segment => [points[index] ?? to, to]);

/** Straight inner borders look computed; this bends them, as little as it must to cross nothing. */
export function bend(arcs: Arc[], random: Random): Arc[] {
  const current = [...arcs];
  arcs.forEach((arc, index) => {
    if (arc.left === undefined || arc.right === undefined) return;
    for (const amplitude of [0.1, 0.05, 0.02]) {
      const bent = { ...arc, points: bendLine(arc.points, amplitude, random) };
      const others = current.filter((_, j) => j !== index).flatMap(({ points }) => segmentsOf(points));
      const near = nearTo(bent.points, others);
      if (node([...segmentsOf(bent.points), ...near]).length === bent.points.length - 1 + near.length) {
        current[index] = bent;
        return;
      }
    }
  });
  return current;
}

function nearTo(points: Point[], segments: Segment[]): Segment[] {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return segments.filter(
    ([a, b]) =>
      Math.max(a[0], b[0]) >= west &&
      Math.min(a[0], b[0]) <= east &&
      Math.max(a[1], b[1]) >= south &&
      Math.min(a[1], b[1]) <= north,
  );
}

const bendLine = (points: Point[], amplitude: number, random: Random): Point[] => [
  ...segmentsOf(points).flatMap(([a, b]) => displaced(a, b, amplitude, random).slice(0, -1)),
  ...points.slice(-1),
];

/** Midpoint displacement down to pieces of about a kilometre. */
function displaced(a: Point, b: Point, amplitude: number, random: Random): Point[] {
  const [[ax, ay], [bx, by]] = [flat(a), flat(b)];
  if (Math.hypot(ax - bx, ay - by) < 1_800) return [a, b];
  const shift = random.between(-amplitude, amplitude);
  const round = (value: number) => Math.round(value * 1e6) / 1e6;
  const middle: Point = [
    round((a[0] + b[0]) / 2 - shift * (b[1] - a[1]) * 1.5),
    round((a[1] + b[1]) / 2 + (shift * (b[0] - a[0])) / 1.5),
  ];
  return [
    ...displaced(a, middle, amplitude, random).slice(0, -1),
    ...displaced(middle, b, amplitude, random),
  ];
}

type Reference = { from: Point; to: Point; index: number };

/**
 * The polygons that a set of owners covers, as rings of arc numbers (`~n`: the arc backwards), outer ring first and
 * anticlockwise, holes clockwise.
 */
export function polygonsOf(arcs: Arc[], owners: ReadonlySet<string>): number[][][] {
  const isOurs = (owner: string | undefined) => owner !== undefined && owners.has(owner);
  const references = arcs.flatMap((arc, index): Reference[] => {
    const [first, last] = [arc.points[0], arc.points.at(-1)];
    if (first === undefined || last === undefined || isOurs(arc.left) === isOurs(arc.right)) return [];
    return isOurs(arc.left) ? [{ from: first, to: last, index }] : [{ from: last, to: first, index: ~index }];
  });
  const all = rings(references).map((ring) => {
    const numbers = ring.map(({ index }) => index);
    const points = pointsOf(
      arcs.map((arc) => arc.points),
      numbers,
    );
    return { numbers, points, area: doubleArea(segmentsOf(points).map(([from, to]) => ({ from, to }))) };
  });
  return all
    .filter(({ area }) => area > 0)
    .map((outer) => [
      outer.numbers,
      ...all
        .filter(({ area, points }) => area < 0 && points.every((point) => isWithin(outer.points, point)))
        .map(({ numbers }) => numbers),
    ]);
}

const isWithin = (ring: Point[], point: Point) =>
  contains(ring.slice(1), point) || ring.some((corner) => keyOf(corner) === keyOf(point));

/** The closed line of a ring of arc numbers. */
export function pointsOf(arcs: readonly (readonly Point[])[], ring: readonly number[]): Point[] {
  const line = ring.flatMap((reference) => {
    const points = arcs[reference < 0 ? ~reference : reference] ?? [];
    return (reference < 0 ? [...points].reverse() : points).slice(0, -1);
  });
  return [...line, ...line.slice(0, 1)];
}
