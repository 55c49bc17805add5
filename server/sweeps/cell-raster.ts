import { localMetres } from '../geo/local-metres.ts';
import type { FlatPolygon } from '../geo/wkb.ts';

/**
 * A cell as pixels of equal size on a grid of its own, which is turned against north. A pixel belongs to the cell where
 * its centre lies inside.
 */
export type CellRaster = Readonly<{
  pixelMetres: number;
  columns: number;
  rows: number;
  /** How many pixels belong to the cell. */
  pixels: number;
  /** From degrees to grid units of one pixel. */
  grid: Grid;
  /** Pairs of the first column inside and the first behind, row by row; those of row `r` begin at `2 * spanStarts[r]`. */
  spans: Int32Array;
  spanStarts: Int32Array;
}>;

/**
 * A turned transverse Mercator projection about a middle as its Taylor polynomial of the second order, in pixels: with
 * `u` and `v` the degrees east and north of it, x is `x0 + u * (xu + xuv * v) + v * (xv + xvv * v) + xuu * u * u`.
 */
export type Grid = Readonly<
  Record<
    'lon0' | 'lat0' | 'x0' | 'xu' | 'xv' | 'xuv' | 'xuu' | 'xvv' | 'y0' | 'yu' | 'yv' | 'yuv' | 'yuu' | 'yvv',
    number
  >
>;

/** Easting on the grid, in pixels. */
export function gridX({ lon0, lat0, x0, xu, xv, xuv, xuu, xvv }: Grid, lon: number, lat: number): number {
  const [u, v] = [lon - lon0, lat - lat0];
  return x0 + u * (xu + xuv * v + xuu * u) + v * (xv + xvv * v);
}

/** Northing on the grid, in pixels. */
export function gridY({ lon0, lat0, y0, yu, yv, yuv, yuu, yvv }: Grid, lon: number, lat: number): number {
  const [u, v] = [lon - lon0, lat - lat0];
  return y0 + u * (yu + yuv * v + yuu * u) + v * (yv + yvv * v);
}

const pixelSizes = [100, 50, 25, 20, 10, 5, 2, 1] as const;
/** A cell has about so many pixels at least: then a share errs by less than half a per cent (METHODS B4). */
const pixelsWanted = 2_500;
const mostPixels = 30_000_000;
/**
 * Streets run north or east more often than not, and a strip along the grid errs by up to half a pixel on its whole
 * length. So the grid is turned, by an angle whose tangent is the golden section: the middles of pixels lie evenly on
 * both sides of such a strip's edge.
 */
const tangent = (Math.sqrt(5) - 1) / 2;
const cosine = 1 / Math.hypot(1, tangent);
const sine = tangent * cosine;

/** The largest of the sizes that shows a strip of that reach, and the cell in enough pixels. */
function pixelMetresFor(areaSquareMetres: number, reachMetres: number): number {
  const wanted = Math.min(reachMetres / 2.5, Math.sqrt(areaSquareMetres / pixelsWanted));
  return pixelSizes.find((size) => size <= wanted) ?? 1;
}

/** The raster of an outline in degrees for strips that reach so many metres to the side. */
export function cellRaster(polygons: readonly FlatPolygon[], reachMetres: number): CellRaster {
  const metres = metricGrid(polygons);
  const inMetres = polygons.flat().map((ring) => projected(ring, metres));
  const [west, south, east, north] = boundsOf(inMetres);
  const area = Math.abs(inMetres.reduce((sum, ring) => sum + signedArea(ring), 0));
  const fine = pixelMetresFor(area, reachMetres);
  const pixelMetres = Math.max(fine, Math.sqrt(((east - west) * (north - south)) / mostPixels));
  const grid = inPixels(metres, { west, south, pixelMetres });
  const columns = Math.max(1, Math.ceil((east - west) / pixelMetres));
  const rows = Math.max(1, Math.ceil((north - south) / pixelMetres));
  const rings = polygons.flat().map((ring) => projected(ring, grid));
  return { pixelMetres, columns, rows, grid, ...spansOf(rings, rows) };
}

/** Within 25 km of the middle of the outline it is off by less than half a metre, and takes a few multiplications. */
function metricGrid(polygons: readonly FlatPolygon[]): Grid {
  const [west, south, east, north] = boundsOf(polygons.flat());
  const [lon0, lat0] = [(west + east) / 2, (south + north) / 2];
  const { toMetres } = localMetres(lon0, lat0);
  const step = 0.01;
  const [eastward, northByLon] = toMetres(lon0 + step, lat0);
  const [, northUp] = toMetres(lon0, lat0 + step);
  const [, northDown] = toMetres(lon0, lat0 - step);
  const [eastAbove] = toMetres(lon0 + step, lat0 + step);
  const [eastBelow] = toMetres(lon0 + step, lat0 - step);
  const perLon = eastward / step;
  const perBoth = (eastAbove - eastBelow) / (2 * step * step);
  const perLat = (northUp - northDown) / (2 * step);
  const perLatSquared = (northUp + northDown) / (2 * step * step);
  const perLonSquared = northByLon / (step * step);
  return {
    lon0,
    lat0,
    x0: 0,
    xu: cosine * perLon,
    xuv: cosine * perBoth,
    xv: sine * perLat,
    xvv: sine * perLatSquared,
    xuu: sine * perLonSquared,
    y0: 0,
    yu: -sine * perLon,
    yuv: -sine * perBoth,
    yv: cosine * perLat,
    yvv: cosine * perLatSquared,
    yuu: cosine * perLonSquared,
  };
}

