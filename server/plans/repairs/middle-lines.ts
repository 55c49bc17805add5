import { Delaunay } from 'd3-delaunay';
import type { LonLat } from '../../geo/position.ts';
import { simplifyLine } from '../../geo/simplify.ts';
import { distance, insideOf, offEdge, type Point, type Segment } from './inside.ts';
import { joined } from './joined-lines.ts';

/** An edge of the border of some land, the land on its left; `taker` is who adjoins it, absent where nobody does. */
export type BorderEdge = { a: LonLat; b: LonLat; taker: number | undefined };

/** A stretch of border with one neighbour. */
type Chain = { taker: number; points: Point[] };

/** Samples of the border to the land's mean width: more follow the middle closer. */
const samplesAWidth = 8;
const mostSamples = 5_000;
const leastSpacingMetres = 0.05;
/** Land thinner than this on average is not worth a border along its middle. */
const leastWidthMetres = 0.5;
/** Within this of the border a line has no bends: in a wedge it would be lost among the centimetres of the grid. */
const clearMetres = 0.5;
const onBorderMetres = 1e-3;
/** A line goes this far over the border, so that rounding does not leave it short of it. */
const overshootMetres = 0.1;

/**
 * The lines in the middle between the neighbours of some land, that part it so that each has what is nearest to its own
 * border: sides of the Voronoi cells of samples of the border (as Attali and Montanvert 1997 approximate the medial
 * axis), made straight where they are so but for the sampling. Positions in degrees.
 */
export function middleLines(rings: readonly (readonly BorderEdge[])[], squareMetres: number): LonLat[][] {
  const edges = rings.flat();
  const first = edges[0];
  if (!first || new Set(edges.flatMap(({ taker }) => taker ?? [])).size < 2) return [];
  const local = flatMetres(first.a);
  const border = edges.map(({ a, b }): Segment => [local.toMetres(a), local.toMetres(b)]);
  const perimeter = border.reduce((sum, [a, b]) => sum + distance(a, b), 0);
  const spacing = Math.max(
    (2 * squareMetres) / perimeter / samplesAWidth,
    perimeter / mostSamples,
    leastSpacingMetres,
  );
  if ((2 * squareMetres) / perimeter < leastWidthMetres) return [];
  const land = insideOf(border);
  const chains = rings.flatMap((ring) => chainsOf(ring, local.toMetres));
  const free = border.filter((_, index) => edges[index]?.taker === undefined);
  const corners = chains.flatMap(({ points }) =>
    [points[0], points.at(-1)].flatMap((end) => (end ? [end] : [])),
  );
  // Where a line may end: between two neighbours, or where there is none.
  const parts = (end: Point) =>
    corners.some((corner) => distance(corner, end) < spacing) ||
    free.some((edge) => offEdge(end, edge) < onBorderMetres);
  return joined(sidesBetween(chains, spacing).flatMap((side) => land.clipped(side))).flatMap((line) => {
    const bends = simplified(line, spacing / 4, local).filter(
      (at, index, all) => index === 0 || index === all.length - 1 || !land.isNearBorder(at, clearMetres),
    );
    const plain = bends.map((at, index) => {
      const isEnd = index === 0 || index === bends.length - 1;
      const before = bends[index === 0 ? 1 : index - 1] ?? at;
      const isAtBorder = isEnd && land.isNearBorder(at, onBorderMetres);
      return isAtBorder ? anchored(at, before, corners, spacing) : at;
    });
    const ends = [bends[0], bends.at(-1)].flatMap((end) => (end ? [end] : []));
    const isStray = ends.every((end) => land.isNearBorder(end, onBorderMetres) && !parts(end));
    return isStray ? [] : [plain.map(local.toDegrees)];
  });
}

/** Metres about a point that keep straight borders straight; nearness is true to a per mille within 20 km. */
function flatMetres([originLon, originLat]: LonLat) {
  const north = 111_320;
  const east = north * Math.cos((originLat * Math.PI) / 180);
  return {
    toMetres: ([lon, lat]: LonLat): Point => [(lon - originLon) * east, (lat - originLat) * north],
    toDegrees: ([x, y]: Point): LonLat => [x / east + originLon, y / north + originLat],
  };
}
type Local = ReturnType<typeof flatMetres>;

/** Edges of a ring that follow each other with the same neighbour. */
function chainsOf(ring: readonly BorderEdge[], toMetres: Local['toMetres']): Chain[] {
  const turn = ring.findIndex(({ taker }, index) => taker !== ring.at(index - 1)?.taker);
  const chains: Chain[] = [];
  let taker: number | undefined;
  for (const edge of [...ring.slice(Math.max(0, turn)), ...ring.slice(0, Math.max(0, turn))]) {
    if (edge.taker !== undefined && edge.taker !== taker)
      chains.push({ taker: edge.taker, points: [toMetres(edge.a)] });
    taker = edge.taker;
    if (taker !== undefined) chains.at(-1)?.points.push(toMetres(edge.b));
  }
  return chains;
}

