import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Interval } from '../../server/coverage/interval.ts';
import { type StoredVisit, tally, until, visitsOf } from '../../server/coverage/presence.ts';

const minute = 60_000;

/** Times in minutes. */
function visit(
  deviceId: number,
  personId: number | null,
  from: number,
  to: number,
  bridged: Interval[] = [],
): StoredVisit {
  return {
    deviceId,
    personId,
    enteredAt: from * minute,
    leftAt: to * minute,
    metres: (to - from) * 50,
    bridged: bridged.map(([a, b]) => [a * minute, b * minute]),
    bridgedMs: bridged.reduce((sum, [a, b]) => sum + (b - a) * minute, 0),
  };
}

test('what was cut at a day is one visit again, with the sum of its parts', () => {
  const day = 1440;
  const [joined, ...others] = visitsOf([visit(1, 7, day, day + 100, [[day, day + 10]]), visit(1, 7, 0, day)]);
  expect(others).toEqual([]);
  expect(joined).toEqual({ ...visit(1, 7, 0, day + 100, [[day, day + 10]]), metres: (day + 100) * 50 });
});

test('a change of carrier is another visit, a return after an absence too', () => {
  expect(visitsOf([visit(1, 7, 0, 10), visit(1, 8, 10, 20), visit(1, 8, 21, 30)])).toHaveLength(3);
});

test('a gap of one device that the other fills is presence, and a gap of both is none', () => {
  const [joined] = visitsOf([visit(1, 7, 0, 30, [[5, 15]]), visit(2, 7, 10, 40, [[12, 20]])]);
  expect(joined?.bridged).toEqual([
    [5 * minute, 10 * minute],
    [12 * minute, 15 * minute],
  ]);
  expect(tally(joined ? [joined] : [], [0, 60 * minute])).toMatchObject({
    visits: 1,
    dwellSeconds: 32 * 60,
    bridgedSeconds: 8 * 60,
  });
});

test('two devices on the same way make it no longer', () => {
  const [joined] = visitsOf([visit(1, 7, 0, 30), visit(2, 7, 0, 30)]);
  expect(joined?.metres).toBe(1500);
});

test('a visit that goes on is known up to the instant only', () => {
  expect(until(visit(1, 7, 0, 30, [[5, 15]]), 10 * minute)).toEqual(visit(1, 7, 0, 10, [[5, 10]]));
  expect(until(visit(1, 7, 0, 30), 40 * minute)).toEqual(visit(1, 7, 0, 30));
});

const anyVisit = fc
  .record({
    device: fc.integer({ min: 1, max: 4 }),
    from: fc.nat({ max: 200 }),
    length: fc.integer({ min: 1, max: 40 }),
    gap: fc.option(fc.tuple(fc.nat({ max: 40 }), fc.nat({ max: 40 })), { nil: undefined }),
  })
  .map(({ device, from, length, gap }) => {
    const [a = 0, b = 0] = (gap ?? []).map((at) => Math.min(at, length)).sort((x, y) => x - y);
    // Devices 1 and 2 are one person's, 3 another's, 4 nobody's.
    const person = [null, 7, 7, 8, null][device] ?? null;
    return visit(device, person, from, from + length, a < b ? [[from + a, from + b]] : []);
  });

/** A device is in a cell once at a time. */
const anyHistory = fc
  .array(anyVisit, { maxLength: 12 })
  .map((visits) =>
    visits
      .sort((a, b) => a.enteredAt - b.enteredAt)
      .filter((one, index, all) =>
        all.slice(0, index).every((other) => other.deviceId !== one.deviceId || other.leftAt < one.enteredAt),
      ),
  );

/** Minute by minute: who is there, and who of them is seen. */
function minuteByMinute(history: readonly StoredVisit[], from: number, to: number) {
  let [dwell, bridged, visits] = [0, 0, 0];
  for (const who of new Set(history.map((one) => one.personId ?? -one.deviceId))) {
    const own = history.filter((one) => (one.personId ?? -one.deviceId) === who);
    let wasThere = false;
    for (let at = from; at < to; at++) {
      const present = own.filter((one) => one.enteredAt <= at * minute && at * minute < one.leftAt);
      const isSeen = present.some(
        (one) => !one.bridged?.some(([a, b]) => a <= at * minute && at * minute < b),
      );
      if (present.length > 0) isSeen ? dwell++ : bridged++;
      if (present.length > 0 && !wasThere) visits++;
      wasThere = present.length > 0;
    }
  }
  return { dwell, bridged, visits };
}

test('visits, dwell and bridged time are those of a count minute by minute', () => {
  fc.assert(
    fc.property(anyHistory, fc.nat({ max: 240 }), fc.nat({ max: 240 }), (history, a, b) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b) + 1];
      const sum = tally(visitsOf(history.map((one) => ({ ...one }))), [from * minute, to * minute]);
      const slow = minuteByMinute(history, from, to);
      expect([sum.visits, sum.dwellSeconds, sum.bridgedSeconds]).toEqual([
        slow.visits,
        slow.dwell * 60,
        slow.bridged * 60,
      ]);
    }),
    { numRuns: 500 },
  );
});

test('two neighbouring periods add up, and the order of arrival does not matter', () => {
  fc.assert(
    fc.property(anyHistory, fc.nat({ max: 240 }), (history, at) => {
      const visits = visitsOf(history.map((one) => ({ ...one })));
      const reversed = visitsOf(history.map((one) => ({ ...one })).reverse());
      const [all, before, after] = [
        tally(visits, [0, 300 * minute]),
        tally(visits, [0, at * minute]),
        tally(reversed, [at * minute, 300 * minute]),
      ];
      expect(before.dwellSeconds + after.dwellSeconds).toBeCloseTo(all.dwellSeconds, 6);
      expect(before.bridgedSeconds + after.bridgedSeconds).toBeCloseTo(all.bridgedSeconds, 6);
      expect(before.metres + after.metres).toBeCloseTo(all.metres, 6);
    }),
  );
});
