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
  /** Degrees to grid units of one pixel. */
  toGrid: (lon: number, lat: number) => [x: number, y: number];
  /** Pairs of the first column inside and the first behind, row by row; those of row `r` begin at `2 * spanStarts[r]`. */
  spans: Int32Array;
  spanStarts: Int32Array;
}>;

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
  const toMetres = nearby(polygons);
  const rings = polygons.flat().map((ring) => projected(ring, toMetres));
  const [west, south, east, north] = boundsOf(rings);
  const area = Math.max((east - west) * (north - south), 1);
  const fine = pixelMetresFor(Math.abs(rings.reduce((sum, ring) => sum + signedArea(ring), 0)), reachMetres);
  const pixelMetres = Math.max(fine, Math.sqrt(area / mostPixels));
  const toGrid = (lon: number, lat: number): [number, number] => {
    const [x, y] = toMetres(lon, lat);
    return [(x - west) / pixelMetres, (y - south) / pixelMetres];
  };
  const columns = Math.max(1, Math.ceil((east - west) / pixelMetres));
  const rows = Math.max(1, Math.ceil((north - south) / pixelMetres));
  for (const ring of rings)
    for (let at = 0; at < ring.length; at += 2) {
      ring[at] = ((ring[at] ?? 0) - west) / pixelMetres;
      ring[at + 1] = ((ring[at + 1] ?? 0) - south) / pixelMetres;
    }
  return { pixelMetres, columns, rows, toGrid, ...spansOf(rings, rows) };
}

/**
 * A transverse Mercator projection about the middle of the outline, as its Taylor polynomial of the second order: within
 * 25 km of the middle it is off by less than half a metre, and takes a few multiplications.
 */
function nearby(polygons: readonly FlatPolygon[]): (lon: number, lat: number) => [number, number] {
  const [west, south, east, north] = boundsOf(polygons.flat());
  const [lon0, lat0] = [(west + east) / 2, (south + north) / 2];
  const { toMetres } = localMetres(lon0, lat0);
  const step = 0.01;
  const [[eastByLon], [, northUp], [, northDown], [, northByLon], [eastAbove], [eastBelow]] = [
    toMetres(lon0 + step, lat0),
    toMetres(lon0, lat0 + step),
    toMetres(lon0, lat0 - step),
    toMetres(lon0 + step, lat0),
    toMetres(lon0 + step, lat0 + step),
    toMetres(lon0 + step, lat0 - step),
  ];
  const perLon = eastByLon / step;
  const perBoth = (eastAbove - eastBelow) / (2 * step * step);
  const perLat = (northUp - northDown) / (2 * step);
  const perLatSquared = (northUp + northDown) / (2 * step * step);
  const perLonSquared = northByLon / (step * step);
  return (lon, lat) => {
    const [u, v] = [lon - lon0, lat - lat0];
    const [east, north] = [
      u * (perLon + perBoth * v),
      v * (perLat + perLatSquared * v) + perLonSquared * u * u,
    ];
    return [cosine * east + sine * north, cosine * north - sine * east];
  };
}

function projected(
  ring: Float64Array,
  toMetres: (lon: number, lat: number) => [number, number],
): Float64Array {
  const flat = new Float64Array(ring.length);
  for (let at = 0; at < ring.length; at += 2) {
    const [x, y] = toMetres(ring[at] ?? 0, ring[at + 1] ?? 0);
    flat[at] = x;
    flat[at + 1] = y;
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
  const counts = new Int32Array(rows + 1);
  eachCrossing(rings, rows, (row) => {
    counts[row + 1] = (counts[row + 1] ?? 0) + 1;
  });
  for (let row = 0; row < rows; row++) counts[row + 1] = (counts[row + 1] ?? 0) + (counts[row] ?? 0);
  const next = counts.slice(0, rows);
  const crossings = new Float64Array(counts[rows] ?? 0);
  eachCrossing(rings, rows, (row, x) => {
    const place = next[row] ?? 0;
    crossings[place] = x;
    next[row] = place + 1;
  });
  const spans = new Int32Array(crossings.length);
  let pixels = 0;
  for (let row = 0; row < rows; row++) {
    const ofRow = crossings.subarray(counts[row], counts[row + 1]).sort();
    for (let pair = 0; pair + 1 < ofRow.length; pair += 2) {
      const [first, behind] = [Math.ceil((ofRow[pair] ?? 0) - 0.5), Math.ceil((ofRow[pair + 1] ?? 0) - 0.5)];
      spans.set([first, behind], (counts[row] ?? 0) + pair);
      pixels += behind - first;
    }
  }
  return { spans, spanStarts: counts.map((crossing) => crossing / 2), pixels };
}

function eachCrossing(
  rings: readonly Float64Array[],
  rows: number,
  visit: (row: number, x: number) => void,
): void {
  for (const ring of rings)
    for (let at = 0; at + 3 < ring.length; at += 2) {
      const [ax, ay, bx, by] = [ring[at] ?? 0, ring[at + 1] ?? 0, ring[at + 2] ?? 0, ring[at + 3] ?? 0];
      if (ay === by) continue;
      const [low, high] = ay < by ? [ay, by] : [by, ay];
      const last = Math.min(rows, Math.ceil(high - 0.5));
      for (let row = Math.max(0, Math.ceil(low - 0.5)); row < last; row++)
        visit(row, ax + ((row + 0.5 - ay) / (by - ay)) * (bx - ax));
    }
}
