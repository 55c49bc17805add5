import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../../../../server/demo/random.ts';
import { adjust } from '../../../../server/plans/generate/balanced/adjust.ts';
import { balance } from '../../../../server/plans/generate/balanced/balance.ts';
import { piecesOfCells } from '../../../../server/plans/generate/balanced/contiguity.ts';
import { edgesOf } from '../../../../server/plans/generate/balanced/graph.ts';
import { measure } from '../../../../server/plans/generate/balanced/metrics.ts';
import { gridGraph } from './graphs.ts';

const n = 8;
const quality = 'draft';

/** A plan of 240 atoms after a third of the land, in the west, has grown by half. */
function shaken(seed: number) {
  const graph = gridGraph(20, 12, seed);
  const { cells } = balance(graph, { n, seed });
  const random = seededRandom(seed);
  graph.weights.forEach((weight, atom) => {
    graph.weights[atom] = Math.round(weight * (atom % 20 < 7 ? 1.5 : 1) * random.between(0.95, 1.05));
  });
  return { graph, cells };
}

test('proposes from the best balance to moving almost nothing', () => {
  const { graph, cells } = shaken(2);
  const before = measure(graph, cells, n, 0.1);
  const proposals = adjust(graph, cells, n, { quality });
  const measured = proposals.map((proposal) => ({ ...proposal, ...measure(graph, proposal.cells, n, 0.1) }));
  expect(measured.map(({ stability }) => stability)).toEqual([0, 1, 3, 10]);
  const [best, , , least] = measured;
  expect(before.cellsOutOfTolerance).toBeGreaterThan(0);
  expect(best?.cellsOutOfTolerance).toBe(0);
  expect(least?.movedShare).toBeLessThan((best?.movedShare ?? 0) / 3);
  expect(least?.maxDeviation).toBeLessThanOrEqual(before.maxDeviation);
});

test('says how much weight changes cell', () => {
  const { graph, cells } = shaken(3);
  for (const proposal of adjust(graph, cells, n, { quality })) {
    let moved = 0;
    proposal.cells.forEach((cell, atom) => {
      if (cell !== cells[atom]) moved += graph.weights[atom] ?? 0;
    });
    expect(proposal.movedWeight).toBe(moved);
    expect(proposal.movedShare).toBeCloseTo(
      moved / graph.weights.reduce((sum, weight) => sum + weight, 0),
      12,
    );
  }
});

test('keeps locked atoms, cells and borders, and every cell in one piece', () => {
  const anyLocks = fc.record({
    seed: fc.integer({ min: 1, max: 40 }),
    atoms: fc.array(fc.integer({ min: 0, max: 239 }), { maxLength: 20 }),
    cells: fc.array(fc.integer({ min: 0, max: n - 1 }), { maxLength: 2 }),
    borders: fc.array(fc.tuple(fc.integer({ min: 0, max: n - 1 }), fc.integer({ min: 0, max: n - 1 })), {
      maxLength: 4,
    }),
  });
  fc.assert(
    fc.property(anyLocks, ({ seed, ...locks }) => {
      const { graph, cells } = shaken(seed);
      const proposals = adjust(graph, cells, n, { quality, locks, stabilities: [0, 3], seed });
      for (const proposal of proposals) {
        expect([...piecesOfCells(graph, proposal.cells, n)]).toEqual(new Array(n).fill(1));
        for (const atom of locks.atoms) expect(proposal.cells[atom]).toBe(cells[atom]);
        for (const cell of locks.cells) {
          const members = (plan: Int32Array) => [...plan.keys()].filter((atom) => plan[atom] === cell);
          expect(members(proposal.cells)).toEqual(members(cells));
        }
        for (const [one, other] of locks.borders) {
          const sides = new Set([one, other]);
          for (const { a, b } of edgesOf(graph)) {
            const [left, right] = [cells[a] ?? 0, cells[b] ?? 0];
            const isLocked = left !== right && sides.has(left) && sides.has(right);
            if (isLocked) expect(proposal.cells[a]).not.toBe(proposal.cells[b]);
          }
        }
      }
    }),
    { numRuns: 6 },
  );
}, 180_000);

test('gives the same proposals again', () => {
  const { graph, cells } = shaken(5);
  expect(adjust(graph, cells, n, { quality, seed: 9 })).toEqual(
    adjust(graph, cells, n, { quality, seed: 9 }),
  );
});

test('finds cells for new atoms and joins cells that had come apart', () => {
  const graph = gridGraph(6, 4);
  // Columns 0 to 2 are cell 0, the others cell 1; two atoms are new, and one of cell 1 lies in the west.
  const before = Int32Array.from({ length: 24 }, (_, atom) => (atom % 6 < 3 ? 0 : 1));
  before[0] = -1;
  before[23] = -1;
  before[13] = 1;
  const [proposal] = adjust(graph, before, 2, { stabilities: [10] });
  expect([...piecesOfCells(graph, proposal?.cells ?? before, 2)]).toEqual([1, 1]);
  expect(proposal?.movedWeight).toBe(1);
  expect([proposal?.cells[0], proposal?.cells[23]]).toEqual([0, 1]);
});

test('keeps groups together', () => {
  const { graph, cells } = shaken(6);
  const groups = Int32Array.from(cells, (_, atom) => (atom % 20 < 2 && atom < 60 ? 1 : -1));
  for (const proposal of adjust(graph, cells, n, { quality, groups, stabilities: [0, 1] }))
    expect(new Set([...proposal.cells].filter((_, atom) => groups[atom] === 1)).size).toBe(1);
});

test('refuses a plan with a cell that has no atom', () => {
  const graph = gridGraph(4, 4);
  expect(() => adjust(graph, new Int32Array(16), 2)).toThrow('cell 1 has no atom');
  expect(() => adjust(graph, new Int32Array(16).fill(3), 2)).toThrow(RangeError);
});
