import type { NodedEdges } from './noding.ts';
import { symmetricDifference } from './noding.ts';

/**
 * The faces that noded edges enclose. Half-edge 2e runs from `from[e]` to `to[e]`, 2e + 1 back; its face lies to its
 * left. Face 0 is the outside.
 */
export type Faces = {
  edges: NodedEdges;
  /** Where each half-edge begins. */
  origin: Int32Array;
  /** The half-edge that follows on the border of the same face. */
  next: Int32Array;
  faceOf: Int32Array;
  count: number;
  /** Area in square units, holes taken out; that of the outside is 0. */
  areas: Float64Array;
  /** Labels of the closed lines that each face lies inside of, ascending. */
  inside: readonly (readonly number[])[];
};

/** Builds the faces; `isClosed` says which labels are rings that have an inside. */
export function facesOf(edges: NodedEdges, isClosed: (label: number) => boolean): Faces {
  const origin = originsOf(edges);
  const next = nextOf(edges, origin);
  const cycles = cyclesOf(edges, origin, next);
  const { faceOf, count, areas } = joinHoles(edges, origin, next, cycles);
  const inside = labelFaces(edges, faceOf, count, isClosed);
  return { edges, origin, next, faceOf, count, areas, inside };
}

function originsOf({ from, to }: NodedEdges): Int32Array {
  const origin = new Int32Array(from.length * 2);
  for (let edge = 0; edge < from.length; edge++) {
    origin[edge * 2] = from[edge] ?? 0;
    origin[edge * 2 + 1] = to[edge] ?? 0;
  }
  return origin;
}

/** At the end of a half-edge the border of the face on its left goes on with the first edge clockwise. */
function nextOf(edges: NodedEdges, origin: Int32Array): Int32Array {
  const leaving: number[][] = Array.from({ length: edges.xs.length }, () => []);
  for (let half = 0; half < origin.length; half++) leaving[origin[half] ?? 0]?.push(half);
  const next = new Int32Array(origin.length);
  for (const halves of leaving) {
    const [one, other] = halves;
    if (halves.length === 2 && one !== undefined && other !== undefined) {
      // Along a border there is only one way on.
      next[one ^ 1] = other;
      next[other ^ 1] = one;
      continue;
    }
    const sorted = byAngle(edges, origin, halves);
    sorted.forEach((half, index) => {
      const clockwise = sorted[(index + sorted.length - 1) % sorted.length] ?? half;
      next[half ^ 1] = clockwise;
    });
  }
  return next;
}

function byAngle({ xs, ys }: NodedEdges, origin: Int32Array, halves: number[]): number[] {
  const along = (half: number): [number, number] => {
    const start = origin[half] ?? 0;
    const end = origin[half ^ 1] ?? 0;
    return [(xs[end] ?? 0) - (xs[start] ?? 0), (ys[end] ?? 0) - (ys[start] ?? 0)];
  };
  const upper = ([dx, dy]: [number, number]) => (dy > 0 || (dy === 0 && dx > 0) ? 0 : 1);
  return halves.sort((one, other) => {
    const a = along(one);
    const b = along(other);
    return upper(a) - upper(b) || b[0] * a[1] - a[0] * b[1];
  });
}

type Cycles = { of: Int32Array; first: number[]; doubledArea: number[] };

function cyclesOf({ xs, ys }: NodedEdges, origin: Int32Array, next: Int32Array): Cycles {
  const of = new Int32Array(origin.length).fill(-1);
  const first: number[] = [];
  const doubledArea: number[] = [];
  for (let start = 0; start < origin.length; start++) {
    if ((of[start] ?? 0) >= 0) continue;
    const [baseX, baseY] = [xs[origin[start] ?? 0] ?? 0, ys[origin[start] ?? 0] ?? 0];
    let area = 0;
    let half = start;
    do {
      of[half] = first.length;
      const a = origin[half] ?? 0;
      const b = origin[half ^ 1] ?? 0;
      area +=
        ((xs[a] ?? 0) - baseX) * ((ys[b] ?? 0) - baseY) - ((xs[b] ?? 0) - baseX) * ((ys[a] ?? 0) - baseY);
      half = next[half] ?? 0;
    } while (half !== start);
    first.push(start);
    doubledArea.push(area);
  }
  return { of, first, doubledArea };
}

