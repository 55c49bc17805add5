import type { MultiPolygon, Polygon, Position } from 'geojson';

type Ring = Position[];
const at = (ring: Ring, index: number): [number, number] => {
  const [x = 0, y = 0] = ring[index] ?? [];
  return [x, y];
};

function areaOf(ring: Ring): number {
  let sum = 0;
  for (let i = 0; i + 1 < ring.length; i += 1) {
    const [ax, ay] = at(ring, i);
    const [bx, by] = at(ring, i + 1);
    sum += ax * by - bx * ay;
  }
  return Math.abs(sum / 2);
}

/** Where a horizontal line at `y` enters and leaves the polygon, from west to east. */
function crossings(rings: Ring[], y: number): number[] {
  const found: number[] = [];
  for (const ring of rings) {
    for (let i = 0; i + 1 < ring.length; i += 1) {
      const [ax, ay] = at(ring, i);
      const [bx, by] = at(ring, i + 1);
      if (ay > y !== by > y) found.push(ax + ((y - ay) / (by - ay)) * (bx - ax));
    }
  }
  return found.sort((a, b) => a - b);
}

const shares = [0.5, 0.4, 0.6, 0.3, 0.7];

/**
 * A place for the name, inside the largest part even where that is bent or has holes: the middle of the widest
 * stretch on one of a few horizontal lines.
 */
export function labelPoint(geometry: Polygon | MultiPolygon): [number, number] {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const rings = polygons.reduce((a, b) => (areaOf(b[0] ?? []) > areaOf(a[0] ?? []) ? b : a), [[]] as Ring[]);
  const latitudes = (rings[0] ?? []).map(([, y = 0]) => y);
  const south = latitudes.reduce((a, b) => Math.min(a, b), 90);
  const north = latitudes.reduce((a, b) => Math.max(a, b), -90);
  let best = { width: -1, point: at(rings[0] ?? [], 0) };
  for (const share of shares) {
    const y = south + (north - south) * share;
    const ends = crossings(rings, y);
    for (let i = 0; i + 1 < ends.length; i += 2) {
      const [from = 0, to = 0] = ends.slice(i, i + 2);
      if (to - from > best.width * 1.2) best = { width: to - from, point: [(from + to) / 2, y] };
    }
  }
  return best.point;
}
