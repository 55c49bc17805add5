import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FlatPolygon } from '../../server/geo/wkb.ts';
import { outlineKey, outlineKeysNear, sameOutline } from '../../server/plans/outline-identity.ts';

const ring = (...positions: [number, number][]) => Float64Array.from(positions.flat());
const square: FlatPolygon = [ring([119, 48], [119.01, 48], [119.01, 48.01], [119, 48.01], [119, 48])];

test('takes an outline with further vertices on straight stretches as the same', () => {
  const denser = [ring([119, 48], [119.004, 48], [119.01, 48], [119.01, 48.01], [119, 48.01], [119, 48])];
  expect(sameOutline([square], [denser])).toBe(true);
});

test('takes an outline that begins elsewhere or runs the other way round as the same', () => {
  expect(
    sameOutline([square], [[ring([119.01, 48], [119.01, 48.01], [119, 48.01], [119, 48], [119.01, 48])]]),
  ).toBe(true);
  expect(
    sameOutline([square], [[ring([119, 48], [119, 48.01], [119.01, 48.01], [119.01, 48], [119, 48])]]),
  ).toBe(true);
});

test('tells outlines apart that differ by more than a centimetre, or by a hole', () => {
  expect(
    sameOutline(
      [square],
      [[ring([119, 48], [119.01, 48], [119.01, 48.01], [119.0000003, 48.01], [119, 48])]],
    ),
  ).toBe(false);
  const hole = ring([119.004, 48.004], [119.004, 48.005], [119.005, 48.005], [119.004, 48.004]);
  expect(sameOutline([square], [[...square, hole]])).toBe(false);
});

test('finds an outline that is less than a centimetre off by one of its keys, wherever it lies', () => {
  const place = fc.record({
    lon: fc.integer({ min: 730_000_000, max: 1_350_000_000 }),
    lat: fc.integer({ min: 180_000_000, max: 530_000_000 }),
    shift: fc.array(fc.double({ min: -0.6, max: 0.6, noNaN: true }), { minLength: 8, maxLength: 8 }),
  });
  fc.assert(
    fc.property(place, ({ lon, lat, shift }) => {
      const corners = [
        [lon, lat],
        [lon + 12345, lat + 17],
        [lon + 12345, lat + 9876],
        [lon - 77, lat + 9876],
      ] as const;
      const outline = (off: readonly number[]): FlatPolygon => {
        const at = corners.map(([x, y], index): [number, number] => [
          (x + (off[index * 2] ?? 0)) / 1e7,
          (y + (off[index * 2 + 1] ?? 0)) / 1e7,
        ]);
        return [ring(...at, at[0] ?? [0, 0])];
      };
      const [one, other] = [outline([]), outline(shift)];
      const key = outlineKey([one]).toString('hex');
      expect(outlineKeysNear([other]).map((near) => near.toString('hex'))).toContain(key);
      expect(sameOutline([one], [other])).toBe(true);
    }),
  );
});
