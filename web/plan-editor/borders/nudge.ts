import type { Handle } from './handles.ts';
import { type LonLat, roundPosition, squaredDistance } from './position.ts';

const metresPerDegree = 111_320;

/** A place some metres to the east and north of another. */
export function nudged([lon, lat]: LonLat, eastMetres: number, northMetres: number): LonLat {
  const shrink = Math.cos((lat * Math.PI) / 180);
  return roundPosition([lon + eastMetres / (metresPerDegree * shrink), lat + northMetres / metresPerDegree]);
}

/** How far one place lies to the east and north of another, in metres. */
export function offsetMetres(from: LonLat, to: LonLat): { east: number; north: number } {
  const shrink = Math.cos((from[1] * Math.PI) / 180);
  return {
    east: (to[0] - from[0]) * shrink * metresPerDegree,
    north: (to[1] - from[1]) * metresPerDegree,
  };
}

/** Vertices and junctions, as they follow each other along the borders. */
export const verticesOf = (handles: readonly Handle[]): LonLat[] =>
  handles.flatMap(({ kind, at }) => (kind === 'midpoint' ? [] : [at]));

/** The vertex after one, or before it; the nearest to a place where there is none yet. */
export function nextVertex(
  vertices: readonly LonLat[],
  current: LonLat | null,
  step: 1 | -1,
  near: LonLat,
): LonLat | undefined {
  const place = vertices.findIndex(([lon, lat]) => lon === current?.[0] && lat === current[1]);
  if (place >= 0) return vertices[(place + step + vertices.length) % vertices.length];
  const from = current ?? near;
  return vertices.reduce<LonLat | undefined>(
    (best, at) => (best && squaredDistance(best, from) <= squaredDistance(at, from) ? best : at),
    undefined,
  );
}
