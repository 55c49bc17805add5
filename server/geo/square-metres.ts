// WGS-84.
const equatorRadius = 6_378_137;
const eccentricity = 0.081819190842622;
const degree = Math.PI / 180;

/**
 * Metres north on the cylindrical equal-area projection of the ellipsoid, where what is east is
 * {@link equalAreaEast}: areas on it are areas on the ground. (Snyder, Map Projections: A Working Manual, 1987,
 * equations 3-12 and 10-15 with the equator as the standard parallel.)
 */
export function equalAreaNorth(lat: number): number {
  const e = eccentricity;
  const sine = Math.sin(lat * degree);
  const q =
    (1 - e * e) * (sine / (1 - e * e * sine * sine) - Math.log((1 - e * sine) / (1 + e * sine)) / (2 * e));
  return (equatorRadius * q) / 2;
}

/** Metres east of the meridian on the same projection. */
export function equalAreaEast(lonFromMeridian: number): number {
  return equatorRadius * lonFromMeridian * degree;
}