/** Counter-clockwise cycles are faces; the others are outer borders of pieces that lie inside some face, or outside. */
function joinHoles(edges: NodedEdges, origin: Int32Array, next: Int32Array, cycles: Cycles) {
  const faceOfCycle = new Int32Array(cycles.first.length);
  let count = 1;
  cycles.doubledArea.forEach((area, cycle) => {
    if (area > 0) faceOfCycle[cycle] = count++;
  });
  const areas = new Float64Array(count);
  cycles.doubledArea.forEach((area, cycle) => {
    if (area > 0) areas[faceOfCycle[cycle] ?? 0] = area / 2;
  });
  const pieces = piecesOf(edges);
  const outer = cycles.first.flatMap((_, cycle) => ((cycles.doubledArea[cycle] ?? 0) > 0 ? [] : [cycle]));
  if (outer.length > 1) {
    const shells = shellsOf(edges, origin, next, cycles, pieces);
    for (const cycle of outer) {
      const face = faceOfCycle[smallestAround(edges, origin, cycles, pieces, shells, cycle)] ?? 0;
      faceOfCycle[cycle] = face;
      if (face > 0) areas[face] = (areas[face] ?? 0) + (cycles.doubledArea[cycle] ?? 0) / 2;
    }
  }
  const faceOf = new Int32Array(origin.length);
  for (let half = 0; half < faceOf.length; half++) faceOf[half] = faceOfCycle[cycles.of[half] ?? 0] ?? 0;
  return { faceOf, count, areas };
}

/** Which connected piece each node belongs to. */
function piecesOf({ xs, from, to }: NodedEdges): Int32Array {
  const parent = Int32Array.from({ length: xs.length }, (_, node) => node);
  const find = (node: number): number => {
    let root = node;
    while (parent[root] !== root) root = parent[root] ?? root;
    while (parent[node] !== root) {
      const up = parent[node] ?? root;
      parent[node] = root;
      node = up;
    }
    return root;
  };
  from.forEach((node, edge) => {
    parent[find(node)] = find(to[edge] ?? node);
  });
  return Int32Array.from({ length: xs.length }, (_, node) => find(node));
}

type Shell = {
  cycle: number;
  piece: number;
  area: number;
  ring: number[];
  box: [west: number, south: number, east: number, north: number];
};

function shellsOf(
  { xs, ys }: NodedEdges,
  origin: Int32Array,
  next: Int32Array,
  cycles: Cycles,
  pieces: Int32Array,
) {
  const shells: Shell[] = [];
  cycles.first.forEach((start, cycle) => {
    const area = cycles.doubledArea[cycle] ?? 0;
    if (area <= 0) return;
    const ring: number[] = [];
    const box: Shell['box'] = [Infinity, Infinity, -Infinity, -Infinity];
    let half = start;
    do {
      const node = origin[half] ?? 0;
      ring.push(node);
      const [x, y] = [xs[node] ?? 0, ys[node] ?? 0];
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
      half = next[half] ?? 0;
    } while (half !== start);
    shells.push({ cycle, piece: pieces[origin[start] ?? 0] ?? 0, area, ring, box });
  });
  return shells.sort((a, b) => a.area - b.area);
}

/** The smallest counter-clockwise cycle of another piece around this one; a clockwise cycle of its own where none is. */
function smallestAround(
  { xs, ys }: NodedEdges,
  origin: Int32Array,
  cycles: Cycles,
  pieces: Int32Array,
  shells: readonly Shell[],
  cycle: number,
): number {
  const node = origin[cycles.first[cycle] ?? 0] ?? 0;
  const [x, y] = [xs[node] ?? 0, ys[node] ?? 0];
  const around = shells.find(
    ({ piece, ring, box: [west, south, east, north] }) =>
      west < x && x < east && south < y && y < north && piece !== pieces[node] && holds(xs, ys, ring, x, y),
  );
  return around?.cycle ?? cycle;
}

function holds(xs: readonly number[], ys: readonly number[], ring: number[], x: number, y: number): boolean {
  let inside = false;
  ring.forEach((node, index) => {
    const other = ring[(index + 1) % ring.length] ?? node;
    const [x0, y0, x1, y1] = [xs[node] ?? 0, ys[node] ?? 0, xs[other] ?? 0, ys[other] ?? 0];
    if (y0 > y === y1 > y) return;
    const left = (x1 - x0) * (y - y0) > (x - x0) * (y1 - y0);
    if (left === y1 > y0) inside = !inside;
  });
  return inside;
}

/** Walks from the outside over the edges: each one crossed changes sides of the rings that lie on it. */
function labelFaces(
  { labels }: NodedEdges,
  faceOf: Int32Array,
  count: number,
  isClosed: (label: number) => boolean,
): (readonly number[])[] {
  const borders: number[][] = Array.from({ length: count }, () => []);
  for (let half = 0; half < faceOf.length; half++) borders[faceOf[half] ?? 0]?.push(half);
  const inside: (readonly number[] | undefined)[] = new Array(count).fill(undefined);
  inside[0] = [];
  const queue = [0];
  for (let face = queue.pop(); face !== undefined; face = queue.pop()) {
    for (const half of borders[face] ?? []) {
      const beyond = faceOf[half ^ 1] ?? 0;
      if (inside[beyond]) continue;
      const rings = (labels[half >> 1] ?? []).filter(isClosed);
      const here = inside[face] ?? [];
      inside[beyond] = rings.length > 0 ? symmetricDifference(here, rings) : here;
      queue.push(beyond);
    }
  }
  return inside.map((labelsInside) => labelsInside ?? []);
}
