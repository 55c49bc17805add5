import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearestOf } from '../../server/geo/nearest.ts';
import type { LonLat } from '../../server/geo/position.ts';

const position = fc.tuple(
  fc.double({ min: -180, max: 180, noNaN: true }),
  fc.double({ min: -90, max: 90, noNaN: true }),
);

/** The great circle between two positions, in radians (haversine). */
function along([lonA, latA]: LonLat, [lonB, latB]: LonLat): number {
  const radians = Math.PI / 180;
  const [north, east] = [((latB - latA) / 2) * radians, ((lonB - lonA) / 2) * radians];
  const level = Math.cos(latA * radians) * Math.cos(latB * radians);
  return 2 * Math.asin(Math.min(1, Math.sqrt(Math.sin(north) ** 2 + level * Math.sin(east) ** 2)));
}

test('finds none that is further than the nearest of all, over poles and the antimeridian', () => {
  fc.assert(
    fc.property(
      fc.array(position, { minLength: 1, maxLength: 60 }),
      fc.array(position, { maxLength: 20 }),
      (points, asked) => {
        const nearest = nearestOf(points);
        for (const [lon, lat] of asked) {
          const found = points[nearest(lon, lat)] as LonLat;
          const least = Math.min(...points.map((point) => along(point, [lon, lat])));
          expect(along(found, [lon, lat])).toBeLessThan(least + 1e-7);
        }
      },
    ),
    { numRuns: 200 },
  );
});

test('finds nothing where there is nothing', () => {
  expect(nearestOf([])(110, 40)).toBe(-1);
});

test('tells the nearest across the antimeridian', () => {
  const nearest = nearestOf([
    [179.9, 10],
    [-170, 10],
  ]);
  expect(nearest(-179.9, 10)).toBe(0);
});
