import { type Borders, outlineOf } from './borders.ts';
import { type LonLat, nearestOnSegment, squaredDistance } from './position.ts';
import { type Segment, segmentsCross, segmentsOf } from './segment.ts';

function isInRing(ring: readonly LonLat[], [x, y]: LonLat): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [ax, ay] = ring[i] ?? [0, 0];
    const [bx, by] = ring[j] ?? [0, 0];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

const positionsOf = (borders: Borders, ring: number[]) =>
  ring.map((vertex) => borders.positions[vertex] ?? ([Number.NaN, Number.NaN] as LonLat));

/** A point in an odd number of rings is inside the shell and outside of the holes. */
const isInCell = (borders: Borders, polygons: readonly number[][][], point: LonLat) =>
  polygons.some(
    (rings) => rings.filter((ring) => isInRing(positionsOf(borders, ring), point)).length % 2 === 1,
  );

/** The cell that a point lies in, holes respected. */
export function cellAt(borders: Borders, point: LonLat): number | undefined {
  for (const [cell, polygons] of borders.cells) if (isInCell(borders, polygons, point)) return cell;
  return undefined;
}

/** The cells with a vertex inside a box (west, south, east, north), or around it. */
export function cellsIn(
  borders: Borders,
  [west, south, east, north]: [number, number, number, number],
): number[] {
  const isInside = ([x, y]: LonLat) => x >= west && x <= east && y >= south && y <= north;
  const found = [...borders.cells]
    .filter(([, polygons]) =>
      polygons.flat(2).some((vertex) => isInside(borders.positions[vertex] ?? [0, 90])),
    )
    .map(([cell]) => cell);
  const around = cellAt(borders, [(west + east) / 2, (south + north) / 2]);
  return around === undefined || found.includes(around) ? found : [...found, around];
}

/** The cells that a line runs through, be it only from vertex to vertex, where it crosses no side. */
export function cellsCrossed(borders: Borders, line: readonly LonLat[]): number[] {
  const drawn = segmentsOf(line);
  const middles = drawn.map(([a, b]): LonLat => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]);
  return [...borders.cells].flatMap(([cell, polygons]) => {
    const sides = (outlineOf(borders, cell) ?? []).flat().flatMap(segmentsOf);
    const isCrossed = sides.some((side) => drawn.some((segment) => segmentsCross(side, segment)));
    const isEntered = () =>
      middles.some((middle) => isInCell(borders, polygons, middle)) &&
      line.some((point) => sides.some((side) => touches(side, point)));
    return isCrossed || isEntered() ? [cell] : [];
  });
}

/** Positions are rounded to a centimetre: what was snapped to a slanting side lies beside it by as much. */
const touchDegrees = 1.5e-7;
const touches = ([a, b]: Segment, point: LonLat) =>
  squaredDistance(nearestOnSegment(point, a, b), point) < touchDegrees ** 2;

/** The cells that share a stretch of border with one, the longest stretch in degrees first. */
export function neighboursOf(borders: Borders, cell: number): number[] {
  const lengths = new Map<number, number>();
  for (const { vertices, cells } of borders.arcs) {
    if (!cells.includes(cell)) continue;
    for (const other of cells)
      if (other !== cell) lengths.set(other, (lengths.get(other) ?? 0) + lengthOf(borders, vertices));
  }
  return [...lengths].sort(([, one], [, other]) => other - one).map(([id]) => id);
}

function lengthOf(borders: Borders, vertices: number[]): number {
  let sum = 0;
  for (const [place, vertex] of vertices.slice(1).entries()) {
    const [a, b] = [borders.positions[vertices[place] ?? vertex], borders.positions[vertex]];
    if (a && b) sum += Math.hypot((a[0] - b[0]) * Math.cos((a[1] * Math.PI) / 180), a[1] - b[1]);
  }
  return sum;
}
