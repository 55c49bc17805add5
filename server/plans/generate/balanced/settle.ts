import type { AtomGraph } from './graph.ts';

/**
 * Makes an older plan fit to be annealed, in place: atoms that have no cell yet (-1), and pieces of cells that lie apart
 * from the heaviest one, go to the neighbouring cell with the longest common border. Pieces with a fixed atom stay.
 * Returns how many atoms changed.
 */
export function settle(graph: AtomGraph, cells: Int32Array, fixed?: Uint8Array): number {
  let changed = 0;
  // Every round gives away at least one piece, or ends: what is given joins a piece that stays.
  for (let round = 0; round < graph.count; round++) {
    const strays = strayPieces(graph, cells, fixed);
    let given = 0;
    for (const piece of strays) {
      const cell = longestNeighbour(graph, cells, piece);
      if (cell < 0) continue;
      for (const atom of piece) cells[atom] = cell;
      given += piece.length;
    }
    changed += given;
    if (given === 0) break;
  }
  return changed;
}

function strayPieces(graph: AtomGraph, cells: Int32Array, fixed: Uint8Array | undefined): number[][] {
  const pieces = new Map<number, { atoms: number[]; weight: number }[]>();
  for (const atoms of connectedPieces(graph, cells)) {
    const cell = cells[atoms[0] ?? 0] ?? -1;
    const weight = atoms.reduce((sum, atom) => sum + (graph.weights[atom] ?? 0), 0);
    const known = pieces.get(cell);
    if (known) known.push({ atoms, weight });
    else pieces.set(cell, [{ atoms, weight }]);
  }
  return [...pieces].flatMap(([cell, of]) => {
    const sorted = of.sort((a, b) => b.weight - a.weight || (a.atoms[0] ?? 0) - (b.atoms[0] ?? 0));
    const strays = sorted.slice(cell === -1 ? 0 : 1).map(({ atoms }) => atoms);
    return strays.filter((atoms) => !atoms.some((atom) => fixed?.[atom] === 1));
  });
}

function* connectedPieces({ count, offsets, neighbours }: AtomGraph, cells: Int32Array): Generator<number[]> {
  const seen = new Uint8Array(count);
  for (let start = 0; start < count; start++) {
    if (seen[start]) continue;
    const cell = cells[start];
    const atoms = [start];
    seen[start] = 1;
    // Atoms without a cell are settled one by one.
    for (let head = 0; head < atoms.length && cell !== -1; head++) {
      const atom = atoms[head] ?? 0;
      for (let half = offsets[atom] ?? 0; half < (offsets[atom + 1] ?? 0); half++) {
        const near = neighbours[half] ?? 0;
        if (seen[near] || cells[near] !== cell) continue;
        seen[near] = 1;
        atoms.push(near);
      }
    }
    yield atoms;
  }
}

/** The other cell with the longest border to these atoms; -1 where they touch none. */
function longestNeighbour(graph: AtomGraph, cells: Int32Array, atoms: readonly number[]): number {
  const { offsets, neighbours, metres } = graph;
  const own = cells[atoms[0] ?? 0] ?? -1;
  const borders = new Map<number, number>();
  for (const atom of atoms) {
    for (let half = offsets[atom] ?? 0; half < (offsets[atom + 1] ?? 0); half++) {
      const cell = cells[neighbours[half] ?? 0] ?? -1;
      if (cell !== own && cell !== -1) borders.set(cell, (borders.get(cell) ?? 0) + (metres[half] ?? 0));
    }
  }
  const [longest] = [...borders].sort(([one, a], [other, b]) => b - a || one - other);
  return longest?.[0] ?? -1;
}
