import type { FlatPolygon } from './wkb.ts';

const e7 = 1e7;
const edgesInBand = 4;

/** One outline that very many points are asked of, in units of 1e-7 degree. */
export type BandedOutline = {
  holds: (xE7: number, yE7: number) => boolean;
  /** In degrees times 1e7. */
  bounds: { west: number; south: number; east: number; north: number };
};

/**
 * Cuts an outline into bands of latitude, each with the edges that reach into it, so that a point is asked of a handful
 * of edges however many vertices there are. Which side a point on an edge belongs to is decided as for packed outlines.
 */
export function bandedOutline(polygons: readonly FlatPolygon[]): BandedOutline {
  const edges = edgesOf(polygons);
  const count = edges.length / 4;
  const bounds = boundsOf(edges);
  const bands = Math.max(1, Math.ceil(count / edgesInBand));
  const bandHeight = Math.max(1, (bounds.north - bounds.south + 1) / bands);
  const bandOf = (y: number) => Math.min(bands - 1, Math.floor((y - bounds.south) / bandHeight));
  const { starts, members } = fillBands(edges, bands, bandOf);
  return {
    bounds,
    holds: (x, y) => {
      if (x < bounds.west || x > bounds.east || y < bounds.south || y > bounds.north) return false;
      const band = bandOf(y);
      let inside = false;
      for (let place = starts[band] ?? 0; place < (starts[band + 1] ?? 0); place++)
        if (isCrossed(edges, (members[place] ?? 0) * 4, x, y)) inside = !inside;
      return inside;
    },
  };
}

/** x and y of the lower and of the upper end of every edge that is not level. */
function edgesOf(polygons: readonly FlatPolygon[]): Int32Array {
  const ends: number[] = [];
  for (const ring of polygons.flat()) {
    for (let at = 0; at + 3 < ring.length; at += 2) {
      const [x0, y0, x1, y1] = [0, 1, 2, 3].map((place) => Math.round((ring[at + place] ?? 0) * e7));
      if (x0 === undefined || y0 === undefined || x1 === undefined || y1 === undefined || y0 === y1) continue;
      if (y0 < y1) ends.push(x0, y0, x1, y1);
      else ends.push(x1, y1, x0, y0);
    }
  }
  return Int32Array.from(ends);
}

function boundsOf(edges: Int32Array): BandedOutline['bounds'] {
  const bounds = { west: 2147483647, south: 2147483647, east: -2147483648, north: -2147483648 };
  for (let at = 0; at < edges.length; at += 4) {
    const [x0, y0, x1, y1] = [edges[at] ?? 0, edges[at + 1] ?? 0, edges[at + 2] ?? 0, edges[at + 3] ?? 0];
    bounds.west = Math.min(bounds.west, x0, x1);
    bounds.east = Math.max(bounds.east, x0, x1);
    bounds.south = Math.min(bounds.south, y0);
    bounds.north = Math.max(bounds.north, y1);
  }
  return bounds;
}

function fillBands(edges: Int32Array, bands: number, bandOf: (y: number) => number) {
  const starts = new Int32Array(bands + 1);
  const eachBand = (at: number, visit: (band: number) => void) => {
    const last = bandOf(edges[at + 3] ?? 0);
    for (let band = bandOf(edges[at + 1] ?? 0); band <= last; band++) visit(band);
  };
  for (let at = 0; at < edges.length; at += 4)
    eachBand(at, (band) => {
      starts[band + 1] = (starts[band + 1] ?? 0) + 1;
    });
  for (let band = 0; band < bands; band++) starts[band + 1] = (starts[band + 1] ?? 0) + (starts[band] ?? 0);
  const next = starts.slice();
  const members = new Int32Array(starts[bands] ?? 0);
  for (let at = 0; at < edges.length; at += 4)
    eachBand(at, (band) => {
      const place = next[band] ?? 0;
      members[place] = at / 4;
      next[band] = place + 1;
    });
  return { starts, members };
}

/** A ray to the east crosses the edge; judged from its lower end upwards, so that both sides of it are judged alike. */
function isCrossed(edges: Int32Array, at: number, x: number, y: number): boolean {
  const [lowX, lowY] = [edges[at] ?? 0, edges[at + 1] ?? 0];
  const [highX, highY] = [edges[at + 2] ?? 0, edges[at + 3] ?? 0];
  if (lowY > y === highY > y) return false;
  return (highX - lowX) * (y - lowY) > (x - lowX) * (highY - lowY);
}
