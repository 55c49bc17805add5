import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearestPlaces } from '../../server/coverage/nearest-places.ts';

const place = fc.tuple(
  fc.double({ min: 118, max: 119, noNaN: true }),
  fc.double({ min: 48, max: 49, noNaN: true }),
);
const anywhere = fc.tuple(
  fc.double({ min: 100, max: 130, noNaN: true }),
  fc.double({ min: 20, max: 80, noNaN: true }),
);

/** The squared distances of the few nearest, by a look at every place. */
function bySorting(
  places: readonly (readonly [number, number])[],
  [lon, lat]: [number, number],
  few: number,
) {
  const shrink = Math.cos((lat * Math.PI) / 180);
  return places
    .map(([x, y]) => ((x - lon) * shrink) ** 2 + (y - lat) ** 2)
    .sort((a, b) => a - b)
    .slice(0, few);
}

function byGrid(places: readonly (readonly [number, number])[], [lon, lat]: [number, number], few: number) {
  const column = (side: 0 | 1) => Float64Array.from(places, (one) => one[side]);
  let nearest: number[] = [];
  nearestPlaces(column(0), column(1), () => true)(lon, lat, (_place, distance) => {
    nearest = [...nearest, distance].sort((a, b) => a - b).slice(0, few);
    return nearest[few - 1] ?? Number.POSITIVE_INFINITY;
  });
  return nearest;
}

test('the nearest places are those of a look at every place, from inside and from far outside', () => {
  fc.assert(
    fc.property(
      fc.array(place, { maxLength: 120 }),
      fc.oneof(place, anywhere),
      fc.integer({ min: 1, max: 4 }),
      (places, asked, few) => {
        expect(byGrid(places, asked, few)).toEqual(bySorting(places, asked, few));
      },
    ),
  );
});

test('places on one line, at one point or left out', () => {
  const line = Array.from({ length: 500 }, (_, index) => [118 + index / 500, 48] as const);
  expect(byGrid(line, [118.5, 48.2], 3)).toEqual(bySorting(line, [118.5, 48.2], 3));
  const point = Array.from({ length: 9 }, () => [118, 48] as const);
  expect(byGrid(point, [118, 48], 3)).toEqual([0, 0, 0]);
  const seen: number[] = [];
  nearestPlaces(Float64Array.of(118, 118.1), Float64Array.of(48, 48), (one) => one === 1)(118, 48, (one) => {
    seen.push(one);
    return Number.POSITIVE_INFINITY;
  });
  expect(seen).toEqual([1]);
});
