import { expect, test } from 'vitest';
import { accepts, expOf, lnOf } from '../../../../server/plans/generate/balanced/exponential.ts';
import { randomBits } from '../../../../server/plans/generate/balanced/random.ts';

test('agrees with the engine to twelve digits', () => {
  for (const x of [-20, -5.7, -1, -1e-9, 0, 0.3, 1, 4]) expect(expOf(x) / Math.exp(x)).toBeCloseTo(1, 11);
  for (const x of [1e-6, 0.0167, 0.75, 1, 1.5, 2, 12345.678]) expect(lnOf(x)).toBeCloseTo(Math.log(x), 11);
});

test('gives the very same bits everywhere', () => {
  const bits = (value: number) => new BigUint64Array(Float64Array.of(value).buffer)[0]?.toString(16);
  expect([bits(expOf(-3.3)), bits(lnOf(0.0167))]).toEqual(['3fa2e259bb85bc66', 'c0105e9018b4d2cb']);
});

test('has no logarithm of what is not positive', () => {
  expect(() => lnOf(0)).toThrow(RangeError);
  expect(() => lnOf(Number.NaN)).toThrow(RangeError);
});

test('accepts a worsening of x temperatures with the chance e^-x', () => {
  const { unit } = randomBits(1);
  for (const x of [0.1, 1, 3]) {
    let accepted = 0;
    for (let draw = 0; draw < 100_000; draw++) if (accepts(x, unit())) accepted++;
    expect(accepted / 100_000).toBeCloseTo(Math.exp(-x), 2);
  }
  expect(accepts(16, 0)).toBe(false);
});
