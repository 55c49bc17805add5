import { expect, test } from 'vitest';
import { bordersOf } from '../../../../web/plan-editor/borders/borders.ts';
import { crossingCheck } from '../../../../web/plan-editor/borders/crossings.ts';
import { noReshape } from '../../../../web/plan-editor/borders/reshape.ts';
import { segmentsCross } from '../../../../web/plan-editor/borders/segment.ts';
import { latticeCells, latticePoint, withHole } from '../lattice.ts';

const check = crossingCheck(bordersOf(withHole(latticeCells(3, 3), 5, 3, 99)));
const drag = (from: [number, number], to: [number, number]) =>
  check({ ...noReshape, moves: [{ from: latticePoint(...from), to: latticePoint(...to) }] });

test('lets a junction go anywhere inside the cells that meet there', () => {
  expect(drag([1, 1], [1.2, 1.3])).toBeNull();
  expect(drag([1, 1], [0.7, 1.1])).toBeNull();
});

test('stops a junction that is dragged across the next border, onto it, or into a hole', () => {
  expect(drag([1, 1], [1.2, 2.4])).not.toBeNull();
  expect(drag([1, 1], [2, 1.5])).not.toBeNull();
  expect(drag([1, 1], [1.5, 1.45])).not.toBeNull();
});

test('stops a vertex that turns the enclave over', () => {
  expect(drag([1.5, 1.6], [1.5, 1.3])).not.toBeNull();
  expect(drag([1.5, 1.6], [1.5, 1.5])).toBeNull();
});

test('a vertex may be put in and taken out where nothing is in the way', () => {
  const [a, b] = [latticePoint(1, 1), latticePoint(1, 1.5)];
  expect(check({ ...noReshape, inserts: [{ a, b, at: latticePoint(1.2, 1.25) }] })).toBeNull();
  expect(check({ ...noReshape, inserts: [{ a, b, at: latticePoint(2.4, 1.25) }] })).not.toBeNull();
  expect(check({ ...noReshape, removes: [latticePoint(1, 1.5)] })).toBeNull();
});

test('a triangle cannot lose a vertex', () => {
  expect(check({ ...noReshape, removes: [latticePoint(1.5, 1.6)] })).not.toBeNull();
});

test('segments with a common end cross only where one runs along the other', () => {
  expect(segmentsCross([[0, 0], [1, 0]], [[1, 0], [1, 1]])).toBe(false); // biome-ignore format: one line a case
  expect(segmentsCross([[0, 0], [2, 0]], [[2, 0], [1, 0]])).toBe(true); // biome-ignore format: one line a case
  expect(segmentsCross([[0, 0], [2, 0]], [[1, -1], [1, 1]])).toBe(true); // biome-ignore format: one line a case
  expect(segmentsCross([[0, 0], [2, 0]], [[1, 0], [1, 1]])).toBe(true); // biome-ignore format: one line a case
  expect(segmentsCross([[0, 0], [2, 0]], [[0, 1], [2, 1]])).toBe(false); // biome-ignore format: one line a case
});
