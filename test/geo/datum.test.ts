import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { datumName, outlineToWgs84, parseDatum, toWgs84 } from '../../server/geo/datum.ts';
import type { LonLat } from '../../server/geo/position.ts';
import { bd09Of, gcj02Of, metresBetween } from '../support/gcj02.ts';

describe('a datum', () => {
  test.each(['wgs84', 'gcj02', 'bd09', 'epsg:4526'])('is written and read as %s', (name) => {
    const datum = parseDatum(name.toUpperCase());
    expect(datum && datumName(datum)).toBe(name);
  });

  test.each(['', 'gcj', 'epsg:', 'epsg:12', 'epsg:4526 or so', '4326'])('is not %j', (name) => {
    expect(parseDatum(name)).toBeUndefined();
  });
});

const inChina = fc.tuple(
  fc.double({ min: 80, max: 132, noNaN: true }),
  fc.double({ min: 20, max: 52, noNaN: true }),
);

test('a BD-09 position comes back to where the published formula took it from, within a centimetre', () => {
  fc.assert(
    fc.property(inChina, (place: LonLat) => {
      expect(metresBetween(toWgs84('bd09', bd09Of(gcj02Of(place))), place)).toBeLessThan(0.01);
    }),
  );
});

describe('a GCJ-02 position', () => {
  test('comes back to where the published formula took it from, within a centimetre', () => {
    fc.assert(
      fc.property(inChina, (place: LonLat) => {
        expect(metresBetween(toWgs84('gcj02', gcj02Of(place)), place)).toBeLessThan(0.01);
      }),
    );
  });

  test('is moved by hundreds of metres in Hailar', () => {
    const shifted: LonLat = [119.75, 49.21];
    expect(metresBetween(toWgs84('gcj02', shifted), shifted)).toBeGreaterThan(400);
  });

  test('is moved to the same place wherever it occurs, so that shared borders stay shared', () => {
    const ring: LonLat[] = [
      [120, 48],
      [120.1, 48],
      [120.1, 48.1],
      [120, 48],
    ];
    const moved = outlineToWgs84('gcj02', {
      type: 'MultiPolygon',
      coordinates: [[ring], [ring.toReversed()]],
    });
    expect(moved.coordinates[0]?.[0]).toEqual(moved.coordinates[1]?.[0]?.toReversed());
  });
});

test('a position outside of China is not moved', () => {
  expect(toWgs84('gcj02', [8.54, 47.38])).toEqual([8.54, 47.38]);
});
