import type { Faces } from './faces.ts';

/** Node numbers of a closed border, the first not repeated; shells run counter-clockwise, holes clockwise. */
export type Loop = number[];

/** One connected polygon: its shell and its holes. */
export type Region = { shell: Loop; holes: Loop[] };

/**
 * The polygons of one group of faces. `groupOf` numbers the groups; `seeds` are half-edges on the border of the wanted
 * group. Several polygons come back where the group is not connected by edges.
 */
export function regionsOf(
  faces: Faces,
  seeds: Iterable<number>,
  isInside: (face: number) => boolean,
): Region[] {
  const loops: Loop[] = [];
  const done = new Set<number>();
  for (const seed of seeds) {
    if (done.has(seed) || !isBorder(faces, seed, isInside)) continue;
    loops.push(...simpleLoops(borderCycle(faces, seed, isInside, done)));
  }
  return assemble(faces, loops);
}

function isBorder({ faceOf }: Faces, half: number, isInside: (face: number) => boolean): boolean {
  return isInside(faceOf[half] ?? 0) && !isInside(faceOf[half ^ 1] ?? 0);
}

/** Follows the border with the group on the left, turning at each node within the group. */
function borderCycle(
  faces: Faces,
  seed: number,
  isInside: (face: number) => boolean,
  done: Set<number>,
): Loop {
  const nodes: Loop = [];
  let half = seed;
  do {
    done.add(half);
    nodes.push(faces.origin[half] ?? 0);
    half = faces.next[half] ?? 0;
    while (!isBorder(faces, half, isInside)) half = faces.next[half ^ 1] ?? 0;
  } while (half !== seed);
  return nodes;
}

/** Cuts a border that passes a node twice into loops that do not: a hole may touch its shell in a point. */
function simpleLoops(cycle: Loop): Loop[] {
  if (new Set(cycle).size === cycle.length) return [cycle];
  const loops: Loop[] = [];
  const path: number[] = [];
  const position = new Map<number, number>();
  for (const node of cycle) {
    const at = position.get(node);
    if (at !== undefined) {
      const loop = path.splice(at);
      for (const passed of loop) position.delete(passed);
      loops.push(loop);
    }
    position.set(node, path.length);
    path.push(node);
  }
  loops.push(path);
  return loops;
}

function assemble(faces: Faces, loops: Loop[]): Region[] {
  const regions: Region[] = [];
  const holes: Loop[] = [];
  for (const loop of loops) {
    if (doubledAreaOf(faces, loop) > 0) regions.push({ shell: loop, holes: [] });
    else holes.push(loop);
  }
  const [first] = regions;
  for (const hole of holes) {
    const owner = regions.length === 1 ? first : regions.find(({ shell }) => surrounds(faces, shell, hole));
    owner?.holes.push(hole);
  }
  return regions;
}

/** Twice the signed area in square units: positive counter-clockwise. */
function doubledAreaOf({ edges: { xs, ys } }: Faces, loop: Loop): number {
  const [baseX, baseY] = [xs[loop[0] ?? 0] ?? 0, ys[loop[0] ?? 0] ?? 0];
  let area = 0;
  loop.forEach((a, index) => {
    const b = loop[(index + 1) % loop.length] ?? a;
    area += ((xs[a] ?? 0) - baseX) * ((ys[b] ?? 0) - baseY) - ((xs[b] ?? 0) - baseX) * ((ys[a] ?? 0) - baseY);
  });
  return area;
}

/** A hole lies in the shell that holds any of its nodes that is not on it. */
function surrounds({ edges: { xs, ys } }: Faces, shell: Loop, hole: Loop): boolean {
  const onShell = new Set(shell);
  const node = hole.find((candidate) => !onShell.has(candidate));
  if (node === undefined) return true;
  const [x, y] = [xs[node] ?? 0, ys[node] ?? 0];
  let inside = false;
  shell.forEach((a, index) => {
    const b = shell[(index + 1) % shell.length] ?? a;
    const [x0, y0, x1, y1] = [xs[a] ?? 0, ys[a] ?? 0, xs[b] ?? 0, ys[b] ?? 0];
    if (y0 > y === y1 > y) return;
    if ((x1 - x0) * (y - y0) > (x - x0) * (y1 - y0) === y1 > y0) inside = !inside;
  });
  return inside;
}
