import { facesOf } from './faces.ts';
import { nodeLines } from './noding.ts';
import { type Loop, regionsOf } from './regions.ts';
import type { FlatPolygon } from './wkb.ts';

const unitsPerDegree = 1e8;

/**
 * The land that an invalid outline encloses an odd number of times, as valid polygons: a bow-tie becomes its two halves,
 * what runs back on itself encloses nothing. Vertices stay exactly where they are, crossings lie on the lines that cross.
 */
export function evenOdd(outline: readonly FlatPolygon[]): FlatPolygon[] {
  const places = new Map<string, readonly [lon: number, lat: number]>();
  const lines = outline.flat().map((ring) => {
    const points: number[] = [];
    for (let i = 0; i < ring.length; i += 2) {
      const [lon, lat] = [ring[i] ?? 0, ring[i + 1] ?? 0];
      const [x, y] = [Math.round(lon * unitsPerDegree), Math.round(lat * unitsPerDegree)];
      points.push(x, y);
      places.set(`${x},${y}`, [lon, lat]);
    }
    return { points, label: 0 };
  });
  const faces = facesOf(nodeLines(lines), () => true);
  const isInside = (face: number) => (faces.inside[face]?.length ?? 0) > 0;
  const { xs, ys } = faces.edges;
  const ringOf = (loop: Loop) =>
    Float64Array.from(
      [...loop, loop[0] ?? 0].flatMap((node) => {
        const [x, y] = [xs[node] ?? 0, ys[node] ?? 0];
        return places.get(`${x},${y}`) ?? crossingAt(outline, x / unitsPerDegree, y / unitsPerDegree);
      }),
    );
  const everyHalf = Array.from({ length: faces.faceOf.length }, (_, half) => half);
  return regionsOf(faces, everyHalf, isInside).map(({ shell, holes }) => [shell, ...holes].map(ringOf));
}

type Line = readonly [ax: number, ay: number, bx: number, by: number];

/** Where the two most different lines that pass this place cross; the place itself where there are none. */
function crossingAt(outline: readonly FlatPolygon[], lon: number, lat: number): [number, number] {
  const reach = 2 / unitsPerDegree;
  const passing: Line[] = [];
  for (const ring of outline.flat()) {
    for (let i = 0; i + 3 < ring.length; i += 2) {
      const line: Line = [ring[i] ?? 0, ring[i + 1] ?? 0, ring[i + 2] ?? 0, ring[i + 3] ?? 0];
      if (passes(line, lon, lat, reach)) passing.push(line);
    }
  }
  let best: { turn: number; at: [number, number] } = { turn: 0, at: [lon, lat] };
  for (const one of passing) {
    for (const other of passing) {
      const found = meet(one, other);
      const isNear = Math.abs(found.at[0] - lon) <= reach && Math.abs(found.at[1] - lat) <= reach;
      if (isNear && found.turn > best.turn) best = found;
    }
  }
  return best.at;
}

function passes([ax, ay, bx, by]: Line, x: number, y: number, reach: number): boolean {
  if (x < Math.min(ax, bx) - reach || x > Math.max(ax, bx) + reach) return false;
  if (y < Math.min(ay, by) - reach || y > Math.max(ay, by) + reach) return false;
  const length = Math.hypot(bx - ax, by - ay);
  return length > 0 && Math.abs((bx - ax) * (y - ay) - (x - ax) * (by - ay)) <= reach * length;
}

/** Where two lines meet, and the sine of the angle between them; NaN where they are parallel. */
function meet([ax, ay, bx, by]: Line, [cx, cy, dx, dy]: Line): { turn: number; at: [number, number] } {
  const cross = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx);
  const share = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / cross;
  const turn = Math.abs(cross) / Math.hypot(bx - ax, by - ay) / Math.hypot(dx - cx, dy - cy);
  return { turn, at: [ax + share * (bx - ax), ay + share * (by - ay)] };
}
