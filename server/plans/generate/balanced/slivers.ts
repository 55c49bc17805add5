import { type AtomGraph, edgesOf } from './graph.ts';

export type SliverLimits = {
  leastSquareMetres: number;
  /** Twice the area over the border's length, which for a strip is its width. */
  leastWidthMetres: number;
  /** No atom is made heavier than this: small squares stand where the weight is. */
  mostWeight: number;
};

/**
 * Joins atoms that are too small or too narrow to the neighbour with the longest common border, the smallest first; one
 * of the same kind where there is one. `kindOf` tells apart what should not be mixed, such as the cells before.
 * Returns the new number of each atom and how many there are.
 */
export function joinSlivers(
  graph: AtomGraph,
  { leastSquareMetres, leastWidthMetres, mostWeight }: SliverLimits,
  kindOf: (atom: number) => number,
): { atomOf: Int32Array; count: number } {
  const rows: Map<number, number>[] = Array.from({ length: graph.count }, () => new Map());
  const areas = graph.areas.slice();
  const weights = graph.weights.slice();
  const around = graph.outer.slice();
  for (const { a, b, metres } of edgesOf(graph)) {
    for (const [from, to] of [[a, b] as const, [b, a] as const]) {
      rows[from]?.set(to, metres);
      around[from] = (around[from] ?? 0) + metres;
    }
  }
  const into = new Int32Array(graph.count).fill(-1);
  const isSliver = (atom: number) =>
    (areas[atom] ?? 0) < leastSquareMetres || 2 * (areas[atom] ?? 0) < leastWidthMetres * (around[atom] ?? 0);
  const order = Array.from(areas.keys()).sort((a, b) => (areas[a] ?? 0) - (areas[b] ?? 0) || a - b);
  for (const atom of order) {
    if (!isSliver(atom)) continue;
    const weight = weights[atom] ?? 0;
    const mayTake = (other: number) => weight === 0 || weight + (weights[other] ?? 0) <= mostWeight;
    const neighbour = longest(rows[atom], mayTake, (other) => kindOf(other) === kindOf(atom));
    if (neighbour === undefined) continue;
    into[atom] = neighbour;
    const shared = rows[atom]?.get(neighbour) ?? 0;
    areas[neighbour] = (areas[neighbour] ?? 0) + (areas[atom] ?? 0);
    weights[neighbour] = (weights[neighbour] ?? 0) + weight;
    around[neighbour] = (around[neighbour] ?? 0) + (around[atom] ?? 0) - 2 * shared;
    moveBorders(rows, atom, neighbour);
  }
  return renumbered(into);
}

function longest(
  row: Map<number, number> | undefined,
  mayTake: (atom: number) => boolean,
  isAlike: (atom: number) => boolean,
): number | undefined {
  const takers = [...(row ?? [])].filter(([atom]) => mayTake(atom));
  takers.sort(([one, a], [other, b]) => b - a || one - other);
  return (takers.find(([atom]) => isAlike(atom)) ?? takers[0])?.[0];
}

function moveBorders(rows: Map<number, number>[], from: number, to: number): void {
  for (const [other, metres] of rows[from] ?? []) {
    rows[other]?.delete(from);
    if (other === to) continue;
    const joined = (rows[to]?.get(other) ?? 0) + metres;
    rows[to]?.set(other, joined);
    rows[other]?.set(to, joined);
  }
  rows[from]?.clear();
}

function renumbered(into: Int32Array): { atomOf: Int32Array; count: number } {
  const atomOf = new Int32Array(into.length);
  let count = 0;
  into.forEach((to, atom) => {
    if (to === -1) atomOf[atom] = count++;
  });
  into.forEach((to, atom) => {
    let root = to === -1 ? atom : to;
    for (let up = into[root] ?? -1; up !== -1; up = into[root] ?? -1) root = up;
    atomOf[atom] = atomOf[root] ?? 0;
  });
  return { atomOf, count };
}
