import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  endsAfter,
  everyPair,
  type NewAssignment,
  withoutDoubles,
} from '../../server/assignments/new-assignment.ts';

const day = (days: number) => new Date(Date.UTC(2026, 0, 1 + days));
const row = fc
  .record({
    personId: fc.integer({ min: 1, max: 2 }),
    cellId: fc.integer({ min: 1, max: 2 }),
    from: fc.integer({ min: 0, max: 20 }),
    length: fc.option(fc.integer({ min: 1, max: 10 })),
  })
  .map(
    ({ personId, cellId, from, length }): NewAssignment => ({
      personId,
      cellId,
      areaId: null,
      role: 'patrol',
      from: day(from),
      to: length === null ? null : day(from + length),
    }),
  );
const days = Array.from({ length: 40 }, (_, index) => index);

/** The days on which anybody is anywhere, an open end to the last of them. */
const held = (rows: readonly NewAssignment[]) =>
  new Set(
    rows.flatMap(({ personId, cellId, from, to }) =>
      days
        .filter((at) => day(at) >= from && endsAfter(to, day(at)))
        .map((at) => `${personId} ${cellId} ${at}`),
    ),
  );

test('joined assignments hold the same days, and none twice', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
      const joined = withoutDoubles(rows);
      expect(held(joined)).toEqual(held(rows));
      const each = joined.map((one) => held([one]).size).reduce((sum, size) => sum + size, 0);
      expect(each).toBe(held(joined).size);
    }),
  );
});

test('periods that only touch stay apart, and areas are not cells', () => {
  const rest = { personId: 1, role: 'patrol' };
  const rows = [
    { ...rest, cellId: 1, areaId: null, from: day(0), to: day(1) },
    { ...rest, cellId: 1, areaId: null, from: day(1), to: null },
    { ...rest, cellId: null, areaId: 1, from: day(0), to: null },
  ];
  expect(withoutDoubles(rows)).toHaveLength(3);
});

test('everybody goes to every place', () => {
  const places = [
    { cellId: 1, areaId: null },
    { cellId: 2, areaId: null },
  ];
  const pairs = everyPair([7, 8], places, { role: 'patrol', from: day(0), to: null });
  expect(pairs.map(({ personId, cellId }) => [personId, cellId])).toEqual([
    [7, 1],
    [7, 2],
    [8, 1],
    [8, 2],
  ]);
});
