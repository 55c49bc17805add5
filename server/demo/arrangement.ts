/**
 * A planar arrangement of straight segments: where they cross they are cut, and what they enclose becomes faces.
 * Neighbouring faces share their border vertex for vertex by construction. Written for the few thousand segments
 * of the demonstration district.
 */
export type Point = [lon: number, lat: number];
export type Segment = readonly [Point, Point];
/** A directed edge; the face is on its left. */
export type HalfEdge = { from: Point; to: Point; face: number };

const SCALE = 1e6; // 1e-6 degree, a tenth of a metre
const round = (value: number) => Math.round(value * SCALE) / SCALE;
const snap = ([x, y]: Point): Point => [round(x), round(y)];
export const keyOf = ([x, y]: Point) => `${x},${y}`;

/** The point where two segments cross or touch, unless they only share an end. */
function crossing([a, b]: Segment, [c, d]: Segment): Point | undefined {
  const [rx, ry, sx, sy] = [b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]];
  const denominator = rx * sy - ry * sx;
  if (denominator === 0) return undefined;
  const t = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / denominator;
  const u = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / denominator;
  return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? snap([a[0] + t * rx, a[1] + t * ry]) : undefined;
}

const apart = ([a, b]: Segment, [c, d]: Segment) =>
  Math.max(a[0], b[0]) < Math.min(c[0], d[0]) ||
  Math.max(c[0], d[0]) < Math.min(a[0], b[0]) ||
  Math.max(a[1], b[1]) < Math.min(c[1], d[1]) ||
  Math.max(c[1], d[1]) < Math.min(a[1], b[1]);

/** Cuts one segment at the given points, in order along it. */
function cut([a, b]: Segment, at: Point[]): Segment[] {
  const along = (p: Point) => (p[0] - a[0]) * (b[0] - a[0]) + (p[1] - a[1]) * (b[1] - a[1]);
  const points = [a, ...at.sort((p, q) => along(p) - along(q)), b];
  return points.slice(1).flatMap((to, index): Segment[] => {
    const from = points[index];
    return from === undefined || keyOf(from) === keyOf(to) ? [] : [[from, to]];
  });
}

function unique(segments: Segment[]): Segment[] {
  const seen = new Map<string, Segment>();
  for (const segment of segments) seen.set(segment.map(keyOf).sort().join(' '), segment);
  return [...seen.values()];
}

const isEnd = (segment: Segment | undefined, point: Point) =>
  segment?.some((end) => keyOf(end) === keyOf(point)) ?? true;

/** Where which two segments cross, from the west to the east. */
function* crossings(segments: readonly Segment[]): Generator<[number, number, Point]> {
  const west = ([a, b]: Segment) => Math.min(a[0], b[0]);
  const inOrder = segments
    .map((segment, index) => ({ segment, index }))
    .sort((a, b) => west(a.segment) - west(b.segment) || a.index - b.index);
  for (const [place, one] of inOrder.entries()) {
    const east = Math.max(one.segment[0][0], one.segment[1][0]);
    for (let next = place + 1; next < inOrder.length; next++) {
      const other = inOrder[next];
      if (other === undefined || west(other.segment) > east) break;
      const point = apart(one.segment, other.segment) ? undefined : crossing(one.segment, other.segment);
      if (point !== undefined) yield [one.index, other.index, point];
    }
  }
}

/** Cuts all segments where they cross. Rounding a crossing moves its segments, so it repeats until nothing crosses. */
export function node(segments: Segment[]): Segment[] {
  let current = unique(segments.map(([a, b]): Segment => [snap(a), snap(b)]));
  for (let pass = 0; pass < 8; pass++) {
    const cuts: Point[][] = current.map(() => []);
    for (const [i, j, point] of crossings(current)) {
      if (!isEnd(current[i], point)) cuts[i]?.push(point);
      if (!isEnd(current[j], point)) cuts[j]?.push(point);
    }
    if (cuts.every((points) => points.length === 0)) return current;
    current = unique(current.flatMap((segment, i) => cut(segment, cuts[i] ?? [])));
  }
  throw new Error('the segments still cross after eight passes');
}

/** Removes edges that end nowhere: they enclose nothing. */
function withoutDangles(segments: Segment[]): Segment[] {
  for (let current = segments; ; ) {
    const degree = new Map<string, number>();
    for (const end of current.flat()) degree.set(keyOf(end), (degree.get(keyOf(end)) ?? 0) + 1);
    const kept = current.filter((segment) => segment.every((end) => (degree.get(keyOf(end)) ?? 0) > 1));
    if (kept.length === current.length) return current;
    current = kept;
  }
}

/** The edge after `edge` around its face: the first one clockwise from where we came, among those allowed. */
function nextEdge<T extends { from: Point; to: Point }>(edge: T, outgoing: T[]): T {
  const back = Math.atan2(edge.from[1] - edge.to[1], edge.from[0] - edge.to[0]);
  const turn = ({ to }: T) => {
    const angle = back - Math.atan2(to[1] - edge.to[1], to[0] - edge.to[0]);
    return angle <= 1e-12 ? angle + 2 * Math.PI : angle;
  };
  return outgoing.reduce((best, candidate) => (turn(candidate) < turn(best) ? candidate : best));
}

/** Follows `edges` around their left sides into closed rings of edges. */
export function rings<T extends { from: Point; to: Point }>(edges: T[]): T[][] {
  const outgoing = new Map<string, T[]>();
  for (const edge of edges) outgoing.set(keyOf(edge.from), [...(outgoing.get(keyOf(edge.from)) ?? []), edge]);
  const left = new Set(edges);
  const found: T[][] = [];
  for (const start of edges) {
    if (!left.has(start)) continue;
    const ring: T[] = [];
    for (let edge = start; left.has(edge); edge = nextEdge(edge, outgoing.get(keyOf(edge.to)) ?? [])) {
      left.delete(edge);
      ring.push(edge);
    }
    found.push(ring);
  }
  return found;
}

/** Twice the signed area of a ring of edges, positive where it runs anticlockwise. */
export const doubleArea = (ring: { from: Point; to: Point }[]) =>
  ring.reduce((sum, { from, to }) => sum + from[0] * to[1] - to[0] * from[1], 0);

/** Every edge in both directions, numbered by the ring it follows; rings that run clockwise bound from outside. */
export function halfEdges(segments: Segment[]): { edges: HalfEdge[]; faces: HalfEdge[][] } {
  const edges = withoutDangles(node(segments)).flatMap(([a, b]): HalfEdge[] => [
    { from: a, to: b, face: -1 },
    { from: b, to: a, face: -1 },
  ]);
  const faces = rings(edges);
  faces.forEach((ring, face) => {
    for (const edge of ring) edge.face = face;
  });
  return { edges, faces };
}
