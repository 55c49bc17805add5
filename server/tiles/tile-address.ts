import type { Bounds } from '../geo/position.ts';

export const extent = 4096;
export const buffer = 64;

export type TileAddress = { z: number; x: number; y: number };

/** West, south, east and north of a tile in degrees, its buffer included. */
export function boundsWithBuffer({ z, x, y }: TileAddress): Bounds {
  const tiles = 2 ** z;
  const margin = buffer / extent;
  const lon = (column: number) => (column / tiles) * 360 - 180;
  const lat = (row: number) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / tiles))) * 180) / Math.PI;
  return [lon(x - margin), lat(y + 1 + margin), lon(x + 1 + margin), lat(y - margin)];
}
