import type { Geometry, Position } from 'geojson';
import type { AreaFeature, Bounds } from '../types.ts';

function positionsOf(geometry: Geometry): Position[] {
  if (geometry.type === 'Polygon') return geometry.coordinates.flat();
  if (geometry.type === 'MultiPolygon') return geometry.coordinates.flat(2);
  return [];
}

/** West, south, east and north of all geometries together; null where there is nothing. */
export function boundsOf(geometries: Geometry[]): Bounds | null {
  let bounds: Bounds | null = null;
  for (const geometry of geometries) {
    for (const [x = 0, y = 0] of positionsOf(geometry)) {
      bounds = bounds
        ? [Math.min(bounds[0], x), Math.min(bounds[1], y), Math.max(bounds[2], x), Math.max(bounds[3], y)]
        : [x, y, x, y];
    }
  }
  return bounds;
}

export const boundsOfAreas = (areas: AreaFeature[]) => boundsOf(areas.map(({ geometry }) => geometry));
