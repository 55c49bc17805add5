/** Longitude and latitude in degrees (WGS-84 unless said otherwise), in this order. */
export type LonLat = [lon: number, lat: number];

/** West, south, east, north in degrees. */
export type Bounds = [west: number, south: number, east: number, north: number];
