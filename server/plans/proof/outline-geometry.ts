import type { Outline } from '../../geo/geojson.ts';
import type { LonLat } from '../../geo/position.ts';
import type { FlatPolygon } from '../../geo/wkb.ts';

/** Flat polygons as the geometry of a GeoJSON feature. */
export function outlineGeometry(polygons: readonly FlatPolygon[]): Outline {
  const coordinates = polygons.map((rings) => rings.map(positionsOf));
  const [only] = coordinates;
  return coordinates.length === 1 && only
    ? { type: 'Polygon', coordinates: only }
    : { type: 'MultiPolygon', coordinates };
}

function positionsOf(ring: Float64Array): LonLat[] {
  return Array.from(
    { length: ring.length / 2 },
    (_, index): LonLat => [ring[index * 2] ?? 0, ring[index * 2 + 1] ?? 0],
  );
}
