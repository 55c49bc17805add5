import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boardOf, changesOf } from '../../server/live/board.ts';
import { precisionAt, rounded } from '../../server/live/position.ts';
import type { OnDuty } from '../../server/live/queries.ts';

const minute = 60_000;
const now = Date.parse('2026-03-10T08:00:00Z');

test('the older a position, the less exactly it is told, and after two hours not at all', () => {
  const ages = [0, 1, 2, 9, 10, 29, 30, 119, 120, 10_000];
  expect(ages.map((minutes) => precisionAt(minutes * minute))).toEqual([
    0,
    0,
    50,
    50,
    200,
    200,
    1_000,
    1_000,
    null,
    null,
  ]);
});

test('a rounded position is near, and the same for all positions of a square', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1_799_000_000, max: 1_799_000_000 }),
      fc.integer({ min: -800_000_000, max: 800_000_000 }),
      fc.constantFrom(50, 200, 1_000),
      (lonE7, latE7, precision) => {
        const { lon, lat } = rounded({ at: 0, lonE7, latE7 }, precision);
        const north = (lat - latE7 / 1e7) * 111_320;
        const east = (lon - lonE7 / 1e7) * 111_320 * Math.cos((lat * Math.PI) / 180);
        expect(Math.hypot(east, north)).toBeLessThan(precision * 0.75 + 2);
        const again = { at: 0, lonE7: Math.round(lon * 1e7), latE7: Math.round(lat * 1e7) };
        expect(rounded(again, precision)).toEqual({ lon, lat });
      },
    ),
  );
});

const onDuty = (device: number, minutesOld: number | null): OnDuty => ({
  device,
  deviceName: `device ${device}`,
  deviceStationId: null,
  person: { id: device, name: 'somebody', stationId: 7, teams: [] },
  recorded:
    minutesOld === null ? null : { at: now - minutesOld * minute, lonE7: 1_201_234_567, latE7: 491_234_567 },
});

test('tells of a position when it is new, when it has aged a step, and when it is gone', () => {
  const first = boardOf([onDuty(1, 0), onDuty(2, 119), onDuty(3, null)], now);
  expect([...first.keys()]).toEqual([1, 2]);
  const sameAge = boardOf([onDuty(1, 0), onDuty(2, 119)], now + 1_000);
  expect(changesOf(first, sameAge)).toEqual({ changed: [], gone: [] });
  const later = boardOf([onDuty(1, 0), onDuty(2, 119)], now + 2 * minute);
  const { changed, gone } = changesOf(first, later);
  expect(changed.map(({ position }) => [position.device, position.precisionMetres])).toEqual([[1, 50]]);
  expect(gone).toEqual([2]);
});
