import { type Energy, excessOf, imbalanceCost } from './energy.ts';
import { type AtomGraph, totalOf } from './graph.ts';

/** How good a plan is: what lies out of tolerance counts first, then the energy. */
export type Score = { excess: number; energy: number };

export function isBetter(one: Score, other: Score): boolean {
  return one.excess < other.excess || (one.excess === other.excess && one.energy < other.energy);
}

/** Scores a plan; `tolerance` is the one asked for, which the energy's own is a little inside of. */
export function scoreOf(
  graph: AtomGraph,
  cells: Int32Array,
  n: number,
  energy: Energy,
  tolerance: number,
  before?: Int32Array,
): Score {
  const { count, offsets, neighbours, costs, weights, xs, ys } = graph;
  const loads = loadsOf(graph, cells, n);
  const total = totalOf(weights);
  const area = totalOf(graph.areas);
  const moments = { x: new Float64Array(n), y: new Float64Array(n) };
  let [border, moved, inertia] = [0, 0, 0];
  for (let atom = 0; atom < count; atom++) {
    const cell = cells[atom] ?? 0;
    const weight = weights[atom] ?? 0;
    const [x, y] = [xs[atom] ?? 0, ys[atom] ?? 0];
    for (let half = offsets[atom] ?? 0; half < (offsets[atom + 1] ?? 0); half++)
      if (cells[neighbours[half] ?? 0] !== cell) border += (costs[half] ?? 0) / 2;
    if (before && before[atom] !== cell) moved += weight;
    moments.x[cell] = (moments.x[cell] ?? 0) + weight * x;
    moments.y[cell] = (moments.y[cell] ?? 0) + weight * y;
    inertia += weight * (x * x + y * y);
  }
  let [excess, imbalance] = [0, 0];
  loads.forEach((load, cell) => {
    excess += excessOf(load, total / n, tolerance);
    imbalance += imbalanceCost(load, total / n, energy);
    const [x, y] = [moments.x[cell] ?? 0, moments.y[cell] ?? 0];
    if (load > 0) inertia -= (x * x + y * y) / load;
  });
  const ofDiscs = (total * area) / n / (2 * Math.PI);
  return {
    // Sums of the same loads in another order may differ in the last bits.
    excess: excess < 1e-9 ? 0 : excess,
    energy:
      imbalance +
      (n * border) / (2 * Math.sqrt(area * n)) +
      (energy.travel * n * inertia) / ofDiscs +
      (energy.stability * n * moved) / total,
  };
}

/** The weight of each cell. */
export function loadsOf({ weights }: AtomGraph, cells: Int32Array, n: number): Float64Array {
  const loads = new Float64Array(n);
  cells.forEach((cell, atom) => {
    loads[cell] = (loads[cell] ?? 0) + (weights[atom] ?? 0);
  });
  return loads;
}
