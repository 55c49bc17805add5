import { expect, test } from 'vitest';
import { borderAt, commonBorder } from '../../../../web/plan-editor/borders/border-at.ts';
import { bordersOf } from '../../../../web/plan-editor/borders/borders.ts';
import { initialEditor } from '../../../../web/plan-editor/state/editor-state.ts';
import { followedLocks, isLocked, toggledLock } from '../../../../web/plan-editor/state/locked-borders.ts';
import { reduceEditor } from '../../../../web/plan-editor/state/reduce.ts';
import { latticeCells, latticePoint } from '../lattice.ts';
import { makeCell } from './cell.ts';

const four = latticeCells(2, 2);
const borders = bordersOf(four);
const cells = new Map(four.map((cell) => [cell.id, makeCell(cell)]));
const [first, second] = [...cells.keys()];
const pair = [first ?? 0, second ?? 0] as const;

test('a point near the border between two cells is of both; at the outside there is none to lock', () => {
  const { coordinates } = commonBorder(borders, pair);
  const [a, b] = coordinates[0] ?? [];
  if (!a || !b) throw new Error('the cells do not meet');
  const between: [number, number] = [((a[0] ?? 0) + (b[0] ?? 0)) / 2, ((a[1] ?? 0) + (b[1] ?? 0)) / 2];
  expect(borderAt(borders, between, 0.001)).toEqual(pair);
  expect(borderAt(borders, latticePoint(0, 0.5), 0.0001)).toBeUndefined();
});

test('a border is locked from either side and unlocked again', () => {
  const locks = toggledLock([], cells, [pair[1], pair[0]]);
  expect(locks).toEqual([{ cells: pair, codes: [`C${pair[0]}`, `C${pair[1]}`] }]);
  expect([isLocked(locks, pair[1], pair[0]), isLocked(locks, pair[0], 99)]).toEqual([true, false]);
  expect(toggledLock(locks, cells, pair)).toEqual([]);
});

test('a lock follows its cells to their next outlines, and goes with them', () => {
  const locks = toggledLock([], cells, pair);
  const grown = makeCell({ id: 50, geometry: { type: 'Polygon', coordinates: [] } });
  const renamed = new Map([[pair[0], 50]]);
  const now = new Map([...cells, [50, grown]] as const);
  now.delete(pair[0]);
  expect(followedLocks(locks, renamed, now).map((lock) => lock.cells)).toEqual([[pair[1], 50]]);
  expect(followedLocks(locks, new Map([[pair[0], pair[1]]]), now)).toEqual([]);
  const loaded = reduceEditor({ ...initialEditor(1), locks }, { type: 'loaded', cells: [], revision: 2 });
  expect(loaded.locks).toEqual(locks);
});
