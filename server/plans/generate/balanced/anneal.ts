import { contiguityOf } from './contiguity.ts';
import { type Energy, excessOf, imbalanceCost } from './energy.ts';
import { accepts, expOf, hopeless, lnOf } from './exponential.ts';
import { type AtomGraph, totalOf } from './graph.ts';
import type { RandomBits } from './random.ts';

export type Schedule = {
  sweeps: number;
  /** Temperatures of the first sweep and of the last before the quench, in units of the energy. */
  hot: number;
  cold: number;
};

export type Limits = {
  /** 1 for atoms that stay in their cell. */
  fixed?: Uint8Array;
  /** 1 for half-edges whose two atoms may never be in one cell. */
  walls?: Uint8Array;
  /** The cells before; leaving them costs as {@link Energy} says. */
  before?: Int32Array;
};

/** Told the share done; false ends the work where it stands. */
export type Pulse = (share: number) => boolean;

/** From this share of the sweeps on no move may take a cell further out of tolerance. */
const hardFrom = 0.6;
/** The last sweeps only let what is better through: what the cold end still left to gain. */
const quenchFrom = 0.96;
const quenchTemperature = 0.0003;
/** One proposal in so many exchanges two atoms across a border. */
const swapEvery = 8;
const proposalsAPulse = 250_000;

/**
 * Simulated annealing of a plan whose cells are contiguous, which they stay: atoms move to the cell of a neighbour, one by
 * one or two against each other. Changes `cells` in place; true where it ran to the end.
 */
