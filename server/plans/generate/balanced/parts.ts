import { type AtomGraph, atomGraph, edgesOf, totalOf } from './graph.ts';

/** The connected part of each atom, numbered from 0 in the order of their first atoms. */
export function partsOf({ count, offsets, neighbours }: AtomGraph): { partOf: Int32Array; parts: number } {
  const partOf = new Int32Array(count).fill(-1);
  let parts = 0;
  for (let start = 0; start < count; start++) {
    if (partOf[start] !== -1) continue;
    const stack = [start];
    partOf[start] = parts;
    for (let atom = stack.pop(); atom !== undefined; atom = stack.pop()) {
      for (let half = offsets[atom] ?? 0; half < (offsets[atom + 1] ?? 0); half++) {
        const near = neighbours[half] ?? 0;
        if (partOf[near] !== -1) continue;
        partOf[near] = parts;
        stack.push(near);
      }
    }
    parts++;
  }
  return { partOf, parts };
}

export type Bridge = { a: number; b: number };

/**
 * Joins parts that do not touch, islands and exclaves, each to what is nearest by centres, so that every cell can be
 * reached from every other. A bridge has no length; a cell across it is in two pieces, which costs as much as the side of a
 * mean cell, so that islands large enough become cells of their own.
 */
export function withBridges(
  graph: AtomGraph,
  n: number,
): { graph: AtomGraph; bridges: Bridge[]; parts: number } {
  const { partOf, parts } = partsOf(graph);
  if (parts === 1) return { graph, bridges: [], parts };
  const side = Math.sqrt(totalOf(graph.areas) / n);
  const bridges = nearestBridges(graph, partOf, parts);
  const edges = [...edgesOf(graph), ...bridges.map((bridge) => ({ ...bridge, metres: 0, cost: -side }))];
  return { graph: atomGraph(graph, edges), bridges, parts };
}

/** Prim's tree over the parts: of what is not joined yet, the atom nearest to what is. */
function nearestBridges({ count, xs, ys }: AtomGraph, partOf: Int32Array, parts: number): Bridge[] {
  const nearest = new Int32Array(count).fill(-1);
  const distances = new Float64Array(count).fill(Infinity);
  const joined = new Uint8Array(parts);
  const members: number[][] = Array.from({ length: parts }, () => []);
  partOf.forEach((part, atom) => {
    members[part]?.push(atom);
  });
  const bridges: Bridge[] = [];
  for (let part = 0; ; ) {
    joined[part] = 1;
    if (bridges.length === parts - 1) return bridges;
    let best = -1;
    for (let atom = 0; atom < count; atom++) {
      if (joined[partOf[atom] ?? 0]) continue;
      for (const near of members[part] ?? []) {
        const east = (xs[near] ?? 0) - (xs[atom] ?? 0);
        const north = (ys[near] ?? 0) - (ys[atom] ?? 0);
        const square = east * east + north * north;
        if (square >= (distances[atom] ?? 0)) continue;
        distances[atom] = square;
        nearest[atom] = near;
      }
      if (best < 0 || (distances[atom] ?? 0) < (distances[best] ?? 0)) best = atom;
    }
    bridges.push({ a: nearest[best] ?? 0, b: best });
    part = partOf[best] ?? 0;
  }
}
