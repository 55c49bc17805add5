import { NodeHeap } from './node-heap.ts';
import type { Flow, Transport } from './transport.ts';

/** What the whole would cost more without an arc that is taken, and who would come instead; null where nobody would. */
export type Margin = { cost: number; instead: number | null };

/**
 * For each arc that is taken: the shortest way from its slot to its person in what the flow leaves open, which is what
 * changes where it is forbidden. The same as solving again without it, in milliseconds.
 */
export function marginsOf(problem: Transport, flow: Flow): Map<number, Margin> {
  const left = leftOpen(problem, flow);
  const margins = new Map<number, Margin>();
  flow.taken.forEach((isTaken, arc) => {
    if (isTaken) margins.set(arc, marginOf(left, arc));
  });
  return margins;
}

type LeftOpen = {
  problem: Transport;
  flow: Flow;
  prices: Float64Array;
  /** The node at which all ways end, and from which slots are filled and people released. */
  hub: number;
  counts: Int32Array;
  slotOfArc: Int32Array;
  takenBy: Map<number, number[]>;
};

function leftOpen(problem: Transport, flow: Flow): LeftOpen {
  const { people, slots, arcStarts, arcPeople } = problem;
  const prices = new Float64Array(slots + people + 1);
  prices.set(flow.slotPrices);
  prices.set(flow.personPrices, slots);
  const slotOfArc = new Int32Array(arcPeople.length);
  for (let slot = 0; slot < slots; slot++) slotOfArc.fill(slot, arcStarts[slot], arcStarts[slot + 1]);
  const counts = new Int32Array(slots + people);
  const takenBy = new Map<number, number[]>();
  flow.taken.forEach((isTaken, arc) => {
    if (!isTaken) return;
    const slot = slotOfArc[arc] ?? 0;
    const person = arcPeople[arc] ?? 0;
    counts[slot] = (counts[slot] ?? 0) + 1;
    counts[slots + person] = (counts[slots + person] ?? 0) + 1;
    takenBy.set(person, [...(takenBy.get(person) ?? []), arc]);
  });
  return { problem, flow, prices, hub: slots + people, counts, slotOfArc, takenBy };
}

type Step = { node: number; cost: number; arc: number };

function marginOf(left: LeftOpen, without: number): Margin {
  const { problem, prices, slotOfArc, hub } = left;
  const from = slotOfArc[without] ?? 0;
  const to = problem.slots + (problem.arcPeople[without] ?? 0);
  const distances = new Map<number, number>([[from, 0]]);
  const firstArcs = new Map<number, number>([[from, -1]]);
  const heap = new NodeHeap();
  heap.push(from, 0);
  while (heap.size > 0) {
    const distance = heap.leastKey();
    const node = heap.pop();
    if (distance > (distances.get(node) ?? 0)) continue;
    if (node === to) break;
    for (const step of stepsFrom(left, node)) {
      if (step.arc === without) continue;
      const reduced = step.cost + (prices[node] ?? 0) - (prices[step.node] ?? 0);
      const at = distance + Math.max(0, reduced);
      if (at >= (distances.get(step.node) ?? Number.POSITIVE_INFINITY)) continue;
      distances.set(step.node, at);
      firstArcs.set(step.node, node === from ? step.arc : (firstArcs.get(node) ?? -1));
      heap.push(step.node, at);
    }
  }
  const way = (distances.get(to) ?? 0) - (prices[from] ?? 0) + (prices[to] ?? 0);
  const first = firstArcs.get(to) ?? -1;
  return {
    cost: way - (problem.arcCosts[without] ?? 0),
    instead: first >= 0 ? (problem.arcPeople[first] ?? 0) : null,
  };

  /** Where one unit more could go from a node. The hub is left towards slots that lack somebody and people who are sent. */
  function stepsFrom({ flow, counts, takenBy }: LeftOpen, node: number): Step[] {
    const { slots, arcStarts, arcPeople, arcCosts, slotUnits, personUnits } = problem;
    if (node === hub) return fromHub(left);
    const steps: Step[] = [];
    if (node < slots) {
      const count = counts[node] ?? 0;
      const last = slotUnits.costs[(slotUnits.starts[node] ?? 0) + count - 1] ?? 0;
      if (count > 0) steps.push({ node: hub, cost: -last, arc: -1 });
      for (let arc = arcStarts[node] ?? 0; arc < (arcStarts[node + 1] ?? 0); arc++)
        if (!flow.taken[arc])
          steps.push({ node: slots + (arcPeople[arc] ?? 0), cost: arcCosts[arc] ?? 0, arc });
      return steps;
    }
    const person = node - slots;
    const next = (personUnits.starts[person] ?? 0) + (counts[node] ?? 0);
    if (next < (personUnits.starts[person + 1] ?? 0))
      steps.push({ node: hub, cost: personUnits.costs[next] ?? 0, arc: -1 });
    for (const arc of takenBy.get(person) ?? [])
      steps.push({ node: slotOfArc[arc] ?? 0, cost: -(arcCosts[arc] ?? 0), arc });
    return steps;
  }
}

function fromHub({ problem, counts, takenBy }: LeftOpen): Step[] {
  const { slots, slotUnits, personUnits } = problem;
  const steps: Step[] = [];
  for (let slot = 0; slot < slots; slot++) {
    const next = (slotUnits.starts[slot] ?? 0) + (counts[slot] ?? 0);
    if (next < (slotUnits.starts[slot + 1] ?? 0))
      steps.push({ node: slot, cost: slotUnits.costs[next] ?? 0, arc: -1 });
  }
  for (const person of takenBy.keys()) {
    const last = (personUnits.starts[person] ?? 0) + (counts[slots + person] ?? 0) - 1;
    steps.push({ node: slots + person, cost: -(personUnits.costs[last] ?? 0), arc: -1 });
  }
  return steps;
}
