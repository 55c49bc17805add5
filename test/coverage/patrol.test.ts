import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  judgeRevisit as judgeRevisitStays,
  judgeVisits as judgeVisitsStays,
} from '../../server/coverage/patrol.ts';
import type { Visit } from '../../server/coverage/presence.ts';
import { staysOf } from '../../server/coverage/stays.ts';
import { windowAt, windowStarts } from '../../server/coverage/windows.ts';

const hour = 3_600_000;

type Rest<F> = F extends (rule: never, stays: never, ...rest: infer R) => unknown ? R : never;
const judgeVisits = (
  rule: Parameters<typeof judgeVisitsStays>[0],
  visits: Visit[],
  ...rest: Rest<typeof judgeVisitsStays>
) => judgeVisitsStays(rule, staysOf(visits), ...rest);
const judgeRevisit = (
  rule: Parameters<typeof judgeRevisitStays>[0],
  visits: Visit[],
  ...rest: Rest<typeof judgeRevisitStays>
) => judgeRevisitStays(rule, staysOf(visits), ...rest);

/** Times in hours. */
function visit(from: number, to: number): Visit {
  return {
    deviceId: 1,
    personId: 1,
    enteredAt: from * hour,
    leftAt: to * hour,
    bridged: [],
    bridgedMs: 0,
    metres: 0,
  };
}
const daily = (atLeast: number, minMinutes = 0) =>
  ({ measure: 'visits', atLeast, minMinutes, per: 'day' }) as const;
const every = (everyHours: number, minMinutes = 0) =>
  ({ measure: 'revisit', everyHours, minMinutes }) as const;
/** Days of UTC from -1 on. */
const days = Array.from({ length: 30 }, (_, day) => (day - 1) * 24 * hour);
const judgeDays = (visits: Visit[], from: number, to: number, obliged = -1000) =>
  judgeVisits(
    daily(2),
    visits,
    days.filter((start) => start <= to * hour).concat([Math.floor(to / 24 + 1) * 24 * hour]),
    obliged * hour,
    [from * hour, to * hour],
  );

test('days, weeks and months are of the operator’s time zone, through changes of its clock', () => {
  const at = Date.parse('2026-03-28T12:00:00Z');
  const starts = (per: 'day' | 'week' | 'month', zone: string) =>
    windowStarts(per, zone, at, at + 2 * 24 * hour).map((start) => new Date(start).toISOString());
  expect(starts('day', 'Europe/Berlin')).toEqual([
    '2026-03-27T23:00:00.000Z',
    '2026-03-28T23:00:00.000Z',
    '2026-03-29T22:00:00.000Z',
    '2026-03-30T22:00:00.000Z',
  ]);
  expect(starts('week', 'Asia/Shanghai')).toEqual([
    '2026-03-22T16:00:00.000Z',
    '2026-03-29T16:00:00.000Z',
    '2026-04-05T16:00:00.000Z',
  ]);
  expect(starts('month', 'Asia/Shanghai')).toEqual(['2026-02-28T16:00:00.000Z', '2026-03-31T16:00:00.000Z']);
});

test('an instant on a beginning belongs to the window that begins', () => {
  expect([9, 10, 11, 20, 25].map((at) => windowAt([10, 20], at))).toEqual([-1, 0, 0, 1, 1]);
});

test('a window is judged when it ends', () => {
  const both = [visit(1, 2), visit(5, 6)];
  expect(judgeDays(both, 0, 23, 0)).toEqual({ state: 'met' });
  expect(judgeDays([visit(1, 2)], 0, 23, 0)).toEqual({ state: 'met' });
  expect(judgeDays([visit(1, 2)], 0, 24)).toEqual({ state: 'unmet', since: 24 * hour, missing: 1 });
  expect(judgeDays(both, 0, 47, 0)).toEqual({ state: 'met' });
});

test('a short window is made up for by the running one or a later one', () => {
  expect(judgeDays([visit(25, 26), visit(27, 28)], 0, 30, 0)).toEqual({ state: 'late' });
  expect(judgeDays([visit(25, 26), visit(27, 28)], 0, 49, 0)).toEqual({ state: 'late' });
  expect(judgeDays([visit(25, 26), visit(27, 28)], 30, 49, 0)).toEqual({ state: 'met' });
});

test('a window that began before the obligation is not judged', () => {
  expect(judgeDays([], 0, 30, 5)).toEqual({ state: 'met' });
  expect(judgeDays([], 0, 48, 5)).toMatchObject({ state: 'unmet', since: 48 * hour });
});

test('only visits that are long enough count', () => {
  const judge = (minMinutes: number) =>
    judgeVisits(daily(1, minMinutes), [visit(1, 1.5)], [0, 24 * hour, 48 * hour], 0, [0, 30 * hour]);
  expect(judge(30)).toEqual({ state: 'met' });
  expect(judge(31)).toEqual({ state: 'unmet', since: 24 * hour, missing: 1 });
});

