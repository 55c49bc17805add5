import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupPositions } from '../../server/coverage/grouping.ts';
import { type StoredVisit, tally, until, visitsOf } from '../../server/coverage/presence.ts';
import { staysOf } from '../../server/coverage/stays.ts';
import { groupVisits, visitTable } from '../../server/coverage/visit-table.ts';

const minute = 60_000;

const anyVisit = fc
  .record({
    cellId: fc.constantFrom(3, 4, 9_000_000_000),
    deviceId: fc.integer({ min: 1, max: 3 }),
    personId: fc.constantFrom(null, 7, 8),
    from: fc.nat({ max: 300 }),
    length: fc.integer({ min: 1, max: 20 }),
    isBridged: fc.boolean(),
  })
  .map(({ cellId, deviceId, personId, from, length, isBridged }) => {
    const visit: StoredVisit = {
      deviceId,
      personId,
      enteredAt: from * minute,
      leftAt: (from + length) * minute,
      metres: length * 7,
      bridged: isBridged ? [[from * minute + 10_000, from * minute + 40_000]] : [],
      bridgedMs: isBridged ? 30_000 : 0,
    };
    return { cellId, visit };
  });

/** A device is in a cell once at a time. */
const anyHistory = fc
  .array(anyVisit, { maxLength: 40 })
  .map((visits) =>
    visits.filter(
      (one, index) =>
        !visits
          .slice(0, index)
          .some(
            (other) =>
              other.cellId === one.cellId &&
              other.visit.deviceId === one.visit.deviceId &&
              other.visit.enteredAt <= one.visit.leftAt &&
              one.visit.enteredAt <= other.visit.leftAt,
          ),
    ),
  );

/** The table of a period, made from all of the history. */
function tableOf(
  history: readonly { cellId: number; visit: StoredVisit }[],
  period: readonly [number, number],
) {
  const column = (value: (one: (typeof history)[number]) => number) => Float64Array.from(history, value);
  const visits = {
    cellId: column(({ cellId }) => cellId),
    deviceId: column(({ visit }) => visit.deviceId),
    personId: column(({ visit }) => visit.personId ?? 0),
    enteredAt: column(({ visit }) => visit.enteredAt),
    leftAt: column(({ visit }) => visit.leftAt),
    bridgedMs: column(({ visit }) => visit.bridgedMs),
    metres: column(({ visit }) => visit.metres),
  };
  const isOf = (deviceId: number, cellId: number, enteredAt: number) => (one: (typeof history)[number]) =>
    one.cellId === cellId && one.visit.deviceId === deviceId && one.visit.enteredAt === enteredAt;
  return visitTable(
    groupVisits(visits),
    period,
    (...visit) => history.find(isOf(...visit))?.visit.bridged ?? undefined,
  );
}

test('the sums and stays of a cell are those of its joined visits, whatever shortcut led there', () => {
  fc.assert(
    fc.property(
      anyHistory,
      fc.nat({ max: 320 }),
      fc.nat({ max: 320 }),
      fc.nat({ max: 200 }),
      (history, a, b, before) => {
        const to = (Math.max(a, b) + 1) * minute;
        const from = Math.min(a, b) * minute;
        const begin = from - before * minute;
        const known = history.filter(({ visit }) => visit.enteredAt < to && visit.leftAt > begin);
        const table = tableOf(history, [begin, to]);
        for (const cellId of [3, 4, 5, 9_000_000_000]) {
          const own = known.filter((one) => one.cellId === cellId).map(({ visit }) => visit);
          const visits = visitsOf(own).map((visit) => until(visit, to));
          const found = table.of(cellId, [from, to]);
          const { first, last, enteredAt, leftAt, dwellMs } = found.stays;
          const part = (values: Float64Array) => [...values.subarray(first, last)];
          const stays = staysOf(visits);
          expect(found.tally).toEqual(tally(visits, [from, to]));
          expect([part(enteredAt), part(leftAt), part(dwellMs)]).toEqual([
            [...stays.enteredAt],
            [...stays.leftAt],
            [...stays.dwellMs],
          ]);
          expect(table.has(cellId)).toBe(own.length > 0);
          expect(table.earliest(cellId)).toBe(Math.min(...own.map((visit) => visit.enteredAt)));
          expect(table.stored(cellId)).toHaveLength(own.length);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('positions are grouped by key, in order, for keys close together and far apart', () => {
  const sparse = fc.constantFrom(1, 2, 3, 8_000_000_000, 9_007_199_254_740_991);
  fc.assert(
    fc.property(fc.oneof(fc.array(fc.nat({ max: 9 })), fc.array(sparse)), (keys) => {
      const { slotOf, starts, positions } = groupPositions(Float64Array.from(keys));
      for (const key of new Set(keys)) {
        const slot = slotOf(key);
        const expected = keys.flatMap((other, index) => (other === key ? [index] : []));
        expect([...positions.subarray(starts[slot], starts[slot + 1])]).toEqual(expected);
      }
      expect(slotOf(77)).toBe(-1);
    }),
  );
});
