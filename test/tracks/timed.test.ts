import fc from 'fast-check';
import { expect, test } from 'vitest';
import { metresBetween } from '../../server/geo/distance.ts';
import { movementStretches } from '../../server/tracks/movement.ts';
import { packRun, thinInTime } from '../../server/tracks/timed.ts';

type Fix = { at: number; lonE7: number; latE7: number };

const wander = fc
  .array(
    fc.record({
      seconds: fc.integer({ min: 1, max: 90 }),
      east: fc.integer({ min: -900, max: 900 }),
      north: fc.integer({ min: -900, max: 900 }),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((steps) => {
    const run: Fix[] = [{ at: 1_772_000_000_000, lonE7: 1_200_000_000, latE7: 490_000_000 }];
    for (const { seconds, east, north } of steps) {
      const { at, lonE7, latE7 } = run.at(-1) as Fix;
      run.push({ at: at + seconds * 1000, lonE7: lonE7 + east * 10, latE7: latE7 + north * 10 });
    }
    return run;
  });

/** Where the thinned run says somebody was at an instant. */
function at(run: readonly Fix[], instant: number): Fix {
  const index = Math.max(
    1,
    run.findIndex((fix) => fix.at >= instant),
  );
  const [a, b] = [run[index - 1] as Fix, run[index] as Fix];
  const share = (instant - a.at) / (b.at - a.at);
  return {
    at: instant,
    lonE7: a.lonE7 + (b.lonE7 - a.lonE7) * share,
    latE7: a.latE7 + (b.latE7 - a.latE7) * share,
  };
}

test('a thinned run is at every instant of a fix within the tolerance of it', () => {
  fc.assert(
    fc.property(wander, fc.integer({ min: 1, max: 200 }), (run, tolerance) => {
      const thinned = thinInTime(run, tolerance);
      expect([thinned[0], thinned.at(-1)]).toEqual([run[0], run.at(-1)]);
      for (const fix of run) expect(metresBetween(at(thinned, fix.at), fix)).toBeLessThan(tolerance + 0.1);
    }),
  );
});

test('somebody who walks evenly needs two positions, and who waits on the way three more', () => {
  const walk = Array.from({ length: 50 }, (_, index) => ({
    at: index * 10_000,
    lonE7: 1_200_000_000 + index * 2_000,
    latE7: 490_000_000,
  }));
  expect(thinInTime(walk, 5)).toHaveLength(2);
  const waiting = walk.map((fix, index) =>
    index < 20 || index > 30 ? fix : { ...fix, lonE7: 1_200_040_000 },
  );
  expect(thinInTime(waiting, 5).length).toBeLessThan(6);
});

test('a packed run unpacks to the same positions, to a millionth of a degree, without errors adding up', () => {
  fc.assert(
    fc.property(wander, (run) => {
      const { start, steps } = packRun(run);
      let [seconds, lon, lat] = start;
      const unpacked = [[seconds, lon, lat]];
      for (let index = 0; index < steps.length; index += 3) {
        seconds += steps[index] ?? 0;
        lon += steps[index + 1] ?? 0;
        lat += steps[index + 2] ?? 0;
        unpacked.push([seconds, lon, lat]);
      }
      expect(unpacked).toEqual(
        run.map((fix) => [fix.at / 1000, Math.round(fix.lonE7 / 10), Math.round(fix.latE7 / 10)]),
      );
    }),
  );
});

test('tells standing, walking and driving apart, and a vehicle never walks', () => {
  const speeds = [...Array(12).fill(0), ...Array(12).fill(1.3), ...Array(12).fill(12)];
  let metres = 0;
  const run = speeds.map((speed: number, index) => {
    metres += speed * 20;
    return {
      at: index * 20_000,
      lonE7: 1_200_000_000 + Math.round((metres / 73_150) * 1e7),
      latE7: 490_000_000,
      flags: 0,
      breakBefore: false,
      hidden: false,
    };
  });
  expect(movementStretches(run, 'phone').map(({ movement }) => movement)).toEqual([
    'standing',
    'foot',
    'vehicle',
  ]);
  expect(movementStretches(run, 'vehicle').map(({ movement }) => movement)).toEqual(['standing', 'vehicle']);
  const fixes = movementStretches(run, 'phone').flatMap((stretch) => stretch.fixes.slice(1));
  expect([run[0], ...fixes]).toEqual(run);
});
