import { type Energy, excessOf, imbalanceCost } from './energy.ts';
import { type AtomGraph, totalOf } from './graph.ts';

export type Limits = {
  /** 1 for atoms that stay in their cell. */
  fixed?: Uint8Array;
  /** 1 for half-edges whose two atoms may never be in one cell. */
  walls?: Uint8Array;
  /** The cells before; leaving them costs as {@link Energy} says. */
  before?: Int32Array;
};

/** Sums of the same weights in another order differ in the last bits. */
const rounding = 1e-12;

/**
 * A plan while it is annealed: what each cell holds is kept beside, so that a move costs the degree of its atom alone and
 * allocates nothing. Of the inertia only the part about the cells' centres is kept, - |Σ w r|² / Σ w of each cell, for
 * Σ w r² over all atoms is the same whatever the cells are.
 */
export class PlanState {
  readonly graph: AtomGraph;
  readonly cells: Int32Array;
  readonly sizes: Int32Array;
  /** From here on no move may take a cell further out of tolerance. */
  isStrict = false;
  readonly #energy: Energy;
  readonly #limits: Limits;
  readonly #target: number;
  readonly #perMetre: number;
  readonly #perMoved: number;
  readonly #perInertia: number;
  readonly #loads: Float64Array;
  readonly #imbalance: Float64Array;
  readonly #momentsX: Float64Array;
  readonly #momentsY: Float64Array;

  /** Changes `cells` in place. */
  constructor(graph: AtomGraph, cells: Int32Array, n: number, energy: Energy, limits: Limits) {
    const total = totalOf(graph.weights);
    const area = totalOf(graph.areas);
    this.graph = graph;
    this.cells = cells;
    this.#energy = energy;
    this.#limits = limits;
    this.#target = total / n;
    this.#perMetre = n / (2 * Math.sqrt(area * n));
    this.#perMoved = (energy.stability * n) / total;
    this.#perInertia = (energy.travel * n * 2 * Math.PI) / ((total * area) / n);
    this.sizes = new Int32Array(n);
    this.#loads = new Float64Array(n);
    this.#imbalance = new Float64Array(n);
    this.#momentsX = new Float64Array(n);
    this.#momentsY = new Float64Array(n);
    for (let atom = 0; atom < graph.count; atom++) this.#add(atom, cells[atom] ?? 0, 1);
  }

  /** What moving an atom adds to the energy; Infinity where a limit forbids it. */
  changeOf(atom: number, from: number, to: number): number {
    const border = this.#borderChange(atom, from, to);
    if (border === Infinity) return Infinity;
    const weight = this.graph.weights[atom] ?? 0;
    const fromLoad = (this.#loads[from] ?? 0) - weight;
    const toLoad = (this.#loads[to] ?? 0) + weight;
    if (
      this.isStrict &&
      this.#excess(fromLoad) + this.#excess(toLoad) > this.excessOfPair(from, to) + rounding
    )
      return Infinity;
    let change =
      border * this.#perMetre +
      imbalanceCost(fromLoad, this.#target, this.#energy) -
      (this.#imbalance[from] ?? 0) +
      imbalanceCost(toLoad, this.#target, this.#energy) -
      (this.#imbalance[to] ?? 0);
    const { before } = this.#limits;
    if (before !== undefined) {
      const home = before[atom];
      if (home === from) change += weight * this.#perMoved;
      else if (home === to) change -= weight * this.#perMoved;
    }
    return this.#perInertia > 0 ? change + this.#inertiaChange(atom, from, to) * this.#perInertia : change;
  }

  move(atom: number, from: number, to: number): void {
    this.cells[atom] = to;
    this.#add(atom, from, -1);
    this.#add(atom, to, 1);
  }

  /** How far two cells together lie out of tolerance. */
  excessOfPair(one: number, other: number): number {
    return this.#excess(this.#loads[one] ?? 0) + this.#excess(this.#loads[other] ?? 0);
  }

  #excess(load: number): number {
    return excessOf(load, this.#target, this.#energy.tolerance);
  }

  #add(atom: number, cell: number, sign: 1 | -1): void {
    const { weights, xs, ys } = this.graph;
    const weight = sign * (weights[atom] ?? 0);
    const load = (this.#loads[cell] ?? 0) + weight;
    this.#loads[cell] = load;
    this.sizes[cell] = (this.sizes[cell] ?? 0) + sign;
    this.#imbalance[cell] = imbalanceCost(load, this.#target, this.#energy);
    this.#momentsX[cell] = (this.#momentsX[cell] ?? 0) + weight * (xs[atom] ?? 0);
    this.#momentsY[cell] = (this.#momentsY[cell] ?? 0) + weight * (ys[atom] ?? 0);
  }

  #borderChange(atom: number, from: number, to: number): number {
    const { fixed, walls } = this.#limits;
    if (fixed !== undefined && fixed[atom] === 1) return Infinity;
    const { offsets, neighbours, costs } = this.graph;
    let border = 0;
    const end = offsets[atom + 1] ?? 0;
    for (let half = offsets[atom] ?? 0; half < end; half++) {
      const cell = this.cells[neighbours[half] ?? 0];
      if (cell === from) border += costs[half] ?? 0;
      else if (cell === to) {
        if (walls !== undefined && walls[half] === 1) return Infinity;
        border -= costs[half] ?? 0;
      }
    }
    return border;
  }

  #inertiaChange(atom: number, from: number, to: number): number {
    const { weights, xs, ys } = this.graph;
    const weight = weights[atom] ?? 0;
    const x = weight * (xs[atom] ?? 0);
    const y = weight * (ys[atom] ?? 0);
    return (
      this.#centred(from, 0, 0, 0) -
      this.#centred(from, -weight, -x, -y) +
      this.#centred(to, 0, 0, 0) -
      this.#centred(to, weight, x, y)
    );
  }

  /** |Σ w r|² / Σ w of a cell with this much added. */
  #centred(cell: number, weight: number, x: number, y: number): number {
    const load = (this.#loads[cell] ?? 0) + weight;
    if (load <= 0) return 0;
    const [sumX, sumY] = [(this.#momentsX[cell] ?? 0) + x, (this.#momentsY[cell] ?? 0) + y];
    return (sumX * sumX + sumY * sumY) / load;
  }
}
