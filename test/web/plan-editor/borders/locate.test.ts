import { expect, test } from 'vitest';
import { bordersOf } from '../../../../web/plan-editor/borders/borders.ts';
import { cellAt, cellsCrossed } from '../../../../web/plan-editor/borders/locate.ts';
import { latticeCells, latticePoint, withHole } from '../lattice.ts';

const cells = latticeCells(3, 2);
const borders = bordersOf(cells);
const at = latticePoint;

test('a line runs through the cells whose sides it crosses', () => {
  expect(cellsCrossed(borders, [at(0.2, 0.3), at(1.4, 0.4)])).toEqual([1, 2]);
  expect(cellsCrossed(borders, [at(-1, 0.3), at(4, 0.3)])).toEqual([1, 2, 3]);
  expect(cellsCrossed(borders, [at(0.2, 0.3), at(0.4, 0.4)])).toEqual([]);
});

test('a line that was snapped from vertex to vertex runs through the cell between them', () => {
  expect(cellsCrossed(borders, [at(0, 0.5), at(1, 0.5)])).toEqual([1]);
  expect(cellsCrossed(borders, [at(1, 0), at(1.5, 0.5), at(2, 1)])).toEqual([2]);
  expect(cellsCrossed(borders, [at(0, 0), at(1, 1), at(2, 0)])).toEqual([1, 2]);
  // Outside of all cells it runs through none.
  expect(cellsCrossed(borders, [at(0, 0), at(-1, 0.5), at(0, 1)])).toEqual([]);
});

test('so does a line whose ends lie beside slanting sides by less than a rounding', () => {
  const slanting = bordersOf([
    {
      id: 1,
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [119.7, 49.1],
            [119.71, 49.103],
            [119.713, 49.11],
            [119.703, 49.107],
            [119.7, 49.1],
          ],
        ],
      },
    },
  ]);
  // A third of the way along the southern and the northern side, rounded inwards.
  expect(
    cellsCrossed(slanting, [
      [119.7033333, 49.1010001],
      [119.7063333, 49.1079999],
    ]),
  ).toEqual([1]);
});

test('a point in a hole is in no cell', () => {
  const holed = bordersOf(withHole(cells, 1, 3));
  expect([cellAt(holed, at(0.5, 0.45)), cellAt(holed, at(0.2, 0.2))]).toEqual([undefined, 1]);
});
