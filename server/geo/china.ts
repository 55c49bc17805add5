import type { LonLat } from './position.ts';

/**
 * A coarse ring about a degree outside of where Chinese maps are shifted (GCJ-02, BD-09). It only decides whether a
 * source must say its datum, so it errs towards asking; it is no boundary and is never drawn.
 */
const region: readonly LonLat[] = [
  [72.4, 39.5],
  [72.6, 41.2],
  [79, 43.2],
  [79.2, 46],
  [81.5, 48.2],
  [84.8, 50.2],
  [88.5, 50.2],
  [92, 49],
  [92, 46.3],
  [96, 45.4],
  [97.3, 43.8],
  [105, 42.8],
  [109.8, 43.6],
  [110.6, 46],
  [113.6, 46.2],
  [115, 46.9],
  [114.4, 48.6],
  [116, 51],
  [118.4, 51.3],
  [119, 54],
  [123.5, 54.6],
  [127.2, 54],
  [128.8, 51],
  [131.2, 49.9],
  [136, 49.4],
  [135.2, 46.2],
  [134, 44],
  [131.8, 41.6],
  [129, 41],
  [127.2, 40.6],
  [124.6, 38.6],
  [124, 36],
  [124.5, 31],
  [124, 26],
  [123.2, 23],
  [121.2, 20.4],
  [120, 15],
  [113, 2.5],
  [107.5, 5.5],
  [109, 14],
  [106.5, 17],
  [106, 21],
  [103.8, 21.6],
  [101.4, 20.2],
  [98.6, 20.9],
  [96.6, 23.2],
  [97.2, 26.6],
  [93, 25.8],
  [88.8, 26.2],
  [84, 27.2],
  [80, 29.2],
  [77.4, 31.2],
  [77.2, 33.4],
  [73.4, 36.2],
];

/** True where a position, taken as longitude and latitude, may be Chinese map data. */
export function liesInChina([lon, lat]: Readonly<LonLat>): boolean {
  let inside = false;
  let [lastLon, lastLat] = region[region.length - 1] ?? [0, 0];
  for (const [nextLon, nextLat] of region) {
    if (lat > nextLat !== lat > lastLat) {
      const crossing = nextLon + ((lat - nextLat) * (lastLon - nextLon)) / (lastLat - nextLat);
      if (lon < crossing) inside = !inside;
    }
    [lastLon, lastLat] = [nextLon, nextLat];
  }
  return inside;
}
