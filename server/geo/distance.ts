// WGS-84.
const equatorRadius = 6_378_137;
const eccentricitySquared = 0.00669437999014;
const radiansPerE7 = Math.PI / 180 / 1e7;

/** A position in degrees times 1e7. */
export type E7 = { readonly lonE7: number; readonly latE7: number };

/**
 * Metres between two positions, on the ellipsoid's radii of curvature at the middle latitude: within 0.01 % of the
 * geodesic up to 100 km, which covers every leg; beyond that it only has to be large. A tenth of the cost of the exact one.
 */
export function metresBetween(a: E7, b: E7): number {
  let lonDifference = b.lonE7 - a.lonE7;
  if (lonDifference > 1_800_000_000) lonDifference -= 3_600_000_000;
  else if (lonDifference < -1_800_000_000) lonDifference += 3_600_000_000;
  const middle = ((a.latE7 + b.latE7) / 2) * radiansPerE7;
  const sine = Math.sin(middle);
  const w = 1 - eccentricitySquared * sine * sine;
  const primeVertical = equatorRadius / Math.sqrt(w);
  const meridian = (primeVertical * (1 - eccentricitySquared)) / w;
  const east = lonDifference * radiansPerE7 * primeVertical * Math.cos(middle);
  const north = (b.latE7 - a.latE7) * radiansPerE7 * meridian;
  return Math.sqrt(east * east + north * north);
}
