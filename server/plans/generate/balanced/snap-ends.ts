import Flatbush from 'flatbush';
import type { LonLat } from '../../../geo/position.ts';
import type { FlatPolygon } from '../../../geo/wkb.ts';
import type { Line } from './lines.ts';
import { lengthOf, type Plane } from './plane.ts';

const e7 = 1e7;
const snapMetres = 1;

type Segment = { a: LonLat; b: LonLat; line: number };

/** Takes the ends of lines that stop up to a metre short of another line, or of the border, up to it: else they enclose nothing. */
export function snapEnds(lines: readonly Line[], owner: readonly FlatPolygon[], plane: Plane): Line[] {
  const segments = [
    ...lines.flatMap(({ points }, line) => segmentsOf(points, line)),
    ...borderSegments(owner),
  ];
  if (segments.length === 0) return [...lines];
  const tree = new Flatbush(segments.length);
  for (const { a, b } of segments)
    tree.add(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]));
  tree.finish();
  const nearest = (end: LonLat, line: number) => {
    const reachLon = snapMetres / (plane.metresPerUnitEast * e7);
    const reachLat = snapMetres / (plane.metresPerUnitNorth * e7);
    const [lon, lat] = end;
    let best: { at: LonLat; metres: number } | undefined;
    const found = tree.search(lon - reachLon, lat - reachLat, lon + reachLon, lat + reachLat);
    for (const index of found.sort((one, other) => one - other)) {
      const segment = segments[index];
      if (!segment || segment.line === line) continue;
      const at = footOn(segment, end, plane);
      const metres = lengthOf(plane, (at[0] - lon) * e7, (at[1] - lat) * e7);
      if (metres <= snapMetres && (!best || metres < best.metres)) best = { at, metres };
    }
    return best && best.metres > 0 ? [best.at] : [];
  };
  return lines.map((line, index) => {
    const [first, last] = [line.points[0], line.points.at(-1)];
    if (!first || !last) return line;
    return { ...line, points: [...nearest(first, index), ...line.points, ...nearest(last, index)] };
  });
}

function segmentsOf(points: readonly LonLat[], line: number): Segment[] {
  return points.slice(1).map((b, index) => ({ a: points[index] ?? b, b, line }));
}

function borderSegments(owner: readonly FlatPolygon[]): Segment[] {
  return owner.flat().flatMap((ring) => {
    const points = Array.from(
      { length: ring.length / 2 },
      (_, i): LonLat => [ring[i * 2] ?? 0, ring[i * 2 + 1] ?? 0],
    );
    return segmentsOf(points, -1);
  });
}

/** The point of a segment that is nearest, in the plane's metres. */
function footOn(
  { a, b }: Segment,
  [lon, lat]: LonLat,
  { metresPerUnitEast, metresPerUnitNorth }: Plane,
): LonLat {
  const [wide, high] = [(b[0] - a[0]) * metresPerUnitEast, (b[1] - a[1]) * metresPerUnitNorth];
  const [x, y] = [(lon - a[0]) * metresPerUnitEast, (lat - a[1]) * metresPerUnitNorth];
  const square = wide * wide + high * high;
  const share = square === 0 ? 0 : Math.min(1, Math.max(0, (x * wide + y * high) / square));
  return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
}
