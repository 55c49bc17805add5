import { type AtomGraph, atomGraph, edgesOf } from './graph.ts';

/** A graph in which each group is one atom, and the way back. */
export type Collapsed = { graph: AtomGraph; atomOf: Int32Array };

/** Makes one atom of each group, for what must not be parted; `groupOf` has a number per atom, -1 for those of no group. */
export function keepTogether(graph: AtomGraph, groupOf: Int32Array): Collapsed {
  const atomOf = new Int32Array(graph.count);
  const numbers = new Map<number, number>();
  let count = 0;
  groupOf.forEach((group, atom) => {
    const known = group < 0 ? undefined : numbers.get(group);
    atomOf[atom] = known ?? count++;
    if (group >= 0 && known === undefined) numbers.set(group, atomOf[atom] ?? 0);
  });
  const sums = (values: Float64Array) => summed(values, atomOf, count);
  const areas = sums(graph.areas);
  const centred = (values: Float64Array) =>
    sums(values.map((value, atom) => value * (graph.areas[atom] ?? 0))).map(
      (sum, atom) => sum / (areas[atom] ?? 1),
    );
  const atoms = {
    weights: sums(graph.weights),
    areas,
    xs: centred(graph.xs),
    ys: centred(graph.ys),
    outer: sums(graph.outer),
  };
  const edges = edgesOf(graph).map((edge) => ({ ...edge, a: atomOf[edge.a] ?? 0, b: atomOf[edge.b] ?? 0 }));
  return { graph: atomGraph(atoms, edges), atomOf };
}

function summed(values: Float64Array, atomOf: Int32Array, count: number): Float64Array {
  const sums = new Float64Array(count);
  values.forEach((value, atom) => {
    const to = atomOf[atom] ?? 0;
    sums[to] = (sums[to] ?? 0) + value;
  });
  return sums;
}
