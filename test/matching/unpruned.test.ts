import { expect, test } from 'vitest';
import { seededRandom } from '../../server/demo/random.ts';
import { unitsOf } from '../../server/matching/transport.ts';
import { matchAll, type Pairs } from '../../server/matching/unpruned.ts';
import { solveByHighs } from '../support/transport-oracle.ts';
import { randomPairs } from '../support/transport-problems.ts';

test('twenty candidates each lead to the optimum over all pairs, on problems of 100 posts and 500 people', () => {
  for (let seed = 1; seed <= 4; seed++) {
    const { pairs, units } = scarce(seed, { people: 500, slots: 100 });
    const few = matchAll(pairs, units, 20);
    const all = matchAll(pairs, units, pairs.people);
    expect(all.rounds).toBe(1);
    expect(few.flow.cost).toBe(all.flow.cost);
  }
});

test('so does HiGHS over all pairs', async () => {
  for (let seed = 1; seed <= 3; seed++) {
    const { pairs, units } = scarce(seed, { people: 120, slots: 40 });
    const oracle = await solveByHighs(matchAll(pairs, units, pairs.people).problem);
    expect(matchAll(pairs, units, 4).flow.cost).toBeCloseTo(oracle.cost, 6);
  }
});

/** Posts for up to ten, and nobody in more than two: the nearest few are not enough. */
function scarce(seed: number, size: { people: number; slots: number }) {
  const pairs: Pairs = randomPairs(seed, size);
  const random = seededRandom(seed);
  const short = () => -100 * random.pick([1000, 500, 200]);
  const slots = Array.from({ length: size.slots }, () => Array(random.whole(1, 10)).fill(short()));
  const people = Array.from({ length: size.people }, () => [0, 1500].slice(0, random.whole(1, 2)));
  return { pairs, units: { slotUnits: unitsOf(slots), personUnits: unitsOf(people) } };
}
