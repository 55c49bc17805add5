import { leastCostFlow } from './flow.ts';
import type { Flow, Transport, Units } from './transport.ts';

/** What a pair costs that may not be. */
export const barred = 2_147_483_647;

/** What every pair would cost, a slot at a time. */
export type Pairs = {
  people: number;
  slots: number;
  /** Writes what each person costs in the slot, or that they are barred. */
  writeCosts: (slot: number, into: Int32Array) => void;
};

export type Matching = { problem: Transport; flow: Flow; rounds: number };

/**
 * The least cost over all pairs, though only the cheapest few of each slot are looked at: the prices of that answer tell
 * which other pairs could lower the cost, those come in, and it is solved again until there are none.
 */
export function matchAll(
  pairs: Pairs,
  units: { slotUnits: Units; personUnits: Units },
  candidatesEach = 20,
): Matching {
  const costs = new Int32Array(pairs.people);
  const candidates = Array.from({ length: pairs.slots }, (_, slot) => {
    pairs.writeCosts(slot, costs);
    return cheapest(costs, candidatesEach);
  });
  for (let rounds = 1; ; rounds++) {
    const problem = { ...pruned(pairs, candidates), ...units };
    const flow = leastCostFlow(problem);
    if (!bringIn(pairs, flow, candidates, costs, candidatesEach)) return { problem, flow, rounds };
  }
}

type Candidate = { person: number; cost: number };

/** The `count` people of least cost, in that order; of equals the lower number. */
function cheapest(costs: Int32Array, count: number): Candidate[] {
  if (count >= costs.length) return everybody(costs);
  const best: Candidate[] = [];
  let worst = Number.POSITIVE_INFINITY;
  for (let person = 0; person < costs.length; person++) {
    const cost = costs[person] ?? 0;
    if (cost === barred || cost >= worst) continue;
    let at = best.length;
    while (at > 0 && (best[at - 1]?.cost ?? 0) > cost) at--;
    best.splice(at, 0, { person, cost });
    if (best.length > count) best.pop();
    if (best.length === count) worst = best.at(-1)?.cost ?? worst;
  }
  return best;
}

function everybody(costs: Int32Array): Candidate[] {
  return Array.from(costs, (cost, person) => ({ person, cost })).filter(({ cost }) => cost !== barred);
}

/**
 * True where pairs that are not among the candidates could lower the cost; the most promising of each slot come in.
 * Where not even the dearest candidate could be worth it to anybody, no other pair is.
 */
function bringIn(
  pairs: Pairs,
  { slotPrices, personPrices }: Flow,
  candidates: Candidate[][],
  costs: Int32Array,
  most: number,
): boolean {
  const highest = personPrices.reduce((high, price) => Math.max(high, price), Number.NEGATIVE_INFINITY);
  let found = false;
  for (let slot = 0; slot < pairs.slots; slot++) {
    const known = candidates[slot] ?? [];
    const price = slotPrices[slot] ?? 0;
    // Fewer than asked for means that there is nobody else; the first ones are in order of cost.
    if (known.length < most || (known[most - 1]?.cost ?? 0) + price >= highest) continue;
    pairs.writeCosts(slot, costs);
    for (const { person } of known) costs[person] = barred;
    const others = gaining(costs, price, personPrices).slice(0, most);
    if (others.length === 0) continue;
    found = true;
    candidates[slot] = [...known, ...others];
  }
  return found;
}

/** Who would lower the cost, those who would by most first. */
function gaining(costs: Int32Array, slotPrice: number, personPrices: Float64Array): Candidate[] {
  const found: (Candidate & { reduced: number })[] = [];
  for (let person = 0; person < costs.length; person++) {
    const cost = costs[person] ?? 0;
    const reduced = cost + slotPrice - (personPrices[person] ?? 0);
    if (cost !== barred && reduced < 0) found.push({ person, cost, reduced });
  }
  return found.sort((a, b) => a.reduced - b.reduced || a.person - b.person);
}

function pruned({ people, slots }: Pairs, candidates: readonly Candidate[][]) {
  const arcStarts = new Int32Array(slots + 1);
  candidates.forEach((list, slot) => {
    arcStarts[slot + 1] = (arcStarts[slot] ?? 0) + list.length;
  });
  const all = candidates.flatMap((list) => list.toSorted((a, b) => a.person - b.person));
  return {
    ...{ people, slots, arcStarts },
    arcPeople: Int32Array.from(all, ({ person }) => person),
    arcCosts: Int32Array.from(all, ({ cost }) => cost),
  };
}
