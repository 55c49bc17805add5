import { expect, test } from 'vitest';
import { leastCostFlow } from '../../server/matching/flow.ts';
import { type Flow, type Transport, unitsOf } from '../../server/matching/transport.ts';
import { solveByHighs } from '../support/transport-oracle.ts';
import { randomTransport } from '../support/transport-problems.ts';

test('costs as little as HiGHS finds, on 200 random problems', async () => {
  const wrong: unknown[] = [];
  for (let seed = 1; seed <= 200; seed++) {
    const problem = randomTransport(seed);
    const { cost } = leastCostFlow(problem);
    const oracle = await solveByHighs(problem);
    if (Math.abs(cost - oracle.cost) > 1e-6) wrong.push({ seed, cost, oracle: oracle.cost });
  }
  expect(wrong).toEqual([]);
});

test('takes what it counts, and no slot or person takes more than it has units', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const problem = randomTransport(seed);
    const flow = leastCostFlow(problem);
    expect(costOfTaken(problem, flow)).toBe(flow.cost);
  }
});

test('sends somebody elsewhere where that leaves nobody without', () => {
  // The first person can do both, the second the first slot alone.
  const problem: Transport = {
    ...{ people: 2, slots: 2 },
    arcStarts: Int32Array.of(0, 2, 3),
    arcPeople: Int32Array.of(0, 1, 0),
    arcCosts: Int32Array.of(1, 50, 10),
    slotUnits: unitsOf([[-500], [-500]]),
    personUnits: unitsOf([[0], [0]]),
  };
  expect([...leastCostFlow(problem).taken]).toEqual([0, 1, 1]);
});

test('takes from a lesser obligation what a greater one lacks', () => {
  const problem: Transport = {
    ...{ people: 1, slots: 2 },
    arcStarts: Int32Array.of(0, 1, 2),
    arcPeople: Int32Array.of(0, 0),
    arcCosts: Int32Array.of(1, 40),
    slotUnits: unitsOf([[-200], [-1000]]),
    personUnits: unitsOf([[0]]),
  };
  const flow = leastCostFlow(problem);
  expect([...flow.taken]).toEqual([0, 1]);
  expect(flow.cost).toBe(-960);
});

test('leaves a slot empty where everybody costs more than that', () => {
  const problem: Transport = {
    ...{ people: 1, slots: 1 },
    arcStarts: Int32Array.of(0, 1),
    arcPeople: Int32Array.of(0),
    arcCosts: Int32Array.of(300),
    slotUnits: unitsOf([[-200]]),
    personUnits: unitsOf([[0]]),
  };
  expect(leastCostFlow(problem)).toMatchObject({ cost: 0, taken: Uint8Array.of(0) });
});

test('answers with nothing where there is nobody, or nothing to do', () => {
  const nobody = { people: 0, slots: 1, arcStarts: Int32Array.of(0, 0), personUnits: unitsOf([]) };
  const nothing = { people: 1, slots: 0, arcStarts: Int32Array.of(0), personUnits: unitsOf([[0]]) };
  const arcs = { arcPeople: Int32Array.of(), arcCosts: Int32Array.of() };
  expect(leastCostFlow({ ...nobody, ...arcs, slotUnits: unitsOf([[-9]]) }).cost).toBe(0);
  expect(leastCostFlow({ ...nothing, ...arcs, slotUnits: unitsOf([]) }).cost).toBe(0);
});

/** What is taken, counted from the arcs alone. */
function costOfTaken(problem: Transport, { taken }: Flow): number {
  const slotCounts = new Int32Array(problem.slots);
  const personCounts = new Int32Array(problem.people);
  let cost = 0;
  for (let slot = 0; slot < problem.slots; slot++) {
    for (let arc = problem.arcStarts[slot] ?? 0; arc < (problem.arcStarts[slot + 1] ?? 0); arc++) {
      if (!taken[arc]) continue;
      const person = problem.arcPeople[arc] ?? 0;
      cost += problem.arcCosts[arc] ?? 0;
      slotCounts[slot] = (slotCounts[slot] ?? 0) + 1;
      personCounts[person] = (personCounts[person] ?? 0) + 1;
    }
  }
  const units = ({ starts, costs }: Transport['slotUnits'], counts: Int32Array) =>
    counts.forEach((count, index) => {
      const first = starts[index] ?? 0;
      expect(first + count).toBeLessThanOrEqual(starts[index + 1] ?? 0);
      for (let unit = first; unit < first + count; unit++) cost += costs[unit] ?? 0;
    });
  units(problem.slotUnits, slotCounts);
  units(problem.personUnits, personCounts);
  return cost;
}
