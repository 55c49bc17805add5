import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lengthOf } from '../../server/coverage/interval.ts';
import { judgePresence } from '../../server/coverage/measures/presence-rule.ts';
import { longestHole, mannedBy, type Present } from '../../server/coverage/measures/present.ts';
import { dwellMs, tally, type Visit, visitsOf } from '../../server/coverage/presence.ts';

const second = 1_000;
const lastSecond = 600;

/** People who come and go by whole seconds, with reporting gaps inside. */
const presence = fc
  .record({
    personId: fc.integer({ min: 1, max: 4 }),
    from: fc.integer({ min: 0, max: lastSecond - 2 }),
    length: fc.integer({ min: 1, max: 200 }),
    gapAt: fc.integer({ min: 0, max: 200 }),
    gapLength: fc.integer({ min: 0, max: 60 }),
  })
  .map(({ personId, from, length, gapAt, gapLength }): Present => {
    const to = Math.min(lastSecond, from + length);
    const gap: [number, number] = [Math.min(to, from + gapAt), Math.min(to, from + gapAt + gapLength)];
    return {
      personId,
      enteredAt: from * second,
      leftAt: to * second,
      gaps: gap[0] < gap[1] ? [[gap[0] * second, gap[1] * second]] : [],
    };
  });
const presences = fc.array(presence, { maxLength: 8 });

/** The slow and obvious way: who was seen in this second? */
function peopleAt(all: readonly Present[], at: number): number {
  const seen = all.filter(
    ({ enteredAt, leftAt, gaps }) =>
      enteredAt <= at && at < leftAt && !gaps.some(([from, to]) => from <= at && at < to),
  );
  return new Set(seen.map(({ personId }) => personId)).size;
}

const seconds = Array.from({ length: lastSecond }, (_, index) => index * second);

test('the time in which so many were there at once is that of a count second by second', () => {
  fc.assert(
    fc.property(presences, fc.integer({ min: 1, max: 3 }), (all, atLeast) => {
      const expected = seconds.filter((at) => peopleAt(all, at) >= atLeast).length;
      expect(lengthOf(mannedBy(all, atLeast)) / second).toBe(expected);
    }),
  );
});

test('the longest hole is that of a count second by second', () => {
  fc.assert(
    fc.property(presences, (all) => {
      let [longest, run] = [0, 0];
      for (const at of seconds) {
        run = peopleAt(all, at) === 0 ? run + 1 : 0;
        longest = Math.max(longest, run);
      }
      const hole = longestHole(mannedBy(all, 1), [[0, lastSecond * second]]);
      expect((hole ? hole[1] - hole[0] : 0) / second).toBe(longest);
    }),
  );
});

const minute = 60 * second;
const asVisit = ({ personId, enteredAt, leftAt, gaps }: Present, index: number): Visit => ({
  deviceId: index,
  personId,
  enteredAt,
  leftAt,
  metres: 0,
  bridgedMs: lengthOf(gaps),
  bridged: gaps,
});

test('two who walk together are one presence and two efforts, and a companion changes no presence', () => {
  fc.assert(
    fc.property(presences, (all) => {
      const visits = visitsOf(all.map(asVisit));
      const sum = tally(visits, [0, lastSecond * second]);
      expect(sum.presentSeconds).toBe(seconds.filter((at) => peopleAt(all, at) > 0).length);
      expect(sum.dwellSeconds).toBe(visits.reduce((total, visit) => total + dwellMs(visit), 0) / second);
      const companions = all.map((one) => ({ ...one, personId: one.personId + 100 }));
      const together = tally(visitsOf([...all, ...companions].map(asVisit)), [0, lastSecond * second]);
      expect(together.presentSeconds).toBe(sum.presentSeconds);
      expect(together.dwellSeconds).toBe(sum.dwellSeconds * 2);
    }),
  );
});

test('windows are manned or not as a count second by second says', () => {
  const windows = Array.from({ length: 10 }, (_, index): [number, number] => [
    index * minute,
    index * minute + minute,
  ]);
  fc.assert(
    fc.property(presences, fc.integer({ min: 1, max: 2 }), (all, atLeast) => {
      const always: [number, number] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
      const { count, judgement } = judgePresence(
        {
          measure: 'presence',
          atLeast,
          per: 'day',
          share: 0.8,
          windowShare: 0.5,
          holeMinutes: null,
          atPoints: null,
        },
        [{ presences: all, obliged: [always] }],
        { starts: [0, 10 * minute, 20 * minute], ordered: windows, obligedFrom: 0, period: [0, 10 * minute] },
      );
      const manned = windows.filter(
        ([from, to]) =>
          seconds.filter((at) => from <= at && at < to && peopleAt(all, at) >= atLeast).length >= 48,
      ).length;
      expect(count()).toMatchObject({ windows: { met: manned, of: 10 } });
      expect(judgement).toMatchObject(
        manned >= 5 ? { state: 'met' } : { state: 'unmet', missing: 5 - manned },
      );
    }),
  );
});