export function anneal(
  graph: AtomGraph,
  cells: Int32Array,
  n: number,
  energy: Energy,
  schedule: Schedule,
  random: RandomBits,
  limits: Limits = {},
  pulse: Pulse = () => true,
): boolean {
  const { count, offsets, neighbours, costs, weights, xs, ys } = graph;
  const halves = neighbours.length;
  if (n < 2 || halves === 0) return true;
  const total = totalOf(weights);
  const target = total / n;
  const area = totalOf(graph.areas);
  const perMetre = n / (2 * Math.sqrt(area * n));
  const perMoved = (energy.stability * n) / total;
  const perInertia = (energy.travel * n * 2 * Math.PI) / ((total * area) / n);
  const { fixed, walls, before } = limits;
  const travels = energy.travel > 0;
  const { survivesWithout } = contiguityOf(graph);
  const { bits, unit } = random;
  const perBit = halves / 4_294_967_296;

  const sources = new Int32Array(halves);
  for (let atom = 0; atom < count; atom++) sources.fill(atom, offsets[atom] ?? 0, offsets[atom + 1] ?? 0);
  const loads = new Float64Array(n);
  const sizes = new Int32Array(n);
  const terms = new Float64Array(n);
  // First moments of the weight, for the inertia about the cells' centres: Σ w r² is the same whatever the cells are,
  // so only the part about the centre, - |Σ w r|² / Σ w, ever changes with a move.
  const momentsX = new Float64Array(n);
  const momentsY = new Float64Array(n);
  const squares = new Float64Array(n);
  for (let atom = 0; atom < count; atom++) {
    const cell = cells[atom] ?? 0;
    const weight = weights[atom] ?? 0;
    loads[cell] = (loads[cell] ?? 0) + weight;
    sizes[cell] = (sizes[cell] ?? 0) + 1;
    momentsX[cell] = (momentsX[cell] ?? 0) + weight * (xs[atom] ?? 0);
    momentsY[cell] = (momentsY[cell] ?? 0) + weight * (ys[atom] ?? 0);
    squares[cell] =
      (squares[cell] ?? 0) + weight * ((xs[atom] ?? 0) * (xs[atom] ?? 0) + (ys[atom] ?? 0) * (ys[atom] ?? 0));
  }
  for (let cell = 0; cell < n; cell++) terms[cell] = imbalanceCost(loads[cell] ?? 0, target, energy);

  const inertia = (load: number, square: number, x: number, y: number) =>
    load > 0 ? square - (x * x + y * y) / load : 0;

  /** What moving an atom changes, border, balance, travel and stability together; Infinity where a limit forbids it. */
  let hard = false;
  function changeOf(atom: number, from: number, to: number): number {
    if (fixed !== undefined && fixed[atom] === 1) return Infinity;
    let border = 0;
    const end = offsets[atom + 1] ?? 0;
    for (let half = offsets[atom] ?? 0; half < end; half++) {
      const cell = cells[neighbours[half] ?? 0];
      if (cell === from) border += costs[half] ?? 0;
      else if (cell === to) {
        if (walls !== undefined && walls[half] === 1) return Infinity;
        border -= costs[half] ?? 0;
      }
    }
    const weight = weights[atom] ?? 0;
    const fromLoad = loads[from] ?? 0;
    const toLoad = loads[to] ?? 0;
    if (hard) {
      const excess =
        excessOf(fromLoad - weight, target, energy.tolerance) +
        excessOf(toLoad + weight, target, energy.tolerance);
      const now = excessOf(fromLoad, target, energy.tolerance) + excessOf(toLoad, target, energy.tolerance);
      if (excess > now + 1e-12) return Infinity;
    }
    let change =
      border * perMetre +
      imbalanceCost(fromLoad - weight, target, energy) -
      (terms[from] ?? 0) +
      imbalanceCost(toLoad + weight, target, energy) -
      (terms[to] ?? 0);
    if (before !== undefined) {
      const home = before[atom];
      if (home === from) change += weight * perMoved;
      else if (home === to) change -= weight * perMoved;
    }
    if (travels) change += inertiaChange(atom, from, to) * perInertia;
    return change;
  }

  function inertiaChange(atom: number, from: number, to: number): number {
    const weight = weights[atom] ?? 0;
    const x = xs[atom] ?? 0;
    const y = ys[atom] ?? 0;
    const square = weight * (x * x + y * y);
    const [wx, wy] = [weight * x, weight * y];
    const fromX = momentsX[from] ?? 0;
    const fromY = momentsY[from] ?? 0;
    const toX = momentsX[to] ?? 0;
    const toY = momentsY[to] ?? 0;
    const fromSquare = squares[from] ?? 0;
    const toSquare = squares[to] ?? 0;
    const fromLoad = loads[from] ?? 0;
    const toLoad = loads[to] ?? 0;
    return (
      inertia(fromLoad - weight, fromSquare - square, fromX - wx, fromY - wy) -
      inertia(fromLoad, fromSquare, fromX, fromY) +
      inertia(toLoad + weight, toSquare + square, toX + wx, toY + wy) -
      inertia(toLoad, toSquare, toX, toY)
    );
  }

  function move(atom: number, from: number, to: number): void {
    const weight = weights[atom] ?? 0;
    cells[atom] = to;
    sizes[from] = (sizes[from] ?? 0) - 1;
    sizes[to] = (sizes[to] ?? 0) + 1;
    loads[from] = (loads[from] ?? 0) - weight;
    loads[to] = (loads[to] ?? 0) + weight;
    terms[from] = imbalanceCost(loads[from] ?? 0, target, energy);
    terms[to] = imbalanceCost(loads[to] ?? 0, target, energy);
    if (!travels) return;
    const x = weight * (xs[atom] ?? 0);
    const y = weight * (ys[atom] ?? 0);
    const square = x * (xs[atom] ?? 0) + y * (ys[atom] ?? 0);
    momentsX[from] = (momentsX[from] ?? 0) - x;
    momentsX[to] = (momentsX[to] ?? 0) + x;
    momentsY[from] = (momentsY[from] ?? 0) - y;
    momentsY[to] = (momentsY[to] ?? 0) + y;
    squares[from] = (squares[from] ?? 0) - square;
    squares[to] = (squares[to] ?? 0) + square;
  }

  function proposeMove(temperature: number): void {
    const half = Math.floor(bits() * perBit);
    const atom = sources[half] ?? 0;
    const from = cells[atom] ?? 0;
    const to = cells[neighbours[half] ?? 0] ?? 0;
    if (from === to || sizes[from] === 1) return;
    const change = changeOf(atom, from, to);
    if (change > 0 && (change >= hopeless * temperature || !accepts(change / temperature, unit()))) return;
    if (survivesWithout(cells, atom)) move(atom, from, to);
  }

  /** One atom goes over, and one of those that then touch comes back for it: what no two single moves would pass. */
  function proposeSwap(temperature: number): void {
    const half = Math.floor(bits() * perBit);
    const atom = sources[half] ?? 0;
    const from = cells[atom] ?? 0;
    const beyond = neighbours[half] ?? 0;
    const to = cells[beyond] ?? 0;
    if (from === to || sizes[from] === 1) return;
    // The atom that comes back: any that touches one of the cell's atoms near the first.
    const start = offsets[beyond] ?? 0;
    const other = neighbours[start + random.below((offsets[beyond + 1] ?? 0) - start)] ?? 0;
    const back = cells[other] === to ? other : beyond;
    if (back === atom || !touches(back, from, atom)) return;
    const wasHard = hard;
    hard = false;
    const excess = wasHard ? pairExcess(from, to) : 0;
    const first = changeOf(atom, from, to);
    if (first === Infinity || !survivesWithout(cells, atom)) {
      hard = wasHard;
      return;
    }
    move(atom, from, to);
    const change = first + changeOf(back, to, from);
    hard = wasHard;
    const isWanted =
      change <= 0 || (change < hopeless * temperature && accepts(change / temperature, unit()));
    if (isWanted && survivesWithout(cells, back)) {
      move(back, to, from);
      if (!wasHard || pairExcess(from, to) <= excess + 1e-12) return;
      move(back, from, to);
    }
    move(atom, to, from);
  }

  function pairExcess(one: number, other: number): number {
    return (
      excessOf(loads[one] ?? 0, target, energy.tolerance) +
      excessOf(loads[other] ?? 0, target, energy.tolerance)
    );
  }

  /** True where the atom touches a cell otherwise than by the one that leaves it. */
  function touches(atom: number, cell: number, leaving: number): boolean {
    for (let half = offsets[atom] ?? 0; half < (offsets[atom + 1] ?? 0); half++) {
      const near = neighbours[half] ?? 0;
      if (near !== leaving && cells[near] === cell) return true;
    }
    return false;
  }

  const rate = lnOf(schedule.cold / schedule.hot);
  const sweepsAPulse = Math.max(1, Math.floor(proposalsAPulse / count));
  for (let sweep = 0; sweep < schedule.sweeps; sweep++) {
    const share = sweep / schedule.sweeps;
    if (sweep % sweepsAPulse === 0 && !pulse(share)) return false;
    const temperature =
      share < quenchFrom ? schedule.hot * expOf((rate * share) / quenchFrom) : quenchTemperature;
    hard = share >= hardFrom;
    for (let proposal = 0; proposal < count; proposal++) {
      if (proposal % swapEvery === 0) proposeSwap(temperature);
      else proposeMove(temperature);
    }
  }
  return true;
}
