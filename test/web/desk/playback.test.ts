import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packRun } from '../../../server/tracks/timed.ts';
import { extentOf, trailOf, unpackMovers, whereaboutsAt } from '../../../web/desk/playback.ts';

type Report = [at: number, lon: number, lat: number];

const moverOf = (...runs: Report[][]) => {
  const packed = runs.map((run) =>
    packRun(run.map(([at, lon, lat]) => ({ at: at * 1000, lonE7: lon * 1e7, latE7: lat * 1e7 }))),
  );
  const [mover] = unpackMovers({
    movers: [{ person: { id: 1, name: 'somebody' }, deviceName: 'phone', tracks: [1], runs: packed }],
  });
  if (!mover) throw new Error('no mover came of it');
  return mover;
};

const walked = moverOf(
  [
    [100, 120, 49],
    [200, 120.01, 49.02],
  ],
  [
    [500, 120.1, 49.1],
    [600, 120.1, 49.2],
    [700, 120.2, 49.2],
  ],
);
const near = (value: number) => expect.closeTo(value, 6);

describe('where somebody is', () => {
  test.each([
    [99, { state: 'away' }],
    [100, { state: 'moving', lon: near(120), lat: near(49) }],
    [150, { state: 'moving', lon: near(120.005), lat: near(49.01) }],
    [200, { state: 'moving', lon: near(120.01), lat: near(49.02) }],
    [201, { state: 'silent', lon: near(120.01), lat: near(49.02), since: 200 }],
    [499, { state: 'silent', lon: near(120.01), lat: near(49.02), since: 200 }],
    [650, { state: 'moving', lon: near(120.15), lat: near(49.2) }],
    [701, { state: 'away' }],
  ])('at %i', (instant, expected) => {
    expect(whereaboutsAt(walked.runs, instant)).toEqual(expected);
  });

  test('is at a report where that says, and in between never outside of the two', () => {
    const run = fc
      .array(
        fc.tuple(
          fc.integer({ min: 1, max: 300 }),
          fc.integer({ min: -5e5, max: 5e5 }),
          fc.integer({ min: -5e5, max: 5e5 }),
        ),
        { minLength: 2, maxLength: 30 },
      )
      .map((steps) => {
        let at = 1_772_000_000;
        return steps.map(([seconds, east, north]): Report => {
          at += seconds;
          return [at, 120 + east / 1e6, 49 + north / 1e6];
        });
      });
    fc.assert(
      fc.property(run, fc.double({ min: 0, max: 1, noNaN: true }), (reports, share) => {
        const { runs } = moverOf(reports);
        for (const [at, lon, lat] of reports)
          expect(whereaboutsAt(runs, at)).toEqual({ state: 'moving', lon: near(lon), lat: near(lat) });
        reports.slice(1).forEach(([at, lon], index) => {
          const [from, lonFrom] = reports[index] as Report;
          const place = whereaboutsAt(runs, from + (at - from) * share);
          if (place.state === 'away') throw new Error('away between two reports');
          expect(place.lon).toBeGreaterThanOrEqual(Math.min(lon, lonFrom) - 1e-6);
          expect(place.lon).toBeLessThanOrEqual(Math.max(lon, lonFrom) + 1e-6);
        });
      }),
    );
  });
});

test('a trail is what was reported lately, parted by silences', () => {
  expect(trailOf(walked.runs, 50, 900)).toEqual([]);
  expect(trailOf(walked.runs, 150, 900)).toEqual([
    [
      [120, 49],
      [near(120.005), near(49.01)],
    ],
  ]);
  expect(trailOf(walked.runs, 650, 900).map((line) => line.length)).toEqual([2, 3]);
  expect(trailOf(walked.runs, 650, 100)).toEqual([
    [
      [near(120.1), near(49.15)],
      [near(120.1), near(49.2)],
      [near(120.15), near(49.2)],
    ],
  ]);
});

test('the day goes from the first report to the last', () => {
  expect(extentOf([walked, moverOf([[50, 1, 1]])])).toEqual([50, 700]);
  expect(extentOf([])).toBeNull();
});
