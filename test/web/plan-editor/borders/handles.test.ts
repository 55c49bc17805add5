import { expect, test } from 'vitest';
import { bordersOf } from '../../../../web/plan-editor/borders/borders.ts';
import { draggedTo, handleAt, handlesOf } from '../../../../web/plan-editor/borders/handles.ts';
import { cellAt, cellsIn, neighboursOf } from '../../../../web/plan-editor/borders/locate.ts';
import { snapper } from '../../../../web/plan-editor/borders/snap.ts';
import { latticeCells, latticePoint, withHole } from '../lattice.ts';

const borders = bordersOf(withHole(latticeCells(2, 2), 1, 2, 9));
const handles = handlesOf(borders, borders.arcs);
const reach = 0.001;

test('every vertex has one handle and every side one in its middle', () => {
  const count = (kind: string) => handles.filter((handle) => handle.kind === kind).length;
  // The centre and the four ends of the inner borders.
  expect(count('junction')).toBe(5);
  expect(count('junction') + count('vertex')).toBe(borders.positions.length);
  expect(count('midpoint')).toBe(24 + 3);
});

test('a junction is taken hold of before a midpoint that is nearer, and nothing beyond reach', () => {
  const [x, y] = latticePoint(1, 1);
  expect(handleAt(handles, [x, y + 0.0009], reach)?.kind).toBe('junction');
  expect(handleAt(handles, [x, y + 0.0012], reach)).toBeUndefined();
  const middle = handleAt(handles, latticePoint(1, 1.25), reach);
  expect(middle?.kind).toBe('midpoint');
  expect(middle && draggedTo(middle, [1, 2])).toMatchObject({
    moves: [],
    inserts: [{ at: [1, 2] }],
    removes: [],
  });
});

test('a point is in the enclave, not in the cell around it', () => {
  expect(cellAt(borders, latticePoint(0.5, 0.45))).toBe(9);
  expect(cellAt(borders, latticePoint(0.2, 0.2))).toBe(1);
  expect(cellAt(borders, latticePoint(3, 3))).toBeUndefined();
});

test('a box takes the cells with a vertex in it, and the one that it lies in', () => {
  const box = (from: [number, number], to: [number, number]) => {
    const [west, south] = latticePoint(...from);
    const [east, north] = latticePoint(...to);
    return cellsIn(borders, [west, south, east, north]).sort();
  };
  expect(box([0.9, 0.9], [1.1, 1.1])).toEqual([1, 2, 3, 4]);
  expect(box([1.6, 1.6], [1.7, 1.7])).toEqual([4]);
});

test('neighbours come with the longest common border first', () => {
  expect(neighboursOf(borders, 1)).toEqual([2, 3, 9]);
});

test('snaps to a vertex before the border it lies on, and to nothing out of reach', () => {
  const line: [number, number][] = [latticePoint(0, 0), latticePoint(1, 0)];
  const snap = snapper([{ kind: 'scope', line }]);
  const [x, y] = latticePoint(1, 0);
  expect(snap([x - 0.0005, y + 0.0003], reach)).toEqual({ at: [x, y], kind: 'vertex' });
  expect(snap([x - 0.003, y + 0.0003], reach)).toEqual({ at: [119.707, y], kind: 'scope' });
  expect(snap([x - 0.003, y + 0.003], reach)).toBeNull();
});
