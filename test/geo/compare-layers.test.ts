import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareLayers } from '../../server/geo/compare-layers.ts';
import type { FlatPolygon } from '../../server/geo/wkb.ts';

const box = (west: number, south: number, east: number, north: number): FlatPolygon => [
  Float64Array.from([west, south, east, south, east, north, west, north, west, south]),
];

function areaOf(polygons: readonly FlatPolygon[]): number {
  let doubled = 0;
  for (const ring of polygons.flat()) {
    for (let i = 0; i + 3 < ring.length; i += 2)
      doubled += (ring[i] ?? 0) * (ring[i + 3] ?? 0) - (ring[i + 2] ?? 0) * (ring[i + 1] ?? 0);
  }
  return doubled / 2;
}

test('tells what one layer has and the other has not', () => {
  const [onlyFirst = [], both = []] = compareLayers(
    [[box(0, 0, 0.02, 0.02)], [box(0.01, 0, 0.03, 0.02)]],
    [(has) => has(0) && !has(1), (has) => has(0) && has(1)],
    0.02,
  );
  expect(areaOf(onlyFirst)).toBeCloseTo(0.0002, 9);
  expect(areaOf(both)).toBeCloseTo(0.0002, 9);
});

test('takes borders within the tolerance as one, however long they run', () => {
  const rough = Array.from({ length: 200 }, (_, index) => [index * 1e-3, (index % 2) * 1e-8]);
  const south = Float64Array.from([...rough.flat(), 0.199, 0.1, 0, 0.1, 0, 0]);
  const found = compareLayers(
    [[[south]], [box(0, 0, 0.199, 0.1)]],
    [(has) => has(0) && !has(1), (has) => has(1) && !has(0)],
    0.02,
  );
  expect(found).toEqual([[], []]);
});

test('finds land that was left out, beside borders that are a little off', () => {
  const withNotch = Float64Array.from(
    [
      [0, 0],
      [0.05, 1e-8],
      [0.05, 0.001],
      [0.051, 0.001],
      [0.051, 0],
      [0.1, 0],
      [0.1, 0.1],
      [0, 0.1],
      [0, 0],
    ].flat(),
  );
  const [missing = []] = compareLayers(
    [[box(0, 0, 0.1, 0.1)], [[withNotch]]],
    [(has) => has(0) && !has(1)],
    0.02,
  );
  expect(missing).toHaveLength(1);
  expect(areaOf(missing)).toBeCloseTo(1e-6, 10);
});

test('parts the land of two layers without a rest', () => {
  const side = fc.integer({ min: 1, max: 300 });
  const boxes = fc.array(
    fc
      .tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 500 }), side, side)
      .map(([west, south, wide, high]) =>
        box(west / 1e4, south / 1e4, (west + wide) / 1e4, (south + high) / 1e4),
      ),
    { minLength: 1, maxLength: 6 },
  );
  fc.assert(
    fc.property(boxes, boxes, (one, other) => {
      const [first = [], second = [], both = [], either = []] = compareLayers(
        [one, other],
        [
          (has) => has(0) && !has(1),
          (has) => has(1) && !has(0),
          (has) => has(0) && has(1),
          (has) => has(0) || has(1),
        ],
        0.02,
      );
      expect(areaOf(first) + areaOf(second) + areaOf(both)).toBeCloseTo(areaOf(either), 9);
    }),
  );
});
