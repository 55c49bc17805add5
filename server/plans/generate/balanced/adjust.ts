import {
  annealed,
  type BalanceOptions,
  type Candidate,
  mostRepairs,
  pulseOf,
  type Quality,
} from './balance.ts';
import type { Energy } from './energy.ts';
import { type AtomGraph, totalOf } from './graph.ts';
import { keepTogether } from './keep-together.ts';
import { type Locks, limitsOf } from './locks.ts';
import { withBridges } from './parts.ts';
import { randomBits } from './random.ts';
import { isBetter } from './score.ts';
import { settle } from './settle.ts';

export type AdjustOptions = Omit<BalanceOptions, 'n'> & {
  locks?: Locks;
  /** How much a household that changes cell counts, a proposal for each; 0, 1, 3 and 10 if absent. */
  stabilities?: readonly number[];
};

/** One way to adjust a plan, from balance alone (0) to moving almost nothing. */
export type Proposal = {
  stability: number;
  cells: Int32Array;
  /** The weight that changes cell, as it is and as a share of all. */
  movedWeight: number;
  movedShare: number;
};

const usualStabilities = [0, 1, 3, 10];

type Effort = { sweeps: number; starts: number; proposals: number };
const efforts: Record<Quality, Effort> = {
  draft: { sweeps: 3_000, starts: 6, proposals: 10_000_000 },
  final: { sweeps: 8_000, starts: 8, proposals: 50_000_000 },
};
const leastSweeps = 300;
/** Too cold to forget the plan: only what pays by itself moves. */
const freely = { hot: 0.003, cold: 0.0002 };
/** Where moving costs, that holds the plan, and more warmth finds the chains of cells that pass weight on. */
const sparingly = { hot: 0.03, cold: 0.002 };
/**
 * Imbalance is this much dearer than in a new plan, so that a proposal comes into tolerance, or nearly, by moving little;
 * measured on shocks of 24 to 34 %. From the other bound on a proposal moves almost nothing and only tells what is left.
 */
const balanceWeight = 5;
const almostNothing = 10;
/** Where moving costs, this much more than the tolerance will do: the last percent is the dearest. */
const almostInTolerance = 1.1;

/**
 * Proposals between keeping a plan of n cells and the best balance, by annealing it coldly with more and more weight on
 * what moves. `before` has a cell per atom, -1 for atoms that have none yet. Deterministic by graph, plan, options, seed.
 * Throws RangeError where a cell has no atom.
 */
export function adjust(
  given: AtomGraph,
  before: Int32Array,
  n: number,
  options: AdjustOptions = {},
): Proposal[] {
  const { groups, stabilities = usualStabilities } = options;
  const collapsed = groups ? keepTogether(given, groups) : undefined;
  const atomOf = collapsed?.atomOf;
  const { graph } = withBridges(collapsed?.graph ?? given, n);
  const was = atomOf ? collapse(given, before, atomOf, graph.count) : before.slice();
  requireCells(was, n);
  const locks = atomOf ? collapseLocks(options.locks ?? {}, atomOf) : (options.locks ?? {});
  return stabilities.map((stability, index) => {
    const pulse = pulseOf(options, index / stabilities.length, 1 / stabilities.length);
    const cells = adjusted(graph, was, n, { ...options, locks, stability, pulse });
    const whole = atomOf ? atomOf.map((atom) => cells[atom] ?? 0) : cells;
    return { stability, cells: whole, ...movedOf(given, before, whole) };
  });
}

type Single = AdjustOptions & { locks: Locks; stability: number; pulse: (share: number) => boolean };

function adjusted(graph: AtomGraph, was: Int32Array, n: number, options: Single): Int32Array {
  const { tolerance = 0.1, seed = 1, quality = 'draft', travel = 0, stability, locks, pulse } = options;
  const limits = { ...limitsOf(graph, was, locks), before: was };
  const insists = stability < almostNothing;
  const energy: Energy = { tolerance, travel, stability, balance: insists ? balanceWeight : 1 };
  const { starts, schedule } = effortFor(graph.count, quality, stability);
  const repairs = stability === 0 ? mostRepairs : 0;
  let best: Candidate | undefined;
  for (let start = 0; start < starts; start++) {
    const work = {
      ...{ graph, n, energy, limits },
      tolerance: insists ? tolerance * (stability > 0 ? almostInTolerance : 1) : Infinity,
      random: randomBits(seed, start),
      pulse: (share: number) => pulse((start + share) / starts),
    };
    const cells = was.slice();
    settle(graph, cells, limits.fixed);
    const candidate = annealed(work, cells, schedule, repairs);
    if (!best || isBetter(candidate.score, best.score)) best = candidate;
  }
  return best?.cells ?? was;
}

function effortFor(count: number, quality: Quality, stability: number) {
  const { sweeps: wanted, starts: mostStarts, proposals } = efforts[quality];
  const sweeps = Math.max(leastSweeps, Math.min(wanted, Math.floor(proposals / count)));
  const starts = Math.max(1, Math.min(mostStarts, Math.floor(proposals / (count * sweeps))));
  return { starts, schedule: { sweeps, ...(stability > 0 ? sparingly : freely) } };
}

function requireCells(cells: Int32Array, n: number): void {
  const present = new Uint8Array(n);
  for (const cell of cells) {
    if (cell >= n) throw new RangeError(`the plan has a cell ${cell}, and there are ${n}`);
    if (cell >= 0) present[cell] = 1;
  }
  const empty = present.indexOf(0);
  if (empty >= 0) throw new RangeError(`cell ${empty} has no atom`);
}

/** The cell of a group: that of most of its weight. */
function collapse({ weights }: AtomGraph, cells: Int32Array, atomOf: Int32Array, count: number): Int32Array {
  const shares: Map<number, number>[] = Array.from({ length: count }, () => new Map());
  cells.forEach((cell, atom) => {
    const share = shares[atomOf[atom] ?? 0];
    share?.set(cell, (share.get(cell) ?? 0) + (weights[atom] ?? 0));
  });
  return Int32Array.from(shares, (share) => {
    const [most] = [...share].sort(([one, a], [other, b]) => b - a || one - other);
    return most?.[0] ?? -1;
  });
}

function collapseLocks({ atoms, ...rest }: Locks, atomOf: Int32Array): Locks {
  return atoms ? { ...rest, atoms: atoms.map((atom) => atomOf[atom] ?? 0) } : rest;
}

function movedOf({ weights }: AtomGraph, before: Int32Array, cells: Int32Array) {
  let movedWeight = 0;
  cells.forEach((cell, atom) => {
    if (before[atom] !== -1 && before[atom] !== cell) movedWeight += weights[atom] ?? 0;
  });
  const total = totalOf(weights);
  return { movedWeight, movedShare: total > 0 ? movedWeight / total : 0 };
}
