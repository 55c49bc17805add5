import fc from 'fast-check';
import { expect, test } from 'vitest';
import { metresBetween } from '../../server/geo/distance.ts';
import {
  middleOf,
  partsInSquares,
  type Square,
  squareKey,
  squareOf,
  squaresWithin,
} from '../../server/measures/squares.ts';

const anywhere = fc.record({
  lonE7: fc.integer({ min: -1_800_000_000, max: 1_799_999_999 }),
  latE7: fc.integer({ min: -600_000_000, max: 600_000_000 }),
});

test('a square is a kilometre wide and high, and holds its middle', () => {
  fc.assert(
    fc.property(anywhere, (position) => {
      const square = squareOf(position);
      const middle = middleOf(square);
      expect(squareOf(middle)).toEqual(square);
      const above = middleOf({ ...square, row: square.row + 1 });
      // Measured on a sphere.
      expect(Math.abs(metresBetween(middle, { ...above, lonE7: middle.lonE7 }) - 1_000)).toBeLessThan(8);
      const next = middleOf({ ...square, column: square.column + 1 });
      if (next.lonE7 < 1_800_000_000) expect(Math.abs(metresBetween(middle, next) - 1_000)).toBeLessThan(8);
    }),
  );
});

test('squares of a box are those whose middles lie in it', () => {
  const found = squaresWithin([119.95, 48.98, 120.02, 49.01]);
  expect(found).toHaveLength(15);
  for (const square of found) {
    const { lonE7, latE7 } = middleOf(square);
    expect([lonE7 >= 119.95e7, lonE7 <= 120.02e7, latE7 >= 48.98e7, latE7 <= 49.01e7]).not.toContain(false);
  }
});

/** The same by looking at a thousand positions along the way. */
function partsByLooking(from: { lonE7: number; latE7: number }, east: number, north: number) {
  const shares = new Map<number, number>();
  for (let step = 0; step < 1_000; step++) {
    const share = (step + 0.5) / 1_000;
    const lonE7 = ((from.lonE7 + east * share + 5_400_000_000) % 3_600_000_000) - 1_800_000_000;
    const key = squareKey(squareOf({ lonE7, latE7: from.latE7 + north * share }));
    shares.set(key, (shares.get(key) ?? 0) + 0.001);
  }
  return shares;
}

test('a way is cut where it goes from one square into the next, over the antimeridian too', () => {
  const offset = fc.integer({ min: -300_000, max: 300_000 });
  const start = fc.oneof(
    anywhere,
    anywhere.map((one) => ({ ...one, lonE7: 1_799_900_000 })),
  );
  fc.assert(
    fc.property(start, offset, offset, (from, east, north) => {
      const lonE7 = ((from.lonE7 + east + 5_400_000_000) % 3_600_000_000) - 1_800_000_000;
      const shares = new Map<number, number>();
      let last = 0;
      partsInSquares(from, { lonE7, latE7: from.latE7 + north }, (square: Square, begin, end) => {
        expect(begin).toBeCloseTo(last, 9);
        last = end;
        shares.set(squareKey(square), (shares.get(squareKey(square)) ?? 0) + end - begin);
      });
      expect(last).toBeCloseTo(1, 9);
      for (const [key, share] of partsByLooking(from, east, north))
        expect(Math.abs((shares.get(key) ?? 0) - share)).toBeLessThan(0.0025);
    }),
  );
});
