import { Delaunay } from 'd3-delaunay';
import type { LonLat } from '../../../geo/position.ts';
import type { FlatPolygon } from '../../../geo/wkb.ts';
import { boundsOf } from '../territory.ts';

const e7 = 1e7;
/** A cut goes this far over the border, so that rounding does not leave it short of it. */
const overshootMetres = 0.1;

/**
 * The sides between the Voronoi cells of points, each of which has the land that is nearer to it than to any other,
 * clipped to the land of one owner. Points elsewhere do not count; fewer than two cut nothing.
 */
export function voronoiLines(land: readonly FlatPolygon[], points: readonly LonLat[]): number[][] {
  const [west, south, east, north] = boundsOf(land);
  const local = flatMetres((west + east) / 2, (south + north) / 2);
  const border = edgesOf(land, local.toMetres);
  const inside = distinct(points.map(([lon, lat]) => local.toMetres(lon, lat))).filter(([x, y]) =>
    holds(border, x, y),
  );
  if (inside.length < 2) return [];
  const frame = frameOf(border);
  // Points far away on all sides: two points alone, or points in a row, have no triangulation.
  const cells = Delaunay.from([...inside, ...farAround(frame)]).voronoi(frame);
  const lines: number[][] = [];
  const done = new Set<string>();
  for (const polygon of cells.cellPolygons()) {
    for (let i = 1; i < polygon.length; i++) {
      const [a, b] = [polygon[i - 1], polygon[i]];
      if (!a || !b || isOnFrame(a, b, frame)) continue;
      const key = [keyOf(a), keyOf(b)].sort().join(';');
      if (done.has(key)) continue;
      done.add(key);
      for (const piece of clipped(a, b, border)) {
        const ends = piece.map(([x, y]) => local.toDegrees(x, y).map((value) => Math.round(value * e7)));
        lines.push(ends.flat());
      }
    }
  }
  return lines;
}

/**
 * Metres about a point that keep straight borders straight, as no projection does; nearness is true to a per mille
 * within 20 km.
 */
function flatMetres(originLon: number, originLat: number) {
  const north = 111_320;
  const east = north * Math.cos((originLat * Math.PI) / 180);
  return {
    toMetres: (lon: number, lat: number): Point => [(lon - originLon) * east, (lat - originLat) * north],
    toDegrees: (x: number, y: number): Point => [x / east + originLon, y / north + originLat],
  };
}

type Point = [x: number, y: number];
type Edge = [ax: number, ay: number, bx: number, by: number];

const keyOf = ([x, y]: Point) => `${Math.round(x * 1e3)},${Math.round(y * 1e3)}`;

function distinct(points: readonly Point[]): Point[] {
  return [...new Map(points.map((point) => [keyOf(point), point])).values()];
}

function edgesOf(land: readonly FlatPolygon[], toMetres: (lon: number, lat: number) => Point): Edge[] {
  return land.flat().flatMap((ring) => {
    const edges: Edge[] = [];
    for (let i = 0; i + 3 < ring.length; i += 2)
      edges.push([
        ...toMetres(ring[i] ?? 0, ring[i + 1] ?? 0),
        ...toMetres(ring[i + 2] ?? 0, ring[i + 3] ?? 0),
      ]);
    return edges;
  });
}

function frameOf(border: readonly Edge[]): [number, number, number, number] {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of border) {
    minX = Math.min(minX, x);
    minY = Math.min(minY, y);
    maxX = Math.max(maxX, x);
    maxY = Math.max(maxY, y);
  }
  return [minX - 10, minY - 10, maxX + 10, maxY + 10];
}

function farAround([minX, minY, maxX, maxY]: [number, number, number, number]): Point[] {
  const [x, y] = [(minX + maxX) / 2, (minY + maxY) / 2];
  const far = 100 * Math.max(maxX - minX, maxY - minY);
  return [
    [x - far, y],
    [x + far, y],
    [x, y - far],
    [x, y + far],
  ];
}

function isOnFrame(a: Point, b: Point, [minX, minY, maxX, maxY]: [number, number, number, number]): boolean {
  const both = (axis: 0 | 1, value: number) =>
    Math.abs(a[axis] - value) < 1e-6 && Math.abs(b[axis] - value) < 1e-6;
  return both(0, minX) || both(0, maxX) || both(1, minY) || both(1, maxY);
}

/** Even-odd: a ray to the east. */
function holds(border: readonly Edge[], x: number, y: number): boolean {
  let isInside = false;
  for (const [ax, ay, bx, by] of border)
    if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) isInside = !isInside;
  return isInside;
}

/** The pieces of a segment inside the border, a little longer where they meet it. */
function clipped(a: Point, b: Point, border: readonly Edge[]): [Point, Point][] {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = Math.hypot(dx, dy);
  if (length === 0) return [];
  const shares = [0, 1, ...border.flatMap((edge) => crossingShare(a, dx, dy, edge) ?? [])].sort(
    (one, other) => one - other,
  );
  const over = overshootMetres / length;
  const at = (share: number): Point => [a[0] + share * dx, a[1] + share * dy];
  const pieces: [Point, Point][] = [];
  for (let i = 1; i < shares.length; i++) {
    const [from = 0, to = 0] = [shares[i - 1], shares[i]];
    const middle = at((from + to) / 2);
    if (to - from < 1e-12 || !holds(border, middle[0], middle[1])) continue;
    pieces.push([at(from > 0 ? from - over : 0), at(to < 1 ? to + over : 1)]);
  }
  return pieces;
}

function crossingShare(a: Point, dx: number, dy: number, [px, py, qx, qy]: Edge): number | undefined {
  const [ex, ey] = [qx - px, qy - py];
  const cross = dx * ey - dy * ex;
  if (cross === 0) return undefined;
  const share = ((px - a[0]) * ey - (py - a[1]) * ex) / cross;
  const along = ((px - a[0]) * dy - (py - a[1]) * dx) / cross;
  return share > 0 && share < 1 && along >= 0 && along <= 1 ? share : undefined;
}
