/** Longitude and latitude in degrees (WGS-84 unless said otherwise), in this order. */
export type LonLat = [lon: number, lat: number];

/** West, south, east, north in degrees. */
export type Bounds = [west: number, south: number, east: number, north: number];

/** The positions of a flat ring or line: lon, lat, lon, lat, … */
export const positionsOf = (flat: Float64Array): LonLat[] =>
  Array.from({ length: flat.length >> 1 }, (_, index) => [flat[2 * index] ?? 0, flat[2 * index + 1] ?? 0]);
