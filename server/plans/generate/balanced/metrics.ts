import { piecesOfCells } from './contiguity.ts';
import { excessOf } from './energy.ts';
import { type AtomGraph, totalOf } from './graph.ts';
import { loadsOf } from './score.ts';

/** How good a plan is, for people to judge. Lengths are metres, deviations and shares are shares. */
export type Metrics = {
  meanWeight: number;
  maxDeviation: number;
  meanDeviation: number;
  cellsOutOfTolerance: number;
  /** Border between cells, and how much of it runs along lines. */
  innerBorderMetres: number;
  lineShare: number;
  /** Polsby and Popper's 4 π area / border²: 1 for a disc, 0.79 for a square. */
  meanCompactness: number;
  leastCompactness: number;
  /** Cells in more than one piece. */
  cellsInPieces: number;
  /** From atoms' centres to the centre of their cell, weighted: the mean, and what nine tenths stay under. */
  meanTravelMetres: number;
  travel90Metres: number;
  cells: { weight: number; deviation: number; compactness: number; pieces: number }[];
};

/** Measures a plan of n cells; `tolerance` is a share. The graph is the one without bridges. */
export function measure(graph: AtomGraph, cells: Int32Array, n: number, tolerance: number): Metrics {
  const loads = loadsOf(graph, cells, n);
  const meanWeight = totalOf(graph.weights) / n;
  const pieces = piecesOfCells(graph, cells, n);
  const { metres, lined, compactness } = bordersOf(graph, cells, n);
  const deviations = loads.map((load) => (meanWeight > 0 ? Math.abs(load / meanWeight - 1) : 0));
  const mean = (values: Float64Array) => totalOf(values) / n;
  const outOf = loads.filter((load) => meanWeight > 0 && excessOf(load, meanWeight, tolerance) > 1e-9);
  return {
    meanWeight,
    maxDeviation: deviations.reduce((most, deviation) => Math.max(most, deviation), 0),
    meanDeviation: mean(deviations),
    cellsOutOfTolerance: outOf.length,
    innerBorderMetres: metres,
    lineShare: metres > 0 ? lined / metres : 0,
    meanCompactness: mean(compactness),
    leastCompactness: compactness.reduce((least, one) => Math.min(least, one), 1),
    cellsInPieces: pieces.filter((count) => count > 1).length,
    ...travelOf(graph, cells, n, loads),
    cells: Array.from(loads, (weight, cell) => ({
      weight,
      deviation: deviations[cell] ?? 0,
      compactness: compactness[cell] ?? 0,
      pieces: pieces[cell] ?? 0,
    })),
  };
}

function bordersOf(graph: AtomGraph, cells: Int32Array, n: number) {
  const around = new Float64Array(n);
  const areas = new Float64Array(n);
  let [metres, lined] = [0, 0];
  for (let atom = 0; atom < graph.count; atom++) {
    const cell = cells[atom] ?? 0;
    areas[cell] = (areas[cell] ?? 0) + (graph.areas[atom] ?? 0);
    around[cell] = (around[cell] ?? 0) + (graph.outer[atom] ?? 0);
    for (let half = graph.offsets[atom] ?? 0; half < (graph.offsets[atom + 1] ?? 0); half++) {
      const near = graph.neighbours[half] ?? 0;
      if (cells[near] === cell) continue;
      const length = graph.metres[half] ?? 0;
      around[cell] = (around[cell] ?? 0) + length;
      if (atom > near) continue;
      metres += length;
      lined += graph.lined[half] ?? 0;
    }
  }
  const compactness = areas.map(
    (area, cell) => (4 * Math.PI * area) / ((around[cell] ?? 0) * (around[cell] ?? 0)),
  );
  return { metres, lined, compactness };
}

function travelOf({ weights, xs, ys }: AtomGraph, cells: Int32Array, n: number, loads: Float64Array) {
  const centreX = new Float64Array(n);
  const centreY = new Float64Array(n);
  cells.forEach((cell, atom) => {
    centreX[cell] = (centreX[cell] ?? 0) + ((weights[atom] ?? 0) * (xs[atom] ?? 0)) / (loads[cell] || 1);
    centreY[cell] = (centreY[cell] ?? 0) + ((weights[atom] ?? 0) * (ys[atom] ?? 0)) / (loads[cell] || 1);
  });
  const ways = Array.from(cells, (cell, atom) => {
    const east = (xs[atom] ?? 0) - (centreX[cell] ?? 0);
    const north = (ys[atom] ?? 0) - (centreY[cell] ?? 0);
    return { metres: Math.sqrt(east * east + north * north), weight: weights[atom] ?? 0 };
  });
  const total = totalOf(weights);
  ways.sort((a, b) => a.metres - b.metres);
  let [sum, passed, travel90Metres] = [0, 0, 0];
  for (const { metres, weight } of ways) {
    sum += metres * weight;
    if (passed < 0.9 * total) travel90Metres = metres;
    passed += weight;
  }
  return { meanTravelMetres: total > 0 ? sum / total : 0, travel90Metres };
}
