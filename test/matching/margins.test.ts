import { expect, test } from 'vitest';
import { leastCostFlow } from '../../server/matching/flow.ts';
import { marginsOf } from '../../server/matching/margins.ts';
import type { Transport } from '../../server/matching/transport.ts';
import { randomTransport } from '../support/transport-problems.ts';

test('a margin is what solving again without the arc costs more', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const problem = randomTransport(seed);
    const flow = leastCostFlow(problem);
    const margins = [...marginsOf(problem, flow)].map(([arc, { cost }]) => [arc, cost]);
    const again = margins.map(([arc = 0]) => [arc, leastCostFlow(without(problem, arc)).cost - flow.cost]);
    expect(margins).toEqual(again);
  }
});

/** The arc is so dear that nobody takes it. */
function without(problem: Transport, arc: number): Transport {
  const arcCosts = problem.arcCosts.slice();
  arcCosts[arc] = 1_000_000;
  return { ...problem, arcCosts };
}
