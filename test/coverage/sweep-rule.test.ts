import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeSweep, looksOf, type Swept } from '../../server/coverage/measures/sweep-rule.ts';

const day = 86_400_000;
const midnights = Array.from({ length: 61 }, (_, index) => index * day);
const requires = { measure: 'sweep', share: 0.5, widthMetres: 50, within: { days: 7 } } as const;
const judge = (swept: Swept, obligedFrom: number, period: readonly [number, number]) =>
  judgeSweep(requires, swept, 1, { starts: midnights, ordered: [], obligedFrom, period })?.judgement;

test('ground that was swept too little at any midnight of a long period was swept late', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(0, 0.49, 0.5, 1), { minLength: 61, maxLength: 61 }),
      fc.constantFrom(0, 3 * day, 20.5 * day, 58 * day),
      fc.integer({ min: 31, max: 60 }),
      (shares, obligedFrom, end) => {
        const period = [Math.max(15 * day, obligedFrom), end * day] as const;
        if (period[0] >= period[1]) return;
        const looks = looksOf(midnights, [15 * day, 60 * day], [end * day]);
        const shareAt = (place: number) => shares[(looks[place] ?? 0) / day] ?? 0;
        const judged = judge(
          { inWindow: () => null, rolling: { looks, sharesOf: () => shareAt }, parts: [] },
          obligedFrom,
          period,
        );
        const short = midnights.filter(
          (at) =>
            at >= obligedFrom + 7 * day && at > 15 * day && at <= end * day && (shares[at / day] ?? 0) < 0.5,
        );
        const isShortNow = short.at(-1) === end * day;
        const wasShort = short.some((at) => at >= period[0]);
        expect(judged?.state).toBe(isShortNow ? 'unmet' : wasShort ? 'late' : 'met');
      },
    ),
    { numRuns: 300 },
  );
});

test('it has been short since the first midnight after which it always was', () => {
  const looks = looksOf(midnights, [60 * day - 1, 60 * day], []);
  expect(looks).toHaveLength(28);
  const shareAt = (place: number) => ((looks[place] ?? 0) <= 52 * day ? 0.8 : 0.1);
  const swept = { inWindow: () => null, rolling: { looks, sharesOf: () => shareAt }, parts: [] };
  expect(judge(swept, 0, [60 * day - 1, 60 * day])).toEqual({
    state: 'unmet',
    since: 53 * day,
    missing: 1,
    short: 0.8,
    reached: { share: 0.1, asked: 0.5 },
  });
});

test('what is not known yet is not judged', () => {
  expect(judge({ inWindow: () => null, rolling: null, parts: [] }, 0, [0, 60 * day])).toEqual({
    state: 'unknown',
  });
});
