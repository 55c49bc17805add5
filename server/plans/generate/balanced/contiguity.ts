import type { AtomGraph } from './graph.ts';

/** Answers whether a cell stays in one piece without an atom. Holds its own marks, so that asking allocates nothing. */
export type Contiguity = { survivesWithout: (cells: Int32Array, atom: number) => boolean };

export function contiguityOf(graph: AtomGraph): Contiguity {
  const { offsets, neighbours, count } = graph;
  const marks = new Int32Array(count);
  const queue = new Int32Array(count);
  let stamp = 0;

  /**
   * Spreads from one neighbour of the atom within its cell until all the others are reached. Most often they touch each
   * other, which the first round, along the neighbours alone, finds without leaving the atom's surroundings.
   */
  function survivesWithout(cells: Int32Array, atom: number): boolean {
    const cell = cells[atom] ?? 0;
    const begin = offsets[atom] ?? 0;
    const end = offsets[atom + 1] ?? 0;
    // `wanted` marks neighbours in the cell that are not reached yet, `reached` what was reached.
    const wanted = stamp + 1;
    const reached = stamp + 2;
    stamp += 2;
    let left = 0;
    let first = -1;
    for (let half = begin; half < end; half++) {
      const near = neighbours[half] ?? 0;
      if (cells[near] !== cell) continue;
      marks[near] = wanted;
      first = near;
      left++;
    }
    if (left === 0) return false;
    if (left === 1) return true;
    marks[atom] = reached;
    marks[first] = reached;
    queue[0] = first;
    left--;
    let size = 1;
    for (let head = 0; head < size; head++) {
      const from = queue[head] ?? 0;
      const last = offsets[from + 1] ?? 0;
      for (let half = offsets[from] ?? 0; half < last; half++) {
        const near = neighbours[half] ?? 0;
        if (marks[near] !== wanted) continue;
        if (--left === 0) return true;
        marks[near] = reached;
        queue[size++] = near;
      }
    }
    for (let head = 0; head < size; head++) {
      const from = queue[head] ?? 0;
      const last = offsets[from + 1] ?? 0;
      for (let half = offsets[from] ?? 0; half < last; half++) {
        const near = neighbours[half] ?? 0;
        const mark = marks[near] ?? 0;
        if (mark === reached || cells[near] !== cell) continue;
        if (mark === wanted && --left === 0) return true;
        marks[near] = reached;
        queue[size++] = near;
      }
    }
    return false;
  }

  return { survivesWithout };
}

/** How many pieces each cell is in. */
export function piecesOfCells(
  { count, offsets, neighbours }: AtomGraph,
  cells: Int32Array,
  n: number,
): Int32Array {
  const pieces = new Int32Array(n);
  const seen = new Uint8Array(count);
  for (let start = 0; start < count; start++) {
    if (seen[start]) continue;
    const cell = cells[start] ?? 0;
    pieces[cell] = (pieces[cell] ?? 0) + 1;
    const stack = [start];
    seen[start] = 1;
    for (let atom = stack.pop(); atom !== undefined; atom = stack.pop()) {
      for (let half = offsets[atom] ?? 0; half < (offsets[atom + 1] ?? 0); half++) {
        const near = neighbours[half] ?? 0;
        if (seen[near] || cells[near] !== cell) continue;
        seen[near] = 1;
        stack.push(near);
      }
    }
  }
  return pieces;
}
