import { expect, test } from 'vitest';
import { type FixColumns, legsOf } from '../../server/sweeps/legs.ts';
import { defaultThresholds } from '../../server/tracks/thresholds.ts';

const start = Date.UTC(2026, 2, 2);
const always = [start, start + 86_400_000] as const;
const carriedBy = (...carriers: { personId: number; from: number; to: number }[]) => ({
  alwaysOnDuty: true,
  carriers,
  duties: new Map(),
});

/** Positions at seconds and metres east of 119° E, 49° N. */
function fixes(
  rows: readonly [second: number, east: number][],
  change: Partial<FixColumns> = {},
): FixColumns {
  return {
    at: rows.map(([second]) => start + second * 1000),
    lonE7: rows.map(([, east]) => Math.round(1_190_000_000 + (east / 73_150) * 1e7)),
    latE7: rows.map(() => 490_000_000),
    flags: rows.map(() => 0),
    breakBefore: rows.map(() => false),
    isCoarse: rows.map(() => false),
    ...change,
  };
}

const legs = (columns: FixColumns, custody = carriedBy(), period: readonly [number, number] = always) =>
  legsOf(columns, custody, defaultThresholds.phone, period);
const walk = [...Array(10).keys()].map((index): [number, number] => [index * 60, index * 80]);

test('legs join good fixes that are near each other, and pass over coarse and flagged ones', () => {
  expect(legs(fixes(walk)).fromLon).toHaveLength(9);
  const coarse = walk.map((_, index) => index === 4);
  expect(legs(fixes(walk, { isCoarse: coarse })).fromLon).toHaveLength(8);
  expect(legs(fixes(walk, { flags: walk.map((_, index) => (index === 4 ? 2 : 0)) })).fromLon).toHaveLength(8);
  expect(legs(fixes(walk, { breakBefore: coarse })).fromLon).toHaveLength(8);
  expect(legs(fixes(walk.map(([second, east]) => [second * 3, east]))).fromLon).toEqual([]);
});

test('no leg joins two carriers', () => {
  const changed = carriedBy(
    { personId: 1, from: 0, to: start + 200_000 },
    { personId: 2, from: start + 200_000, to: Number.POSITIVE_INFINITY },
  );
  expect(legs(fixes(walk), changed).fromLon).toHaveLength(8);
});

test('a leg over the end of a period is cut there', () => {
  const cut = start + 90_000;
  const [before, after] = [
    legs(fixes(walk), carriedBy(), [start, cut]),
    legs(fixes(walk), carriedBy(), [cut, always[1]]),
  ];
  expect(before.fromLon).toHaveLength(2);
  expect(after.fromLon).toHaveLength(8);
  expect(before.toLon.at(-1)).toBeCloseTo(after.fromLon[0] ?? 0, 9);
});

test('whoever stays for ten minutes looks around, from the first of them on; a shorter stay does not', () => {
  const stays = (minutes: number) =>
    [...Array(minutes + 1).keys()].map((index): [number, number] => [index * 60, index % 2]);
  expect(legs(fixes(stays(9))).isLookout).toEqual(Array(9).fill(false));
  expect(legs(fixes(stays(12))).isLookout).toEqual(Array(12).fill(true));
  const thenOn: [number, number][] = [...stays(12), [780, 90], [840, 180]];
  expect(legs(fixes(thenOn)).isLookout).toEqual([...Array(12).fill(true), false, false]);
});
