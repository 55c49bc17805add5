import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AtomGraph, edgesOf } from '../server/plans/generate/balanced/graph.ts';

const seeds = 16;
/** METIS weighs edges in integers. */
const longestEdge = 100_000;

export type MetisBest = {
  cells: Int32Array;
  innerBorderMetres: number;
  /** Of one run with files read and written, the mean of all. */
  seconds: number;
};

/**
 * The plan with the least inner border of 16 runs of gpmetis (Debian's package metis) with contiguous parts, whether or
 * not it keeps the tolerance. The graph has to be connected.
 */
export function bestOfMetis(graph: AtomGraph, n: number, tolerance: number): MetisBest {
  const folder = mkdtempSync(join(tmpdir(), 'gridwarden-metis-'));
  const startedAt = performance.now();
  try {
    const path = join(folder, 'graph');
    writeFileSync(path, metisFile(graph));
    const plans = Array.from({ length: seeds }, (_, index) => {
      const ufactor = Math.round(tolerance * 1000);
      execFileSync('gpmetis', ['-contig', `-ufactor=${ufactor}`, `-seed=${index + 1}`, path, String(n)]);
      const cells = Int32Array.from(readFileSync(`${path}.part.${n}`, 'utf8').trim().split('\n'), Number);
      return { cells, innerBorderMetres: innerBorder(graph, cells) };
    });
    const [best] = plans.sort((a, b) => a.innerBorderMetres - b.innerBorderMetres);
    if (!best) throw new Error('METIS made no plan');
    return { ...best, seconds: (performance.now() - startedAt) / 1000 / seeds };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function innerBorder(graph: AtomGraph, cells: Int32Array): number {
  return edgesOf(graph).reduce((sum, { a, b, metres }) => (cells[a] === cells[b] ? sum : sum + metres), 0);
}

/** The format of METIS 5: atoms with a weight, and of each its neighbours with the edge's weight. */
function metisFile(graph: AtomGraph): string {
  const longest = graph.metres.reduce((most, metres) => Math.max(most, metres), 0);
  const lines = Array.from({ length: graph.count }, (_, atom) => {
    const numbers = [Math.round(graph.weights[atom] ?? 0)];
    for (let half = graph.offsets[atom] ?? 0; half < (graph.offsets[atom + 1] ?? 0); half++) {
      const weight = Math.max(1, Math.round(((graph.metres[half] ?? 0) / longest) * longestEdge));
      numbers.push((graph.neighbours[half] ?? 0) + 1, weight);
    }
    return numbers.join(' ');
  });
  return `${[`${graph.count} ${graph.neighbours.length / 2} 011`, ...lines].join('\n')}\n`;
}