test('a visit is overdue from so long after the end of the last', () => {
  const judge = (visits: Visit[], to: number, from = 0, lastBefore: number | null = null) =>
    judgeRevisit(every(24), visits, lastBefore, 0, [from * hour, to * hour]);
  expect(judge([visit(1, 2)], 26)).toEqual({ state: 'met' });
  expect(judge([visit(1, 2)], 27)).toEqual({ state: 'unmet', since: 26 * hour, missing: 1 });
  expect(judge([visit(1, 2), visit(30, 31)], 40)).toEqual({ state: 'late' });
  expect(judge([visit(1, 2), visit(30, 31)], 40, 31)).toEqual({ state: 'met' });
  expect(judge([], 30, 20, -10 * hour)).toEqual({ state: 'unmet', since: 14 * hour, missing: 1 });
  expect(judge([], 24)).toEqual({ state: 'met' });
  expect(judge([], 25)).toEqual({ state: 'unmet', since: 24 * hour, missing: 1 });
});

test('what was overdue when the obligation began is overdue since then', () => {
  expect(judgeRevisit(every(24), [], -100 * hour, 10 * hour, [0, 20 * hour])).toEqual({
    state: 'unmet',
    since: 10 * hour,
    missing: 1,
  });
});

const anyVisits = fc
  .array(fc.tuple(fc.nat({ max: 240 }), fc.integer({ min: 1, max: 30 })), { maxLength: 8 })
  .map((stays) =>
    stays.map(([from, length]) => visit(from, from + length)).sort((a, b) => a.enteredAt - b.enteredAt),
  );

/** Hour by hour: is it longer than allowed since anybody was there? */
function hourByHour(visits: readonly Visit[], everyHours: number, obliged: number, from: number, to: number) {
  const isOverdue = (at: number) => {
    const begun = visits.filter(({ enteredAt }) => enteredAt < at * hour);
    const last = begun.reduce(
      (latest, { leftAt }) => Math.max(latest, Math.min(leftAt, at * hour)),
      Number.NEGATIVE_INFINITY,
    );
    const since = Number.isFinite(last) ? last : obliged * hour;
    return at >= obliged && at * hour - since > everyHours * hour;
  };
  const judged = Array.from({ length: (to - from) * 2 + 1 }, (_, half) => from + half / 2);
  if (isOverdue(to)) return 'unmet';
  return judged.some((at) => at >= obliged && at > from && isOverdue(at)) ? 'late' : 'met';
}

test('a revisit rule stands as it does hour by hour', () => {
  fc.assert(
    fc.property(
      anyVisits,
      fc.integer({ min: 1, max: 60 }),
      fc.nat({ max: 100 }),
      fc.nat({ max: 250 }),
      fc.integer({ min: 1, max: 100 }),
      (visits, everyHours, obliged, from, length) => {
        const to = from + length;
        fc.pre(obliged < to);
        const known = visits
          .filter(({ enteredAt }) => enteredAt < to * hour)
          .map((one) => ({ ...one, leftAt: Math.min(one.leftAt, to * hour) }));
        const period: [number, number] = [Math.max(from, obliged) * hour, to * hour];
        const judged = judgeRevisit(every(everyHours), known, null, obliged * hour, period);
        expect(judged.state).toBe(hourByHour(known, everyHours, obliged, Math.max(from, obliged), to));
      },
    ),
    { numRuns: 1000 },
  );
});

/** Window by window, each counted anew. */
function dayByDay(visits: readonly Visit[], atLeast: number, obliged: number, from: number, to: number) {
  const count = (day: number) =>
    visits.filter(({ enteredAt, leftAt }) => enteredAt < (day + 1) * 24 * hour && leftAt > day * 24 * hour)
      .length;
  const running = Math.floor(to / 24);
  const due = Array.from({ length: running }, (_, day) => day).filter((day) => day * 24 >= obliged);
  const last = due.at(-1);
  if (last === undefined || last !== running - 1) return 'met';
  if (count(last) < atLeast && count(running) < atLeast) return 'unmet';
  return due.some((day) => ((day + 1) * 24 > from || day === last) && count(day) < atLeast) ? 'late' : 'met';
}

test('a rule about visits stands as it does window by window', () => {
  fc.assert(
    fc.property(
      anyVisits,
      fc.integer({ min: 1, max: 3 }),
      fc.nat({ max: 60 }),
      fc.nat({ max: 200 }),
      fc.integer({ min: 1, max: 80 }),
      (visits, atLeast, obliged, from, length) => {
        const to = from + length;
        const known = visits.filter(({ enteredAt }) => enteredAt < to * hour);
        const starts = Array.from({ length: Math.floor(to / 24) + 2 }, (_, day) => day * 24 * hour);
        const judged = judgeVisits(daily(atLeast), known, starts, obliged * hour, [from * hour, to * hour]);
        expect(judged.state).toBe(dayByDay(known, atLeast, obliged, from, to));
      },
    ),
    { numRuns: 1000 },
  );
});
