import fc from 'fast-check';
import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import { type Interval, union } from '../../server/coverage/interval.ts';
import { idlenessOf } from '../../server/history/idleness.ts';
import { byHourOfWeek, weeksOf } from '../../server/history/local-hours.ts';

const seconds = 1000;

/** Intervals of whole seconds in a period of so many. */
const timeline = fc.record({
  length: fc.integer({ min: 1, max: 400 }),
  stays: fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max: 60 })), {
    maxLength: 12,
  }),
});

function presentOf({ length, stays }: { length: number; stays: [number, number][] }): Interval[] {
  return union(
    stays.flatMap(([from, long]): Interval[] =>
      from < length ? [[from * seconds, Math.min(length, from + long) * seconds]] : [],
    ),
  );
}

test('idleness is that of a simulation second by second', () => {
  fc.assert(
    fc.property(timeline, (drawn) => {
      const present = presentOf(drawn);
      const idle: number[] = [];
      let since = 0;
      for (let second = 0; second < drawn.length; second++) {
        const at = (second + 0.5) * seconds;
        const isThere = present.some(([from, to]) => from <= at && at < to);
        // In the middle of a second without anybody half of it has passed.
        idle.push(isThere ? 0 : since + 0.5);
        since = isThere ? 0 : since + 1;
      }
      const found = idlenessOf(present, [0, drawn.length * seconds]);
      const mean = idle.reduce((sum, one) => sum + one, 0) / idle.length;
      expect(found?.meanSeconds).toBeCloseTo(mean, 6);
      expect(found?.worstSeconds).toBeCloseTo(
        Math.max(0, ...idle.map((one) => (one > 0 ? one + 0.5 : 0))),
        6,
      );
      const sorted = idle.toSorted((a, b) => a - b);
      const p90 = sorted[Math.min(sorted.length - 1, Math.floor(0.9 * sorted.length))] ?? 0;
      expect(Math.abs((found?.p90Seconds ?? 0) - p90)).toBeLessThanOrEqual(1);
    }),
    { numRuns: 300 },
  );
});

test('a place that nobody visited is idle for the whole period, and its mean is half of it', () => {
  expect(idlenessOf([], [0, 100 * seconds])).toEqual({
    meanSeconds: 50,
    worstSeconds: 100,
    worstFrom: 0,
    worstTo: 100 * seconds,
    p90Seconds: 90,
  });
  expect(idlenessOf([], [5, 5])).toBeNull();
});

test.for(['Asia/Shanghai', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'])(
  'minutes fall into the hours of the week that the clocks of %s show',
  (zone) => {
    // Over the change of the clocks in spring and autumn.
    for (const begin of ['2026-03-07T09:00:00Z', '2026-10-03T09:00:00Z', '2026-10-31T09:00:00Z']) {
      const from = Date.parse(begin);
      const to = from + 36 * 3_600_000 + 17 * 60_000;
      const expected = new Float64Array(168);
      for (let at = from; at < to; at += 60_000) {
        const { weekday, hour } = DateTime.fromMillis(at, { zone });
        const bin = (weekday - 1) * 24 + hour;
        expected[bin] = (expected[bin] ?? 0) + 60_000;
      }
      expect(byHourOfWeek([[from, to]], zone)).toEqual(expected);
    }
  },
);

test('weeks begin on Monday by the local clock and are clipped to the period', () => {
  const period: Interval = [Date.parse('2026-03-04T00:00:00Z'), Date.parse('2026-03-17T00:00:00Z')];
  expect(
    weeksOf(period, 'Asia/Shanghai').map(([from, to]) => [
      new Date(from).toISOString(),
      new Date(to).toISOString(),
    ]),
  ).toEqual([
    ['2026-03-04T00:00:00.000Z', '2026-03-08T16:00:00.000Z'],
    ['2026-03-08T16:00:00.000Z', '2026-03-15T16:00:00.000Z'],
    ['2026-03-15T16:00:00.000Z', '2026-03-17T00:00:00.000Z'],
  ]);
});
