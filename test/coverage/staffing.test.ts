import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeStaffing, type Post } from '../../server/coverage/staffing.ts';

const forever = Number.POSITIVE_INFINITY;

test('too few people are missing since the last of enough left', () => {
  const posts = [
    { personId: 1, from: 0, to: 50 },
    { personId: 2, from: 10, to: forever },
  ];
  expect(judgeStaffing(2, posts, 0, { from: 60, at: 99 })).toEqual({ state: 'unmet', since: 50, missing: 1 });
  expect(judgeStaffing(2, posts, 0, { from: 20, at: 49 })).toEqual({ state: 'met' });
  expect(judgeStaffing(2, posts, 0, { from: 0, at: 49 })).toEqual({ state: 'late' });
  expect(judgeStaffing(2, [], 30, { from: 0, at: 99 })).toEqual({ state: 'unmet', since: 30, missing: 2 });
});

test('a person in two roles is one person, and a handover without a break is none', () => {
  const twice = [
    { personId: 1, from: 0, to: forever },
    { personId: 1, from: 0, to: forever },
  ];
  expect(judgeStaffing(2, twice, 0, { from: 5, at: 9 })).toEqual({ state: 'unmet', since: 0, missing: 1 });
  const handover = [
    { personId: 1, from: 0, to: 10 },
    { personId: 2, from: 10, to: forever },
  ];
  expect(judgeStaffing(1, handover, 0, { from: 5, at: 20 })).toEqual({ state: 'met' });
});

const anyPosts = fc.array(
  fc
    .record({
      personId: fc.integer({ min: 1, max: 4 }),
      from: fc.nat({ max: 100 }),
      length: fc.option(fc.integer({ min: 1, max: 60 })),
    })
    .map(
      ({ personId, from, length }): Post => ({
        personId,
        from,
        to: length === null ? forever : from + length,
      }),
    ),
  { maxLength: 10 },
);

test('staffing stands as it does instant by instant', () => {
  fc.assert(
    fc.property(
      anyPosts,
      fc.integer({ min: 1, max: 3 }),
      fc.nat({ max: 60 }),
      fc.nat({ max: 100 }),
      fc.nat({ max: 60 }),
      (posts, atLeast, obliged, from, length) => {
        const at = Math.max(from, obliged) + length;
        const countAt = (instant: number) =>
          new Set(
            posts.filter((one) => one.from <= instant && instant < one.to).map(({ personId }) => personId),
          ).size;
        const judged = judgeStaffing(atLeast, posts, obliged, { from, at });
        if (countAt(at) < atLeast) {
          let since = at;
          while (since > obliged && countAt(since - 1) < atLeast) since--;
          expect(judged).toEqual({ state: 'unmet', since, missing: atLeast - countAt(at) });
        } else {
          const start = Math.max(from, obliged);
          const instants = Array.from({ length: at - start + 1 }, (_, step) => start + step);
          expect(judged.state).toBe(instants.some((instant) => countAt(instant) < atLeast) ? 'late' : 'met');
        }
      },
    ),
    { numRuns: 1000 },
  );
});
