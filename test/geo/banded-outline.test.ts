import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bandedOutline } from '../../server/geo/banded-outline.ts';
import { outlinePacker } from '../../server/geo/packed-outlines.ts';
import type { FlatPolygon } from '../../server/geo/wkb.ts';

/** A ring around a middle, whose vertices lie at the given distances, in small steps so that points fall on edges. */
function ringAround(lon: number, lat: number, distances: readonly number[]): Float64Array {
  const positions = distances.map((distance, index) => {
    const angle = (index / distances.length) * 2 * Math.PI;
    return [
      lon + Math.round(distance * Math.cos(angle)) / 1e7,
      lat + Math.round(distance * Math.sin(angle)) / 1e7,
    ];
  });
  return Float64Array.from([...positions, ...positions.slice(0, 1)].flat());
}

const ring = fc.array(fc.integer({ min: 5, max: 60 }), { minLength: 3, maxLength: 40 });

test('holds exactly the points that the packed outline holds', () => {
  fc.assert(
    fc.property(ring, ring, (outer, inner) => {
      const hole = inner.map((distance) => Math.ceil(distance / 20));
      const polygons: FlatPolygon[] = [[ringAround(110, 40, outer), ringAround(110, 40, hole)]];
      const packer = outlinePacker();
      packer.add(polygons);
      const packed = packer.pack();
      const banded = bandedOutline(polygons);
      const different: number[][] = [];
      for (let x = -62; x <= 62; x += 3)
        for (let y = -62; y <= 62; y += 1) {
          let isHeld = false;
          packed.holding(110 + x / 1e7, 40 + y / 1e7, () => {
            isHeld = true;
          });
          if (banded.holds(1_100_000_000 + x, 400_000_000 + y) !== isHeld) different.push([x, y]);
        }
      expect(different).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

test('an outline of 100,000 vertices is asked in time that does not grow with them', () => {
  const distances = Array.from({ length: 100_000 }, (_, index) => 900_000 + (index % 7) * 1000);
  const banded = bandedOutline([[ringAround(110, 40, distances)]]);
  expect(banded.holds(1_100_000_000, 400_000_000)).toBe(true);
  expect(banded.holds(1_100_950_000, 400_000_000)).toBe(false);
  let held = 0;
  for (let index = 0; index < 200_000; index++)
    if (banded.holds(1_099_000_000 + index * 10, 400_000_000 + index)) held++;
  expect(held).toBeGreaterThan(170_000);
});
