import type { FlatPolygon } from '../../geo/wkb.ts';

/** Flat polygons as the geometry of a GeoJSON feature. */
export function outlineGeometry(polygons: readonly FlatPolygon[]) {
  const coordinates = polygons.map((rings) => rings.map(positionsOf));
  return coordinates.length === 1
    ? { type: 'Polygon', coordinates: coordinates[0] }
    : { type: 'MultiPolygon', coordinates };
}

function positionsOf(ring: Float64Array): number[][] {
  return Array.from({ length: ring.length / 2 }, (_, index) => [
    ring[index * 2] ?? 0,
    ring[index * 2 + 1] ?? 0,
  ]);
}