/** Positions along a chain, as far from each other and from both ends, so that the middle begins at the very corner. */
function samplesOf({ points }: Chain, spacing: number): Point[] {
  const forwards = points.slice(1).map((point, index): Segment => [points[index] ?? point, point]);
  const length = forwards.reduce((sum, [a, b]) => sum + distance(a, b), 0);
  const backwards = forwards.toReversed().map(([a, b]): Segment => [b, a]);
  if (length <= spacing) return along(forwards, spacing, length / 2, length / 2);
  return [
    ...along(forwards, spacing, spacing / 2, length / 2),
    ...along(backwards, spacing, spacing / 2, length / 2),
  ];
}

function along(segments: readonly Segment[], spacing: number, from: number, to: number): Point[] {
  const found: Point[] = [];
  let [passed, next] = [0, from];
  for (const [a, b] of segments) {
    const length = distance(a, b);
    for (; next <= Math.min(to, passed + length); next += spacing) {
      const share = length === 0 ? 0 : (next - passed) / length;
      found.push([a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])]);
    }
    passed += length;
  }
  return found;
}

/** The sides between Voronoi cells of samples of different neighbours. */
function sidesBetween(chains: readonly Chain[], spacing: number): Segment[] {
  const takers: number[] = [];
  const known: [number, number][] = [];
  for (const chain of chains)
    for (const [x, y] of samplesOf(chain, spacing)) {
      known.push([x, y]);
      takers.push(chain.taker);
    }
  // Points far away on all sides, so that no side between others goes on for ever.
  const { triangles, halfedges, points } = Delaunay.from([...known, ...farAround(known)]);
  const centreOf = (half: number) => circumcentre(points, triangles, Math.floor(half / 3) * 3);
  const sides: Segment[] = [];
  for (let half = 0; half < halfedges.length; half++) {
    const twin = halfedges[half] ?? -1;
    if (twin < half) continue;
    const [one, other] = [takers[triangles[half] ?? -1], takers[triangles[twin] ?? -1]];
    if (one !== undefined && other !== undefined && one !== other)
      sides.push([centreOf(half), centreOf(twin)]);
  }
  return sides;
}

function farAround(points: readonly [number, number][]): [number, number][] {
  const [x, y] = points[0] ?? [0, 0];
  const far = 100 * points.reduce((most, at) => Math.max(most, distance([x, y], at)), 1);
  return [
    [x - far, y],
    [x + far, y],
    [x, y - far],
    [x, y + far],
  ];
}

function circumcentre(points: ArrayLike<number>, triangles: ArrayLike<number>, first: number): Point {
  const corner = (place: number): Point => {
    const at = 2 * (triangles[first + place] ?? 0);
    return [points[at] ?? 0, points[at + 1] ?? 0];
  };
  const [a, b, c] = [corner(0), corner(1), corner(2)];
  const [bx, by, cx, cy] = [b[0] - a[0], b[1] - a[1], c[0] - a[0], c[1] - a[1]];
  const doubled = 2 * (bx * cy - by * cx);
  const [b2, c2] = [bx * bx + by * by, cx * cx + cy * cy];
  return [a[0] + (cy * b2 - by * c2) / doubled, a[1] + (bx * c2 - cx * b2) / doubled];
}

function simplified(
  line: readonly Point[],
  toleranceMetres: number,
  { toDegrees, toMetres }: Local,
): Point[] {
  const placed = line.map((at) => {
    const [lon, lat] = toDegrees(at);
    return { lonE7: lon * 1e7, latE7: lat * 1e7 };
  });
  const [start, end] = [line[0], line.at(-1)];
  // A closed line has no length to measure from: its halves have.
  const halves =
    start && end && start[0] === end[0] && start[1] === end[1]
      ? [placed.slice(0, Math.ceil(placed.length / 2)), placed.slice(Math.ceil(placed.length / 2) - 1)]
      : [placed];
  return halves.flatMap((half, index) =>
    simplifyLine(half, toleranceMetres)
      .slice(index)
      .map(({ lonE7, latE7 }) => toMetres([lonE7 / 1e7, latE7 / 1e7])),
  );
}

/** The end of a line at the border: the corner between two neighbours where it is near one, else a little beyond. */
function anchored(end: Point, before: Point, corners: readonly Point[], spacing: number): Point {
  const corner = corners.reduce<Point | undefined>(
    (nearest, at) => (distance(at, end) < (nearest ? distance(nearest, end) : spacing) ? at : nearest),
    undefined,
  );
  if (corner) return corner;
  const length = distance(before, end) || 1;
  const over = overshootMetres / length;
  return [end[0] + over * (end[0] - before[0]), end[1] + over * (end[1] - before[1])];
}
