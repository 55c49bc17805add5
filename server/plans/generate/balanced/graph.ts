/**
 * Atoms, the smallest pieces of land that cells are made of, and which of them touch. Half-edges stand in rows:
 * those of atom `i` are from `offsets[i]` to `offsets[i + 1]`, in ascending order of the neighbour.
 */
export type AtomGraph = {
  count: number;
  /** What is shared out evenly: households, population, minutes. */
  weights: Float64Array;
  /** Square metres. */
  areas: Float64Array;
  /** Centres, in metres about any origin. */
  xs: Float64Array;
  ys: Float64Array;
  /** Metres of each atom's border that no other atom has. */
  outer: Float64Array;
  offsets: Int32Array;
  neighbours: Int32Array;
  /** Metres of common border; 0 on a bridge between parts that do not touch. */
  metres: Float64Array;
  /** What a metre of border costs here: less along rivers and roads, where a border belongs. */
  costs: Float64Array;
  /** How many of the metres run along a line. */
  lined: Float64Array;
};

export type AtomEdge = {
  a: number;
  b: number;
  metres: number;
  /** Metres weighed by what runs there; the metres themselves where nothing does. */
  cost?: number;
  /** How many of the metres run along a line; none where absent. */
  lined?: number;
};

export type Atoms = Pick<AtomGraph, 'weights' | 'areas' | 'xs' | 'ys' | 'outer'>;

/** Puts edges in rows; those of the same two atoms are added up. */
export function atomGraph(atoms: Atoms, edges: readonly AtomEdge[]): AtomGraph {
  const count = atoms.weights.length;
  const rows: Map<number, Border>[] = Array.from({ length: count }, () => new Map());
  for (const edge of edges) {
    if (edge.a === edge.b) continue;
    addBorder(rows[edge.a], edge.b, edge);
    addBorder(rows[edge.b], edge.a, edge);
  }
  const size = rows.reduce((sum, row) => sum + row.size, 0);
  const graph: AtomGraph = {
    ...atoms,
    count,
    offsets: new Int32Array(count + 1),
    neighbours: new Int32Array(size),
    metres: new Float64Array(size),
    costs: new Float64Array(size),
    lined: new Float64Array(size),
  };
  let half = 0;
  rows.forEach((row, atom) => {
    for (const [to, { metres, cost, lined }] of [...row].sort(([one], [other]) => one - other)) {
      graph.neighbours[half] = to;
      graph.metres[half] = metres;
      graph.lined[half] = lined;
      graph.costs[half++] = cost;
    }
    graph.offsets[atom + 1] = half;
  });
  return graph;
}

type Border = { metres: number; cost: number; lined: number };

function addBorder(
  row: Map<number, Border> | undefined,
  to: number,
  { metres, cost, lined }: AtomEdge,
): void {
  const known = row?.get(to) ?? { metres: 0, cost: 0, lined: 0 };
  known.metres += metres;
  known.cost += cost ?? metres;
  known.lined += lined ?? 0;
  row?.set(to, known);
}

/** Each pair of touching atoms once, by the first and then the second. */
export function edgesOf({
  count,
  offsets,
  neighbours,
  metres,
  costs,
  lined,
}: AtomGraph): Required<AtomEdge>[] {
  const edges: Required<AtomEdge>[] = [];
  for (let a = 0; a < count; a++) {
    for (let half = offsets[a] ?? 0; half < (offsets[a + 1] ?? 0); half++) {
      const b = neighbours[half] ?? 0;
      if (a >= b) continue;
      edges.push({ a, b, metres: metres[half] ?? 0, cost: costs[half] ?? 0, lined: lined[half] ?? 0 });
    }
  }
  return edges;
}

export function totalOf(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ?? 0;
  return sum;
}
