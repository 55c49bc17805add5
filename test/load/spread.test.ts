import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spreadOf, standingOf } from '../../server/load/spread.ts';

test('the middle and the ends lie between neighbours', () => {
  expect(spreadOf([4, 1, 3, 2])).toEqual({ people: 4, total: 10, median: 2.5, p10: 1.3, p90: 3.7 });
  expect(spreadOf([])).toEqual({ people: 0, total: 0, median: 0, p10: 0, p90: 0 });
});

test('who has by half more than most is over-loaded, who has less than half under-loaded', () => {
  const spread = spreadOf([1, 9, 10, 10, 11, 30]);
  expect([1, 9, 11, 30].map((value) => standingOf(value, spread))).toEqual(['under', null, null, 'over']);
  const alike = spreadOf([5, 5, 5, 5, 5, 5]);
  expect(standingOf(5, alike)).toBeNull();
});

test('nothing is said of a few', () => {
  expect(standingOf(100, spreadOf([1, 1, 1, 100]))).toBeNull();
});

test('at most a fifth stands out on either side, and nobody in the middle', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(200), { minLength: 1, maxLength: 60 }), (values) => {
      const spread = spreadOf(values);
      expect(spread.p10 <= spread.median && spread.median <= spread.p90).toBe(true);
      expect(standingOf(spread.median, spread)).toBeNull();
      const distinct = new Set(values);
      if (distinct.size < values.length) return;
      const over = values.filter((value) => standingOf(value, spread) === 'over');
      expect(over.length).toBeLessThanOrEqual(Math.ceil(values.length / 5));
    }),
  );
});
