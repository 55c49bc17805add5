import type { Bounds } from '../../geo/position.ts';
import type { FlatPolygon } from '../../geo/wkb.ts';

/** Land that cells may be made on: an owner's, or the scope's. */
export type Territory = {
  areaId: number;
  kind: string;
  code: string | null;
  name: string;
  areaSquareMetres: number;
  polygons: FlatPolygon[];
};

export function boundsOf(polygons: readonly FlatPolygon[]): Bounds {
  const bounds: Bounds = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of polygons.flat()) {
    for (let i = 0; i < ring.length; i += 2) {
      const [lon, lat] = [ring[i] ?? 0, ring[i + 1] ?? 0];
      bounds[0] = Math.min(bounds[0], lon);
      bounds[1] = Math.min(bounds[1], lat);
      bounds[2] = Math.max(bounds[2], lon);
      bounds[3] = Math.max(bounds[3], lat);
    }
  }
  return bounds;
}
