import { createHash } from 'node:crypto';
import type { AtomGraph } from './graph.ts';

/** What identifies an input: with the seed and the algorithm's version it says which plan comes out. */
export function hashOfGraph(graph: AtomGraph): string {
  const { offsets, neighbours, weights, areas, xs, ys, outer, metres, costs } = graph;
  const hash = createHash('sha256');
  for (const column of [offsets, neighbours, weights, areas, xs, ys, outer, metres, costs])
    hash.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  return hash.digest('hex');
}
