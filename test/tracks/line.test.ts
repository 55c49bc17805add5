import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metresBetween } from '../../server/geo/distance.ts';
import { type DrawnFix, withoutScatter } from '../../server/tracks/line.ts';

const start = Date.UTC(2026, 4, 12, 1);

/** A fix some seconds after the start, some metres east and north of 120° east, 49° north. */
function fix(seconds: number, east: number, north: number): DrawnFix {
  return {
    at: start + seconds * 1000,
    lonE7: 1_200_000_000 + Math.round((east / 73_150) * 1e7),
    latE7: 490_000_000 + Math.round((north / 111_210) * 1e7),
    flags: 0,
    breakBefore: false,
    hidden: false,
  };
}

function lengthOf(line: readonly DrawnFix[]): number {
  return line.slice(1).reduce((sum, to, index) => sum + metresBetween(line[index] as DrawnFix, to), 0);
}

/** Normal scatter about the origin, from pairs of uniform numbers. */
const scattered = (draws: readonly [number, number][], every: number, sigma: number): DrawnFix[] =>
  draws.map(([a, b], index) => {
    const away = sigma * Math.sqrt(-2 * Math.log(1 - a));
    return fix(index * every, away * Math.cos(2 * Math.PI * b), away * Math.sin(2 * Math.PI * b));
  });

const uniform = fc.double({ min: 0, max: 0.9999, noNaN: true });

describe('the drawn line', () => {
  it('of an hour in one place is no ball of wool, however the receiver scatters', () => {
    const hour = fc.array(fc.tuple(uniform, uniform), { minLength: 180, maxLength: 180 });
    fc.assert(
      fc.property(hour, fc.double({ min: 1, max: 12, noNaN: true }), (draws, sigma) => {
        const rest = scattered(draws, 20, sigma);
        const line = withoutScatter(rest);
        expect(line.length).toBeLessThan(rest.length / 10);
        expect(lengthOf(line)).toBeLessThan(lengthOf(rest) / 4 + 40);
      }),
      { numRuns: 50 },
    );
  });

  it('of a walk, slow or fast, is the walk', () => {
    for (const metresPerSecond of [0.6, 1.4, 3, 15])
      for (const every of [1, 5, 20]) {
        const walk = Array.from({ length: 100 }, (_, step) =>
          fix(step * every, step * every * metresPerSecond, 0),
        );
        expect(withoutScatter(walk)).toEqual(walk);
      }
  });

  it('leads to the place where somebody stood, and on from there', () => {
    const to = Array.from({ length: 20 }, (_, step) => fix(step * 10, -300 + step * 15, 0));
    const there = Array.from({ length: 60 }, (_, step) =>
      fix(200 + step * 10, (step % 5) * 4, (step % 7) * 3),
    );
    const on = Array.from({ length: 20 }, (_, step) => fix(800 + step * 10, 0, 60 + step * 15));
    const line = withoutScatter([...to, ...there, ...on]);
    expect(line[0]).toEqual(to[0]);
    expect(line.at(-1)).toEqual(on.at(-1));
    expect(lengthOf(line)).toBeGreaterThan(560);
    expect(lengthOf(line)).toBeLessThan(720);
  });

  it('keeps the order of time and makes nothing up', () => {
    const walk = fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: -200, max: 200 })), {
      minLength: 1,
      maxLength: 80,
    });
    fc.assert(
      fc.property(walk, (steps) => {
        let [seconds, east] = [0, 0];
        const run = steps.map(([elapsed, metres]) => {
          seconds += elapsed;
          east += metres;
          return fix(seconds, east, 0);
        });
        const line = withoutScatter(run);
        const instants = new Set(run.map(({ at }) => at));
        expect(line.every(({ at }, index) => instants.has(at) && at > (line[index - 1]?.at ?? 0))).toBe(true);
        const sides = run.map(({ lonE7 }) => lonE7);
        for (const { lonE7 } of line) {
          expect(lonE7).toBeGreaterThanOrEqual(Math.min(...sides));
          expect(lonE7).toBeLessThanOrEqual(Math.max(...sides));
        }
      }),
    );
  });
});
