import { contiguityOf } from './contiguity.ts';
import type { Energy } from './energy.ts';
import { expOf, lnOf } from './exponential.ts';
import type { AtomGraph } from './graph.ts';
import { movesOf } from './moves.ts';
import { type Limits, PlanState } from './plan-state.ts';
import type { RandomBits } from './random.ts';

export type Schedule = {
  sweeps: number;
  /** Temperatures of the first sweep and of the last before the quench, in units of the energy. */
  hot: number;
  cold: number;
};

/** Told the share done; false ends the work where it stands. */
export type Pulse = (share: number) => boolean;

export type Annealing = {
  energy: Energy;
  schedule: Schedule;
  limits: Limits;
  random: RandomBits;
  pulse: Pulse;
};

/** From this share of the sweeps on no move may take a cell further out of tolerance. */
const strictFrom = 0.6;
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
export function anneal(graph: AtomGraph, cells: Int32Array, n: number, how: Annealing): boolean {
  const { energy, schedule, limits, random, pulse } = how;
  const { count } = graph;
  if (n < 2 || graph.neighbours.length === 0) return true;
  const state = new PlanState(graph, cells, n, energy, limits);
  const { move, swap } = movesOf(state, contiguityOf(graph), random);
  const sweepsAPulse = Math.max(1, Math.floor(proposalsAPulse / count));
  const rate = lnOf(schedule.cold / schedule.hot) / quenchFrom;
  for (let sweep = 0; sweep < schedule.sweeps; sweep++) {
    const share = sweep / schedule.sweeps;
    if (sweep % sweepsAPulse === 0 && !pulse(share)) return false;
    const temperature = share < quenchFrom ? schedule.hot * expOf(rate * share) : quenchTemperature;
    state.isStrict = share >= strictFrom;
    for (let proposal = 0; proposal < count; proposal++) {
      if (proposal % swapEvery === 0) swap(temperature);
      else move(temperature);
    }
  }
  return true;
}
