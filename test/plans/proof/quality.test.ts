import { expect, test } from 'vitest';
import { limitsOf } from '../../../server/plans/limits.ts';
import type { LoadedCell } from '../../../server/plans/load-cells.ts';
import { balanceFindings, qualityFindings } from '../../../server/plans/proof/quality.ts';

const cell = (
  name: string,
  [west, south, east, north]: number[],
  more: Partial<LoadedCell> = {},
): LoadedCell => ({
  id: name.length,
  outline: [
    [Float64Array.from([west, south, east, south, east, north, west, north, west, south].map(Number))],
  ],
  isValid: true,
  code: name,
  name,
  ownerAreaId: 1,
  usage: null,
  class: 'basic',
  enclave: false,
  households: null,
  ...more,
});
const square = cell('方', [119, 48, 119.01, 48.01]);
const kinds = (cells: LoadedCell[], limits = limitsOf({})) =>
  qualityFindings(cells, limits).map(({ kind, severity, cells: ids }) => [kind, severity, ids[0]]);

test('tells slivers as errors and ragged cells as warnings', () => {
  const sliver = cell('碎片', [119, 48, 119.01, 48.0000005]);
  const strip = cell('长条的', [119, 48, 119.1, 48.0005]);
  expect(kinds([square, sliver, strip])).toEqual([
    ['sliver', 'error', 2],
    ['not-compact', 'warning', 2],
    ['not-compact', 'warning', 3],
  ]);
  expect(kinds([sliver], limitsOf({ sliverMetres: 0.01, leastCompactness: 0 }))).toEqual([]);
});

test('tells sizes per usage, in area and households', () => {
  const school = cell('学校', [119, 48, 119.01, 48.01], { usage: 'school', households: 3 });
  const sizes = {
    school: { mostSquareMetres: 100_000, leastHouseholds: 5 },
    '*': { leastSquareMetres: 2_000_000 },
  };
  expect(kinds([square, school], limitsOf({ sizes }))).toEqual([
    ['too-small', 'warning', 1],
    ['too-large', 'warning', 2],
    ['too-small', 'warning', 2],
  ]);
});

test('tells cells far from the mean of their area, where all households are known', () => {
  const many = cell('多户', [119, 48, 119.01, 48.01], { households: 90 });
  const few = cell('少', [119.01, 48, 119.02, 48.01], { households: 10 });
  const found = balanceFindings([many, few], limitsOf({}));
  expect(found.map(({ english }) => english)).toEqual([
    '多户 has 90 households, 80 % more than the mean of its area.',
    '少 has 10 households, 80 % less than the mean of its area.',
  ]);
  expect(balanceFindings([many, few], limitsOf({ mostImbalance: 0.9 }))).toEqual([]);
  expect(balanceFindings([many, { ...few, households: null }], limitsOf({}))).toEqual([]);
});
