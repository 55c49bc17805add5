import type { LonLat } from '../../server/geo/position.ts';

const [semiMajor, eccentricity2] = [6378245, 0.006693421622965943];

/**
 * The published forward formula of GCJ-02 (from WGS-84), written from its constants here so that it is independent of
 * the library that the product uses: the reference of the tests of conversion.
 */
export function gcj02Of([lon, lat]: Readonly<LonLat>): LonLat {
  const [x, y] = [lon - 105, lat - 35];
  const root = Math.sqrt(Math.abs(x));
  const wave = (20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI)) * (2 / 3);
  const north =
    -100 +
    2 * x +
    3 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * root +
    wave +
    (20 * Math.sin(y * Math.PI) + 40 * Math.sin((y / 3) * Math.PI)) * (2 / 3) +
    (160 * Math.sin((y / 12) * Math.PI) + 320 * Math.sin((y * Math.PI) / 30)) * (2 / 3);
  const east =
    300 +
    x +
    2 * y +
    0.1 * x * x +
    0.1 * x * y +
    0.1 * root +
    wave +
    (20 * Math.sin(x * Math.PI) + 40 * Math.sin((x / 3) * Math.PI)) * (2 / 3) +
    (150 * Math.sin((x / 12) * Math.PI) + 300 * Math.sin((x / 30) * Math.PI)) * (2 / 3);
  const phi = (lat / 180) * Math.PI;
  const magic = 1 - eccentricity2 * Math.sin(phi) ** 2;
  const metresPerDegreeNorth =
    (((semiMajor * (1 - eccentricity2)) / (magic * Math.sqrt(magic))) * Math.PI) / 180;
  const metresPerDegreeEast = ((semiMajor / Math.sqrt(magic)) * Math.cos(phi) * Math.PI) / 180;
  return [lon + east / metresPerDegreeEast, lat + north / metresPerDegreeNorth];
}

/** The published forward formula of BD-09, from GCJ-02. */
export function bd09Of([lon, lat]: Readonly<LonLat>): LonLat {
  const turns = (Math.PI * 3000) / 180;
  const radius = Math.hypot(lon, lat) + 0.00002 * Math.sin(lat * turns);
  const angle = Math.atan2(lat, lon) + 0.000003 * Math.cos(lon * turns);
  return [radius * Math.cos(angle) + 0.0065, radius * Math.sin(angle) + 0.006];
}

/** Metres between two near positions. */
export function metresBetween([lon1, lat1]: Readonly<LonLat>, [lon2, lat2]: Readonly<LonLat>): number {
  const east = (lon2 - lon1) * 111_320 * Math.cos((lat1 / 180) * Math.PI);
  return Math.hypot(east, (lat2 - lat1) * 111_320);
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
