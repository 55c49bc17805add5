import type { Position } from 'geojson';

/** Longitude and latitude in degrees (WGS-84). */
export type LonLat = [lon: number, lat: number];

/** What two cells have to agree in, digit for digit, for a vertex to be shared. */
export const keyOf = ([lon, lat]: LonLat): string => `${lon},${lat}`;

export const lonLatOf = ([lon = 0, lat = 0]: Position): LonLat => [lon, lat];

/** Seven decimals are a centimetre: the grid on which plans are stored. */
export const roundPosition = ([lon, lat]: LonLat): LonLat => [
  Math.round(lon * 1e7) / 1e7,
  Math.round(lat * 1e7) / 1e7,
];

export const midpoint = (a: LonLat, b: LonLat): LonLat =>
  roundPosition([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]);

/** Squares of distances over a few kilometres, in degrees of latitude: longitudes shrink with the latitude. */
export function squaredDistance(a: LonLat, b: LonLat): number {
  const x = (a[0] - b[0]) * Math.cos((a[1] * Math.PI) / 180);
  const y = a[1] - b[1];
  return x * x + y * y;
}

/** The place on the segment from `a` to `b` that lies nearest to `point`. */
export function nearestOnSegment(point: LonLat, a: LonLat, b: LonLat): LonLat {
  const shrink = Math.cos((point[1] * Math.PI) / 180);
  const [dx, dy] = [(b[0] - a[0]) * shrink, b[1] - a[1]];
  const length = dx * dx + dy * dy;
  if (length === 0) return a;
  const along = ((point[0] - a[0]) * shrink * dx + (point[1] - a[1]) * dy) / length;
  const share = Math.min(1, Math.max(0, along));
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
}
