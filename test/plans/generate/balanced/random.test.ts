import { expect, test } from 'vitest';
import { randomBits } from '../../../../server/plans/generate/balanced/random.ts';

test('draws the same numbers from the same seed and stream everywhere', () => {
  const { bits } = randomBits(42, 3);
  expect([bits(), bits(), bits()]).toEqual([2967632726, 61317155, 2557612180]);
});

test('draws others from another seed or stream, also beyond 32 bits', () => {
  const first = (seed: number, stream?: number) => randomBits(seed, stream).bits();
  const draws = [first(1), first(2), first(1, 1), first(1 + 2 ** 32), first(-1)];
  expect(new Set(draws).size).toBe(draws.length);
});

test('draws uniformly below a bound', () => {
  const random = randomBits(7);
  const counts = new Array(6).fill(0);
  for (let draw = 0; draw < 60_000; draw++) counts[random.below(6)]++;
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
});
