import type { AtomGraph } from './graph.ts';
import type { Limits } from './plan-state.ts';

/** What an adjustment leaves alone. */
export type Locks = {
  /** Atoms that stay in their cell. */
  atoms?: readonly number[];
  /** Cells that neither lose nor gain an atom. */
  cells?: readonly number[];
  /** Pairs of cells whose common border stays a border where it runs. */
  borders?: readonly (readonly [cell: number, other: number])[];
};

/**
 * Locks as limits on moves. A cell that is locked keeps its atoms, and walls around it keep others out; atoms on the two
 * sides of a locked border never come into one cell.
 */
export function limitsOf(graph: AtomGraph, cells: Int32Array, locks: Locks): Pick<Limits, 'fixed' | 'walls'> {
  const { count, offsets, neighbours } = graph;
  const lockedCells = new Set(locks.cells);
  const lockedBorders = new Set((locks.borders ?? []).flatMap(([a, b]) => [`${a},${b}`, `${b},${a}`]));
  const fixed = new Uint8Array(count);
  const walls = new Uint8Array(neighbours.length);
  for (const atom of locks.atoms ?? []) fixed[atom] = 1;
  for (let atom = 0; atom < count; atom++) {
    const cell = cells[atom] ?? -1;
    if (lockedCells.has(cell)) fixed[atom] = 1;
    for (let half = offsets[atom] ?? 0; half < (offsets[atom + 1] ?? 0); half++) {
      const other = cells[neighbours[half] ?? 0] ?? -1;
      const isLocked =
        lockedCells.has(cell) || lockedCells.has(other) || lockedBorders.has(`${cell},${other}`);
      if (cell !== other && isLocked) walls[half] = 1;
    }
  }
  return { fixed, walls };
}