function inPixels(
  grid: Grid,
  { west, south, pixelMetres }: { west: number; south: number; pixelMetres: number },
): Grid {
  const per = 1 / pixelMetres;
  return {
    lon0: grid.lon0,
    lat0: grid.lat0,
    x0: -west * per,
    xu: grid.xu * per,
    xuv: grid.xuv * per,
    xv: grid.xv * per,
    xvv: grid.xvv * per,
    xuu: grid.xuu * per,
    y0: -south * per,
    yu: grid.yu * per,
    yuv: grid.yuv * per,
    yv: grid.yv * per,
    yvv: grid.yvv * per,
    yuu: grid.yuu * per,
  };
}

function projected(ring: Float64Array, grid: Grid): Float64Array {
  const flat = new Float64Array(ring.length);
  for (let at = 0; at < ring.length; at += 2) {
    const [lon, lat] = [ring[at] ?? 0, ring[at + 1] ?? 0];
    flat[at] = gridX(grid, lon, lat);
    flat[at + 1] = gridY(grid, lon, lat);
  }
  return flat;
}

function boundsOf(rings: readonly Float64Array[]): [number, number, number, number] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings)
    for (let at = 0; at < ring.length; at += 2) {
      const [x, y] = [ring[at] ?? 0, ring[at + 1] ?? 0];
      west = Math.min(west, x);
      east = Math.max(east, x);
      south = Math.min(south, y);
      north = Math.max(north, y);
    }
  return [west, south, east, north];
}

/** Positive counter-clockwise; shells and holes of an outline run against each other. */
function signedArea(ring: Float64Array): number {
  let twice = 0;
  for (let at = 0; at + 3 < ring.length; at += 2)
    twice += (ring[at] ?? 0) * (ring[at + 3] ?? 0) - (ring[at + 2] ?? 0) * (ring[at + 1] ?? 0);
  return twice / 2;
}

/** Where the middle of each row crosses the rings, by the even-odd rule, as columns whose centres lie inside. */
function spansOf(
  rings: readonly Float64Array[],
  rows: number,
): Pick<CellRaster, 'spans' | 'spanStarts' | 'pixels'> {
  const starts = new Int32Array(rows + 1);
  for (const ring of rings)
    for (let at = 0; at + 3 < ring.length; at += 2) {
      const last = lastRowOf(ring, at, rows);
      for (let row = firstRowOf(ring, at); row < last; row++) starts[row + 1] = (starts[row + 1] ?? 0) + 1;
    }
  for (let row = 0; row < rows; row++) starts[row + 1] = (starts[row + 1] ?? 0) + (starts[row] ?? 0);
  const next = starts.slice(0, rows);
  const crossings = new Float64Array(starts[rows] ?? 0);
  for (const ring of rings)
    for (let at = 0; at + 3 < ring.length; at += 2) {
      const [ax = 0, ay = 0, bx = 0, by = 0] = [ring[at], ring[at + 1], ring[at + 2], ring[at + 3]];
      const slope = (bx - ax) / (by - ay);
      const last = lastRowOf(ring, at, rows);
      for (let row = firstRowOf(ring, at); row < last; row++) {
        const place = next[row] ?? 0;
        crossings[place] = ax + slope * (row + 0.5 - ay);
        next[row] = place + 1;
      }
    }
  const spans = new Int32Array(crossings.length);
  let pixels = 0;
  for (let row = 0; row < rows; row++) {
    const [from, to] = [starts[row] ?? 0, starts[row + 1] ?? 0];
    if (to - from > 2) crossings.subarray(from, to).sort();
    for (let place = from; place + 1 < to; place += 2) {
      const [one, other] = [crossings[place] ?? 0, crossings[place + 1] ?? 0];
      const [first, behind] = [Math.ceil(Math.min(one, other) - 0.5), Math.ceil(Math.max(one, other) - 0.5)];
      spans[place] = first;
      spans[place + 1] = behind;
      pixels += behind - first;
    }
  }
  return { spans, spanStarts: starts.map((crossing) => crossing / 2), pixels };
}

/** The rows whose middles an edge crosses; none for a level one. */
function firstRowOf(ring: Float64Array, at: number): number {
  return Math.max(0, Math.ceil(Math.min(ring[at + 1] ?? 0, ring[at + 3] ?? 0) - 0.5));
}

function lastRowOf(ring: Float64Array, at: number, rows: number): number {
  return Math.min(rows, Math.ceil(Math.max(ring[at + 1] ?? 0, ring[at + 3] ?? 0) - 0.5));
}
