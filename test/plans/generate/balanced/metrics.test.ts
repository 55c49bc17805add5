import { expect, test } from 'vitest';
import { atomGraph, edgesOf } from '../../../../server/plans/generate/balanced/graph.ts';
import { measure } from '../../../../server/plans/generate/balanced/metrics.ts';
import { gridGraph } from './graphs.ts';

test('measures two halves of a square', () => {
  const grid = gridGraph(4, 4);
  const edges = edgesOf(grid).map((edge) => ({ ...edge, lined: edge.a < 4 ? edge.metres : 0 }));
  const cells = Int32Array.from({ length: 16 }, (_, atom) => (atom % 4 < 2 ? 0 : 1));
  const compactness = (4 * Math.PI * 80_000) / 1200 ** 2;
  const one = { weight: 8, deviation: 0, compactness, pieces: 1 };
  expect(measure(atomGraph(grid, edges), cells, 2, 0.1)).toEqual({
    meanWeight: 8,
    maxDeviation: 0,
    meanDeviation: 0,
    cellsOutOfTolerance: 0,
    innerBorderMetres: 400,
    lineShare: 0.25,
    meanCompactness: compactness,
    leastCompactness: compactness,
    cellsInPieces: 0,
    meanTravelMetres: expect.closeTo((Math.hypot(50, 50) + Math.hypot(50, 150)) / 2, 9),
    travel90Metres: Math.hypot(50, 150),
    cells: [one, one],
  });
});

test('counts cells out of tolerance and in pieces', () => {
  const graph = gridGraph(4, 1);
  const { maxDeviation, meanDeviation, cellsOutOfTolerance, cellsInPieces } = measure(
    graph,
    Int32Array.of(0, 1, 0, 0),
    2,
    0.1,
  );
  expect({ maxDeviation, meanDeviation, cellsOutOfTolerance, cellsInPieces }).toEqual({
    maxDeviation: 0.5,
    meanDeviation: 0.5,
    cellsOutOfTolerance: 2,
    cellsInPieces: 1,
  });
});

test('takes a cell just on the tolerance as in it', () => {
  const graph = gridGraph(2, 1);
  graph.weights.set([1.1, 0.9]);
  expect(measure(graph, Int32Array.of(0, 1), 2, 0.1).cellsOutOfTolerance).toBe(0);
});
