import type { Bounds } from '../../../geo/position.ts';

// WGS-84.
const equatorRadius = 6_378_137;
const eccentricitySquared = 0.00669437999014;
const degree = Math.PI / 180;

/**
 * Metres east and north of a corner, from integers of 1e-7 degree, on the ellipsoid's radii of curvature at the middle
 * latitude. Made of sums, products and roots alone: Math.cos and Math.hypot may differ between engines, and one plan more
 * or less hangs on a last bit. Off by a few parts in a thousand at the edges of a district 100 km high, which compares
 * areas and borders within it well enough; it is no measure for the register.
 */
export type Plane = { metresPerUnitEast: number; metresPerUnitNorth: number; west: number; south: number };

/** The plane of a box in degrees. */
export function planeOf([west, south, , north]: Bounds): Plane {
  const cosine = cosineOf((south + north) / 2);
  const sineSquared = 1 - cosine * cosine;
  const w = 1 - eccentricitySquared * sineSquared;
  const primeVertical = equatorRadius / Math.sqrt(w);
  const meridian = (primeVertical * (1 - eccentricitySquared)) / w;
  return {
    metresPerUnitEast: (primeVertical * cosine * degree) / 1e7,
    metresPerUnitNorth: (meridian * degree) / 1e7,
    west: Math.round(west * 1e7),
    south: Math.round(south * 1e7),
  };
}

/** The cosine of an angle in degrees between -90 and 90, by Taylor's series. */
function cosineOf(degrees: number): number {
  const square = degrees * degree * degrees * degree;
  let [sum, term] = [1, 1];
  for (let n = 2; n <= 30; n += 2) {
    term *= -square / (n * (n - 1));
    sum += term;
  }
  return sum;
}

/** The length of a step in units, in metres. */
export function lengthOf({ metresPerUnitEast, metresPerUnitNorth }: Plane, dx: number, dy: number): number {
  const east = dx * metresPerUnitEast;
  const north = dy * metresPerUnitNorth;
  return Math.sqrt(east * east + north * north);
}
