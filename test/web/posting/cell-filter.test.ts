import { expect, test } from 'vitest';
import { type CellFilter, filterCells, isFiltering } from '../../../web/posting/state/cell-filter.ts';
import type { PostingCell } from '../../../web/posting/types.ts';
import type { AreaFeature } from '../../../web/types.ts';

const area = (
  id: number,
  kind: AreaFeature['properties']['kind'],
  parentId: number | null,
  [west, east]: [number, number],
): [number, AreaFeature] => [
  id,
  {
    type: 'Feature',
    id,
    bbox: [west, 0, east, 10],
    geometry: {
      type: 'MultiPolygon',
      coordinates: [
        [
          [
            [west, 0],
            [east, 0],
            [east, 10],
            [west, 10],
            [west, 0],
          ],
        ],
      ],
    },
    properties: {
      kind,
      name: `area ${id}`,
      parentId,
      code: null,
      households: null,
      population: null,
      areaSquareMetres: 1,
    },
  },
];
const areas = new Map([
  area(1, 'township', null, [50, 60]),
  area(2, 'village', 1, [50, 60]),
  area(3, 'forest', null, [0, 10]),
  // A station is nobody's parent.
  area(4, 'station', null, [0, 10]),
]);
const cell = (id: number, more: Partial<PostingCell>): PostingCell => ({
  ...{ id, code: `C-${id}`, name: `cell ${id}`, ownerAreaId: null, usage: null },
  ...{ officers: 0, volunteers: 0, people: 0, point: [5, 5], teamIds: [], ...more },
});
const cells = [
  cell(1, { ownerAreaId: 2, point: [55, 5], people: 2, officers: 1, usage: 'school' }),
  cell(2, { ownerAreaId: 3, people: 1, volunteers: 1, teamIds: [7] }),
  cell(3, { name: '草场', point: null }),
];
const found = (filter: CellFilter) => filterCells(cells, filter, areas).map(({ id }) => id);

test('a filter that asks nothing lets everything through', () => {
  expect(found({})).toEqual([1, 2, 3]);
  expect([isFiltering({ text: '', area: undefined }), isFiltering({ staffing: 'nobody' })]).toEqual([
    false,
    true,
  ]);
});

test('cells are found by text, kind of owner, usage, team, and who is there', () => {
  expect(found({ text: ' c-2' })).toEqual([2]);
  expect(found({ text: '草' })).toEqual([3]);
  expect(found({ ownerKind: 'forest' })).toEqual([2]);
  expect(found({ usage: 'school' })).toEqual([1]);
  expect(found({ team: 7 })).toEqual([2]);
  expect(found({ staffing: 'nobody' })).toEqual([3]);
  expect(found({ staffing: 'somebody' })).toEqual([1, 2]);
  expect(found({ staffing: 'no-police' })).toEqual([2, 3]);
  expect(found({ staffing: 'no-volunteer', ownerKind: 'village' })).toEqual([1]);
});

test('an area holds the cells of its descendants and what lies in it', () => {
  expect(found({ area: 1 })).toEqual([1]);
  expect(found({ area: 2 })).toEqual([1]);
  expect(found({ area: 4 })).toEqual([2]);
});
