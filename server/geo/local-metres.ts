// A transverse Mercator projection about a point of its own (Krüger's series to the fourth order, WGS-84): conformal,
// so that squares stay square, and true to 0.02 % within 120 km of its meridian. Plain arithmetic and the functions of
// Math whose results V8 fixes, so that the same input gives the same grid everywhere.
const equatorRadius = 6_378_137;
const flattening = 1 / 298.257223563;
const n = flattening / (2 - flattening);
const rectifyingRadius = (equatorRadius / (1 + n)) * (1 + n ** 2 / 4 + n ** 4 / 64);
const alpha = [
  n / 2 - (2 / 3) * n ** 2 + (5 / 16) * n ** 3 + (41 / 180) * n ** 4,
  (13 / 48) * n ** 2 - (3 / 5) * n ** 3 + (557 / 1440) * n ** 4,
  (61 / 240) * n ** 3 - (103 / 140) * n ** 4,
  (49561 / 161280) * n ** 4,
];
const beta = [
  n / 2 - (2 / 3) * n ** 2 + (37 / 96) * n ** 3 - (1 / 360) * n ** 4,
  (1 / 48) * n ** 2 + (1 / 15) * n ** 3 - (437 / 1440) * n ** 4,
  (17 / 480) * n ** 3 - (37 / 840) * n ** 4,
  (4397 / 161280) * n ** 4,
];
const delta = [
  2 * n - (2 / 3) * n ** 2 - 2 * n ** 3 + (116 / 45) * n ** 4,
  (7 / 3) * n ** 2 - (8 / 5) * n ** 3 - (227 / 45) * n ** 4,
  (56 / 15) * n ** 3 - (136 / 35) * n ** 4,
  (4279 / 630) * n ** 4,
];
const degree = Math.PI / 180;

/** East and north in metres about an origin, to and from longitude and latitude in degrees. */
export type LocalMetres = {
  toMetres: (lon: number, lat: number) => [east: number, north: number];
  toDegrees: (east: number, north: number) => [lon: number, lat: number];
};

/** The projection about an origin in degrees. */
export function localMetres(originLon: number, originLat: number): LocalMetres {
  const [, originNorth] = project(0, originLat);
  return {
    toMetres: (lon, lat) => {
      const [east, north] = project(lon - originLon, lat);
      return [east, north - originNorth];
    },
    toDegrees: (east, north) => {
      const [lon, lat] = unproject(east, north + originNorth);
      return [lon + originLon, lat];
    },
  };
}

function project(lonFromMeridian: number, lat: number): [number, number] {
  const k = (2 * Math.sqrt(n)) / (1 + n);
  const sine = Math.sin(lat * degree);
  const t = Math.sinh(Math.atanh(sine) - k * Math.atanh(k * sine));
  const xi = Math.atan2(t, Math.cos(lonFromMeridian * degree));
  const eta = Math.atanh(Math.sin(lonFromMeridian * degree) / Math.hypot(1, t));
  let [east, north] = [eta, xi];
  alpha.forEach((term, index) => {
    const turns = 2 * (index + 1);
    east += term * Math.cos(turns * xi) * Math.sinh(turns * eta);
    north += term * Math.sin(turns * xi) * Math.cosh(turns * eta);
  });
  return [east * rectifyingRadius, north * rectifyingRadius];
}

function unproject(east: number, north: number): [number, number] {
  const [xi, eta] = [north / rectifyingRadius, east / rectifyingRadius];
  let [sphereXi, sphereEta] = [xi, eta];
  beta.forEach((term, index) => {
    const turns = 2 * (index + 1);
    sphereXi -= term * Math.sin(turns * xi) * Math.cosh(turns * eta);
    sphereEta -= term * Math.cos(turns * xi) * Math.sinh(turns * eta);
  });
  const chi = Math.asin(Math.sin(sphereXi) / Math.cosh(sphereEta));
  let lat = chi;
  delta.forEach((term, index) => {
    lat += term * Math.sin(2 * (index + 1) * chi);
  });
  const lon = Math.atan2(Math.sinh(sphereEta), Math.cos(sphereXi));
  return [lon / degree, lat / degree];
}
