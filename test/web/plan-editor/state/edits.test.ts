import { expect, test } from 'vitest';
import { bordersOf } from '../../../../web/plan-editor/borders/borders.ts';
import { changedSettings, commonValues } from '../../../../web/plan-editor/state/cell-values.ts';
import { drawnEdit } from '../../../../web/plan-editor/state/drawn-edit.ts';
import { groupFindings } from '../../../../web/plan-editor/state/findings.ts';
import { mayBeNear } from '../../../../web/plan-editor/state/nearness.ts';
import { repairsOf } from '../../../../web/plan-editor/state/repairs.ts';
import { currentEdit, currentId, successorsOf } from '../../../../web/plan-editor/state/successors.ts';
import type { ProblemFeature } from '../../../../web/types-plans.ts';
import { latticeCells, latticePoint } from '../lattice.ts';
import { makeCell } from './cell.ts';

const borders = bordersOf(latticeCells(3, 1));
const line = {
  type: 'LineString' as const,
  coordinates: [latticePoint(0.5, 0.3), latticePoint(1.5, 0.3)],
};

test('a line splits what it crosses, or of that what is selected', () => {
  expect(drawnEdit('split', line, [], borders)).toEqual({ kind: 'split', cells: [1, 2], line });
  expect(drawnEdit('split', line, [2, 3], borders)).toEqual({ kind: 'split', cells: [2], line });
  expect(drawnEdit('split', line, [3], borders)).toEqual({ kind: 'split', cells: [1, 2], line });
  const beside = { ...line, coordinates: [latticePoint(0, 2), latticePoint(1, 2)] };
  expect(drawnEdit('split', beside, [], borders)).toEqual({ refused: 'nothing-crossed' });
});

test('a border is redrawn of one cell only', () => {
  expect(drawnEdit('reshape', line, [1], borders)).toEqual({ kind: 'reshape', cell: 1, line });
  expect(drawnEdit('reshape', line, [], borders)).toEqual({ refused: 'select-one' });
  expect(drawnEdit('reshape', line, [1, 2], borders)).toEqual({ refused: 'select-one' });
});

test('of many cells only what was changed in the form is set', () => {
  const [geometry] = latticeCells(1, 1);
  if (!geometry) throw new Error('The lattice has a cell.');
  const before = commonValues([
    makeCell(geometry, { name: 'north', usage: 'pasture', households: 3 }),
    makeCell(geometry, { name: 'south', usage: 'pasture', households: null }),
  ]);
  expect(before).toMatchObject({ name: undefined, usage: 'pasture', households: undefined, class: 'basic' });
  expect(changedSettings(before, { ...before, usage: '', households: 7 })).toEqual({
    usage: null,
    households: 7,
  });
  expect(changedSettings(before, before)).toEqual({});
});

test('an id leads to what the cell has become, also through an undone change', () => {
  const renamed = new Map([
    [1, 2],
    [2, 3],
  ]);
  expect(currentId(renamed, 1)).toBe(3);
  expect(currentId(new Map([...renamed, [3, 1]]), 1)).toBe(3);
  expect(currentEdit(renamed, { kind: 'merge', cells: [1, 9], keep: 1 })).toEqual({
    kind: 'merge',
    cells: [3, 9],
    keep: 3,
  });
});

test('a cell goes on as the one with its code; one without a successor is gone', () => {
  const [one, two] = latticeCells(2, 1);
  if (!one || !two) throw new Error('The lattice has two cells.');
  const before = new Map([makeCell(one), makeCell(two)].map((cell) => [cell.id, cell]));
  const after = [makeCell({ ...one, id: 30 }, { code: 'C1' })];
  expect(successorsOf(before, [1, 2], after)).toEqual(new Map([[1, 30]]));
});

test('cells are asked for where the view may hold few enough', () => {
  const plan = { cells: 20_000, bounds: [100, 40, 110, 50] as [number, number, number, number] };
  expect(mayBeNear(plan, [100, 40, 110, 50])).toBe(false);
  expect(mayBeNear(plan, [104, 44, 104.5, 44.5])).toBe(true);
  expect(mayBeNear({ ...plan, cells: 180 }, [0, 0, 180, 80])).toBe(true);
});

const finding = (kind: string, severity: 'error' | 'warning', cells: number[] = []): ProblemFeature => ({
  type: 'Feature',
  id: 1,
  geometry: { type: 'Point', coordinates: [0, 0] },
  properties: { key: '', kind, severity, cells, message: kind },
});

test('findings come by kind, errors first, the most frequent before others', () => {
  const groups = groupFindings([
    finding('unbalanced', 'warning'),
    finding('gap', 'error'),
    finding('overlap', 'error'),
    finding('overlap', 'error'),
  ]);
  expect(groups.map(({ kind, findings }) => [kind, findings.length])).toEqual([
    ['overlap', 2],
    ['gap', 1],
    ['unbalanced', 1],
  ]);
});

test('an overlap may be kept by either side; a warning has no repair', () => {
  expect(repairsOf(finding('overlap', 'error', [4, 7])).map(({ choice }) => choice)).toEqual([
    undefined,
    4,
    7,
  ]);
  expect(repairsOf(finding('gap', 'error')).map(({ choice }) => choice)).toEqual([
    'neighbour',
    'split',
    'cell',
    'exclusion',
  ]);
  expect(repairsOf(finding('unbalanced', 'warning'))).toEqual([]);
});
