import Flatbush from 'flatbush';
import { bucketGrid } from './bucket-grid.ts';
import type { FlatPolygon } from './wkb.ts';

const e7 = 1e7;

/**
 * Outlines in typed arrays: 8 bytes a vertex. Positions are integers of 1e-7 degree, as fixes
 * are, so that the test is exact for outlines up to 9 degrees wide.
 */
export type PackedOutlines = {
  /** Calls `visit` with the index of each outline that holds the point, in no order. */
  holding: (lon: number, lat: number, visit: (index: number) => void) => void;
  /** Indexes of the outlines whose bounds meet the box, in degrees. */
  meeting: (west: number, south: number, east: number, north: number) => number[];
  /** Calls `visit` with each closed ring of an outline, in units of 1e-7 degree; every shell comes before its holes. */
  rings: (index: number, visit: (xs: Int32Array, ys: Int32Array, isShell: boolean) => void) => void;
  count: number;
};

/** Collects outlines one by one and packs them; `add` returns the index of the outline. */
export function outlinePacker() {
  const xs = new GrowingInts();
  const ys = new GrowingInts();
  const ringEnds = new GrowingInts();
  const outlineEnds = new GrowingInts();
  const shells = new GrowingInts();
  const boxes = new GrowingInts();
  const add = (polygons: readonly FlatPolygon[]): number => {
    let west = 2147483647;
    let south = 2147483647;
    let east = -2147483648;
    let north = -2147483648;
    const addRing = (ring: Float64Array) => {
      for (let i = 0; i < ring.length; i += 2) {
        const x = Math.round((ring[i] ?? 0) * e7);
        const y = Math.round((ring[i + 1] ?? 0) * e7);
        xs.push(x);
        ys.push(y);
        if (x < west) west = x;
        if (x > east) east = x;
        if (y < south) south = y;
        if (y > north) north = y;
      }
      ringEnds.push(xs.length);
    };
    for (const polygon of polygons) {
      polygon.forEach((ring, place) => {
        addRing(ring);
        shells.push(place === 0 ? 1 : 0);
      });
    }
    outlineEnds.push(ringEnds.length);
    for (const side of [west, south, east, north]) boxes.push(side);
    return outlineEnds.length - 1;
  };
  return {
    add,
    pack: () =>
      pack({
        xs: xs.values(),
        ys: ys.values(),
        ringEnds: ringEnds.values(),
        outlineEnds: outlineEnds.values(),
        shells: shells.values(),
        boxes: boxes.values(),
      }),
  };
}

type Columns = Record<'xs' | 'ys' | 'ringEnds' | 'outlineEnds' | 'shells' | 'boxes', Int32Array>;

function pack({ xs, ys, ringEnds, outlineEnds, shells, boxes }: Columns): PackedOutlines {
  const count = outlineEnds.length;
  const grid = count > 0 ? bucketGrid(boxes) : undefined;
  let tree: Flatbush | undefined;

  const holds = (index: number, x: number, y: number): boolean => {
    const box = index * 4;
    if (x < (boxes[box] ?? 0) || x > (boxes[box + 2] ?? 0)) return false;
    if (y < (boxes[box + 1] ?? 0) || y > (boxes[box + 3] ?? 0)) return false;
    let ring = index === 0 ? 0 : (outlineEnds[index - 1] ?? 0);
    const lastRing = outlineEnds[index] ?? 0;
    let vertex = ring === 0 ? 0 : (ringEnds[ring - 1] ?? 0);
    let inside = false;
    for (; ring < lastRing; ring++) {
      const end = ringEnds[ring] ?? 0;
      if (vertex < end && ringCrosses(xs, ys, vertex, end, x, y)) inside = !inside;
      vertex = end;
    }
    return inside;
  };

  return {
    count,
    holding: (lon, lat, visit) => {
      const x = Math.round(lon * e7);
      const y = Math.round(lat * e7);
      grid?.near(x, y, (index) => {
        if (holds(index, x, y)) visit(index);
      });
    },
    meeting: (west, south, east, north) => {
      if (count === 0) return [];
      tree ??= treeOf(boxes, count);
      return tree.search(west * e7, south * e7, east * e7, north * e7);
    },
    rings: (index, visit) => {
      const lastRing = outlineEnds[index] ?? 0;
      for (let ring = index === 0 ? 0 : (outlineEnds[index - 1] ?? 0); ring < lastRing; ring++) {
        const start = ring === 0 ? 0 : (ringEnds[ring - 1] ?? 0);
        const end = ringEnds[ring] ?? 0;
        visit(xs.subarray(start, end), ys.subarray(start, end), shells[ring] === 1);
      }
    },
  };
}

function treeOf(boxes: Int32Array, count: number): Flatbush {
  const tree = new Flatbush(count, 16, Int32Array);
  for (let i = 0; i < boxes.length; i += 4)
    tree.add(boxes[i] ?? 0, boxes[i + 1] ?? 0, boxes[i + 2] ?? 0, boxes[i + 3] ?? 0);
  tree.finish();
  return tree;
}

/**
 * True where a ray to the east crosses the ring an odd number of times. Each edge is judged from its lower end
 * upwards, so that the two sides of a shared edge judge it alike and a point on it falls in exactly one of them.
 */
function ringCrosses(
  xs: Int32Array,
  ys: Int32Array,
  start: number,
  end: number,
  x: number,
  y: number,
): boolean {
  let odd = false;
  let x0 = xs[start] ?? 0;
  let y0 = ys[start] ?? 0;
  for (let i = start + 1; i < end; i++) {
    const x1 = xs[i] ?? 0;
    const y1 = ys[i] ?? 0;
    if (y0 > y !== y1 > y) {
      const upwards = y1 > y0;
      const lowX = upwards ? x0 : x1;
      const lowY = upwards ? y0 : y1;
      const wide = upwards ? x1 - x0 : x0 - x1;
      const high = upwards ? y1 - y0 : y0 - y1;
      if (wide * (y - lowY) > (x - lowX) * high) odd = !odd;
    }
    x0 = x1;
    y0 = y1;
  }
  return odd;
}

class GrowingInts {
  #values = new Int32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Int32Array(this.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length++] = value;
  }

  values(): Int32Array {
    return this.#values.slice(0, this.length);
  }
}
