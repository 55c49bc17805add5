import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compositeWeights } from '../../../../server/plans/generate/balanced/composite-weights.ts';
import { lineFactors, lineKinds } from '../../../../server/plans/generate/balanced/lines.ts';
import { shareOut } from '../../../../server/plans/generate/balanced/share-out.ts';

test('shares cells out by weight with the largest remainders, one each at least', () => {
  expect(shareOut([50, 30, 20], 10)).toEqual([5, 3, 2]);
  expect(shareOut([47, 16, 15.9, 12, 6, 3.1], 10)).toEqual([5, 1, 1, 1, 1, 1]);
  expect(shareOut([1000, 1, 1], 5)).toEqual([3, 1, 1]);
  expect(shareOut([5, 5, 5], 2)).toEqual([1, 1, 1]);
  expect(shareOut([0, 0], 4)).toEqual([2, 2]);
  expect(shareOut([], 4)).toEqual([]);
});

test('shares out exactly as many cells as were asked for', () => {
  const weights = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(weights, fc.integer({ min: 20, max: 500 }), (owners, count) => {
      const shares = shareOut(owners, count);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(count);
      expect(Math.min(...shares)).toBeGreaterThanOrEqual(1);
    }),
  );
});

test('joins several weights by their shares', () => {
  const households = { share: 0.4, values: [10, 30] };
  const incidents = { share: 0.2, values: [1, 0] };
  const weights = compositeWeights([households, incidents, { share: 0.4, values: [0, 0] }], 2);
  expect(weights[0]).toBeCloseTo((0.4 * 0.25 + 0.2) / 0.6, 12);
  expect(weights[1]).toBeCloseTo((0.4 * 0.75) / 0.6, 12);
  expect([...compositeWeights([], 2)]).toEqual([0, 0]);
});

test('makes a border along any line cheaper than across open land', () => {
  for (const kind of lineKinds) expect(lineFactors[kind]).toBeLessThan(1);
});
