import { anneal, type Pulse, type Schedule } from './anneal.ts';
import type { Energy } from './energy.ts';
import { type AtomGraph, totalOf } from './graph.ts';
import { keepTogether } from './keep-together.ts';
import { type Bridge, withBridges } from './parts.ts';
import type { Limits } from './plan-state.ts';
import { type RandomBits, randomBits } from './random.ts';
import { isBetter, type Score, scoreOf } from './score.ts';
import { bisectTrees } from './spanning-tree.ts';

/** Raised with every change that gives other plans for the same input. */
export const algorithmVersion = 1;

export type BalanceOptions = {
  /** How many cells. */
  n: number;
  /** How far a cell's weight may lie from the mean, a share; 0.1 if absent. */
  tolerance?: number;
  /** Any whole number; the same one gives the same plan. */
  seed?: number;
  quality?: Quality;
  /** How much travel counts beside border: 0 (the default) in towns, 0.5 on open land. */
  travel?: number;
  /** A number per atom, equal for those that stay in one cell; -1 for the others. */
  groups?: Int32Array;
  /** Told the share done, several times a second. */
  onProgress?: (share: number) => void;
  isCancelled?: () => boolean;
};

export type Quality = 'draft' | 'final';

export type Balanced = {
  /** The cell of each atom, from 0. */
  cells: Int32Array;
  /** How many parts of the land do not touch each other; 1 where it is connected. */
  parts: number;
  bridges: Bridge[];
};

/** Cells are annealed to a little inside of the tolerance, so that what is left at the end still keeps it. */
const toleranceKept = 0.92;

type Effort = { sweeps: number; mostStarts: number; proposals: number };
const efforts: Record<Quality, Effort> = {
  draft: { sweeps: 3_000, mostStarts: 4, proposals: 10_000_000 },
  final: { sweeps: 20_000, mostStarts: 12, proposals: 100_000_000 },
};
const leastSweeps: Record<Quality, number> = { draft: 1_000, final: 3_000 };
/** Hot enough to forget the start, which then hardly matters: measured on 2,294 atoms, 5 % less border than from 0.06. */
const hot = 0.3;
const cold = 0.005;
const repair: Schedule = { sweeps: 600, hot: 0.06, cold: 0.003 };
export const mostRepairs = 3;

/** The work was cancelled by the one who asked for it. */
export class Cancelled extends Error {}

/**
 * Shares the atoms out to n contiguous cells of about equal weight with short borders. Several starts, each from random
 * spanning trees, are annealed, and the best is taken. The same graph, options and seed give the same bytes everywhere.
 * Throws RangeError where there are fewer atoms than cells or no weight, and {@link Cancelled}.
 */
export function balance(given: AtomGraph, options: BalanceOptions): Balanced {
  const { groups } = options;
  if (!groups) return balanceAtoms(given, options);
  const { graph, atomOf } = keepTogether(given, groups);
  const { cells, bridges: _, parts } = balanceAtoms(graph, options);
  return {
    cells: atomOf.map((atom) => cells[atom] ?? 0),
    parts,
    bridges: withBridges(given, options.n).bridges,
  };
}

function balanceAtoms(given: AtomGraph, options: BalanceOptions): Balanced {
  const { n, tolerance = 0.1, seed = 1, quality = 'draft', travel = 0 } = options;
  requireFeasible(given, n);
  const { graph, bridges, parts } = withBridges(given, n);
  const energy: Energy = { tolerance: tolerance * toleranceKept, travel, stability: 0, balance: 1 };
  const { sweeps, starts } = effortFor(graph.count, quality);
  let best: Candidate | undefined;
  for (let start = 0; start < starts; start++) {
    const random = randomBits(seed, start);
    const pulse = pulseOf(options, start / starts, 1 / starts);
    const cells = bisectTrees(graph, n, random);
    const schedule = { sweeps, hot, cold };
    const candidate = annealed({ graph, n, energy, tolerance, random, pulse, limits: {} }, cells, schedule);
    if (!best || isBetter(candidate.score, best.score)) best = candidate;
  }
  return { cells: best?.cells ?? new Int32Array(graph.count), parts, bridges };
}

function requireFeasible(graph: AtomGraph, n: number): void {
  if (!Number.isInteger(n) || n < 1) throw new RangeError(`${n} is no number of cells`);
  if (graph.count < n) throw new RangeError(`${graph.count} atoms do not make ${n} cells`);
  if (!(totalOf(graph.weights) > 0)) throw new RangeError('the atoms have no weight to share out');
}

/** As many sweeps and starts as the effort allows: few atoms are annealed often, many at least once. */
function effortFor(count: number, quality: Quality): { sweeps: number; starts: number } {
  const { sweeps: wanted, mostStarts, proposals } = efforts[quality];
  const sweeps = Math.max(leastSweeps[quality], Math.min(wanted, Math.floor(proposals / count)));
  return { sweeps, starts: Math.max(1, Math.min(mostStarts, Math.floor(proposals / (count * sweeps)))) };
}

/** Carries an anneal's share done to the caller, and the caller's cancellation to the anneal. */
export function pulseOf(
  { onProgress, isCancelled }: Pick<BalanceOptions, 'onProgress' | 'isCancelled'>,
  from: number,
  part: number,
): Pulse {
  return (share) => {
    onProgress?.(from + share * part);
    return !isCancelled?.();
  };
}

export type Candidate = { cells: Int32Array; score: Score };

export type Work = {
  graph: AtomGraph;
  n: number;
  energy: Energy;
  /** The one asked for; the energy's own lies inside. */
  tolerance: number;
  random: RandomBits;
  limits: Limits;
  pulse: Pulse;
};

/** Anneals a plan in place, and again with imbalance made dearer, up to `repairs` times, while it is out of tolerance. */
export function annealed(
  work: Work,
  cells: Int32Array,
  schedule: Schedule,
  repairs = mostRepairs,
): Candidate {
  const { graph, n, energy, tolerance, random, limits, pulse } = work;
  const run = (plan: Int32Array, stress: Energy, how: Schedule, told: Pulse) => {
    const ended = anneal(graph, plan, n, { energy: stress, schedule: how, limits, random, pulse: told });
    if (!ended) throw new Cancelled('cancelled');
    return { cells: plan, score: scoreOf(graph, plan, n, energy, tolerance, limits.before) };
  };
  let best = run(cells, energy, schedule, pulse);
  for (let time = 1; time <= repairs && best.score.excess > 0; time++) {
    const stress = { ...energy, balance: energy.balance * 4 * time, tolerance: energy.tolerance * 0.95 };
    const again = run(best.cells.slice(), stress, repairSchedule(schedule), () => pulse(1));
    if (isBetter(again.score, best.score)) best = again;
  }
  return best;
}

function repairSchedule({ sweeps, hot: before }: Schedule): Schedule {
  return { sweeps: Math.min(sweeps, repair.sweeps), hot: Math.min(before, repair.hot), cold: repair.cold };
}
