import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hausdorffMetres } from '../../server/geo/hausdorff.ts';
import { localMetres } from '../../server/geo/local-metres.ts';

const frame = localMetres(119, 48);

/** A ring given in metres about 119 degrees east, 48 north. */
function ring(...metres: [east: number, north: number][]): Float64Array {
  return Float64Array.from([...metres, metres[0] ?? [0, 0]].flatMap(([x, y]) => frame.toDegrees(x, y)));
}

const square = (side: number, east = 0) => [
  [ring([east, 0], [east + side, 0], [east + side, side], [east, side])],
];

test('is nothing between an outline and itself with further vertices', () => {
  const same = [[ring([0, 0], [50, 0], [100, 0], [100, 100], [0, 100])]];
  expect(hausdorffMetres(square(100), same)).toBeCloseTo(0, 3);
});

test('is how far a border was moved', () => {
  expect(hausdorffMetres(square(1000), square(1000, 12))).toBeCloseTo(12, 1);
});

test('is found within an edge too, where no vertex is', () => {
  const bar = [[ring([0, 0], [100, 0], [100, -1], [0, -1])]];
  const ends = [[ring([0, 0], [1, 0], [0, -1])], [ring([100, 0], [99, 0], [100, -1])]];
  expect(hausdorffMetres(bar, ends)).toBeCloseTo(49, 1);
});

test('is that of many points along the borders, and the same from either side', () => {
  const position = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 }));
  const positions = fc.array(position, { minLength: 3, maxLength: 7 });
  fc.assert(
    fc.property(positions, positions, (one, other) => {
      const [a, b] = [[[ring(...one)]], [[ring(...other)]]];
      const found = hausdorffMetres(a, b);
      expect(Math.abs(found - hausdorffMetres(b, a))).toBeLessThan(1);
      expect(Math.abs(found - sampled(one, other))).toBeLessThan(1.5);
    }),
    { numRuns: 30 },
  );
});

/** The slow obvious way: a point every metre or two. */
function sampled(one: [number, number][], other: [number, number][]): number {
  const along = (positions: [number, number][]) =>
    positions.flatMap(([ax, ay], index) => {
      const [bx, by] = positions[(index + 1) % positions.length] ?? [ax, ay];
      const steps = Math.max(1, Math.ceil(Math.hypot(bx - ax, by - ay) / 1.5));
      return Array.from({ length: steps }, (_, step): [number, number] => [
        ax + ((bx - ax) * step) / steps,
        ay + ((by - ay) * step) / steps,
      ]);
    });
  const [a, b] = [along(one), along(other)];
  const furthest = (from: [number, number][], to: [number, number][]) =>
    Math.max(...from.map(([x, y]) => Math.min(...to.map(([u, v]) => Math.hypot(u - x, v - y)))));
  return Math.max(furthest(a, b), furthest(b, a));
}
