import fc from 'fast-check';
import { expect, test } from 'vitest';
import { detectionBy } from '../../server/coverage/measures/detection.ts';
import { type AskedSquare, judgeSquares } from '../../server/coverage/measures/squares-rule.ts';
import type { SquaresRequirement } from '../../server/rules/rule.ts';
import { reachIn } from '../../server/sweeps/reach.ts';

const hour = 3_600_000;
const day = 24 * hour;
const reach = reachIn({ usage: 'forest', ownerKind: null });
const [from, to] = [20 * day, 30 * day];

const anySquare = fc
  .array(fc.record({ at: fc.integer({ min: 0, max: 29 * 24 }), metres: fc.integer({ min: 20, max: 300 }) }), {
    maxLength: 12,
  })
  .map(
    (runs): AskedSquare => ({
      reach,
      runs: runs
        .map(({ at, metres }) => ({ at: at * hour + hour / 2, metres, byVehicle: false }))
        .sort((a, b) => a.at - b.at),
    }),
  );

/** Looks every hour whether enough squares were walked in the days before. */
function byLooking(squares: readonly AskedSquare[], days: number, share: number, obligedFrom: number) {
  const isMetAt = (at: number) => {
    if (at < obligedFrom + days * day) return true;
    const walked = squares.filter(
      ({ runs }) =>
        runs
          .filter((run) => run.at <= at && run.at > at - days * day)
          .reduce((sum, { metres }) => sum + metres, 0) >= 250,
    );
    return walked.length >= share * squares.length - 1e-9;
  };
  const looks: boolean[] = [];
  for (let at = from; at < to; at += hour) looks.push(isMetAt(at));
  if (!isMetAt(to - 1)) return 'unmet';
  return looks.every(Boolean) ? 'met' : 'late';
}

test('squares walked within days are those of looking every hour', () => {
  fc.assert(
    fc.property(
      fc.array(anySquare, { minLength: 1, maxLength: 5 }),
      fc.constantFrom(1, 3, 7),
      fc.constantFrom(0.2, 0.6, 1),
      fc.constantFrom(0, 18 * day, 25 * day),
      (squares, days, share, obligedFrom) => {
        const requires: SquaresRequirement = { measure: 'squares', share, minMetres: 250, within: { days } };
        const period = [Math.max(from, obligedFrom), to] as const;
        const { judgement } = judgeSquares(requires, squares, {
          starts: [],
          ordered: [],
          obligedFrom,
          period,
        });
        expect(judgement.state).toBe(byLooking(squares, days, share, obligedFrom));
        if (judgement.state === 'unmet') expect(judgement.since).toBeLessThan(to);
      },
    ),
    { numRuns: 300 },
  );
});

test('it is said how many squares were walked, since when the oldest was not, and what would have been found', () => {
  const way = (at: number, metres: number, byVehicle = false) => ({ at: to - at * day, metres, byVehicle });
  const squares: AskedSquare[] = [
    { reach, runs: [way(6, 200), way(5, 100)] },
    { reach, runs: [way(12.5, 400), way(2, 100)] },
    { reach, runs: [way(3, 1_000, true)] },
  ];
  const requires: SquaresRequirement = {
    measure: 'squares',
    share: 0.8,
    minMetres: 250,
    within: { days: 7 },
  };
  const { judgement, count } = judgeSquares(requires, squares, {
    starts: [],
    ordered: [],
    obligedFrom: to - 13 * day,
    period: [from, to],
  });
  // A week is granted at first; when it ended the first square had 200 m.
  expect(judgement).toEqual({
    state: 'unmet',
    since: to - 6 * day,
    missing: 1,
    short: expect.closeTo(1 - 2 / 3 / 0.8, 9),
    reached: { share: 2 / 3, asked: 0.8, met: 2, of: 3 },
  });
  const effort = (80 * 400 + 200 * 1_000) / 3e6;
  expect(count()).toEqual({
    what: 'squares',
    squares: { met: 2, of: 3 },
    share: 0.8,
    minMetres: 250,
    days: 7,
    oldestDays: 12,
    effort: expect.closeTo(effort, 9),
    detection: expect.closeTo(1 - Math.exp(-effort), 9),
  });
});

test('the probability of detection is that of a random search', () => {
  expect(detectionBy([{ reach, metres: 12_500, byVehicle: false }], 1e6).probability).toBeCloseTo(0.632, 3);
  expect(detectionBy([], 1e6)).toEqual({ effort: 0, probability: 0 });
});
