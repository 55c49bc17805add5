import type { Bounds } from '../../geo/position.ts';

/** West, south, east and north of GeoJSON text. */
export function boundsOfGeometry(geometry: string): Bounds {
  const bounds: Bounds = [Infinity, Infinity, -Infinity, -Infinity];
  const visit = (value: unknown): void => {
    if (!Array.isArray(value)) return;
    const [lon, lat]: unknown[] = value;
    if (typeof lon !== 'number' || typeof lat !== 'number') {
      for (const part of value) visit(part);
      return;
    }
    bounds[0] = Math.min(bounds[0], lon);
    bounds[1] = Math.min(bounds[1], lat);
    bounds[2] = Math.max(bounds[2], lon);
    bounds[3] = Math.max(bounds[3], lat);
  };
  const { coordinates, geometries = [] } = JSON.parse(geometry);
  visit(coordinates);
  for (const part of geometries) visit(part.coordinates);
  return bounds;
}
