import { NodeHeap } from './node-heap.ts';
import type { Flow, Transport } from './transport.ts';

/**
 * The least-cost flow, by successive shortest paths with potentials: one unit of one slot after the other looks for the
 * cheapest way to somebody free, through people who change places, or to a place that gives its unit up; where none is
 * cheaper than leaving the unit empty, it stays empty. After each, no cycle of changes lowers the cost. Ties go to the
 * lower number, so the answer is always the same.
 */
export function leastCostFlow(problem: Transport): Flow {
  const state = begin(problem);
  for (let slot = 0; slot < problem.slots; slot++) fill(state, slot);
  return {
    taken: state.taken,
    cost: costOf(state),
    slotPrices: state.prices.slice(0, problem.slots),
    personPrices: state.prices.slice(problem.slots),
  };
}

type State = {
  problem: Transport;
  taken: Uint8Array;
  /** How many units of each slot, then of each person, are taken; nodes are numbered alike. */
  counts: Int32Array;
  /** Potentials of the nodes, relative to the common end of all paths. */
  prices: Float64Array;
  slotOfArc: Int32Array;
  /** The arcs that each person has taken, as a linked list; -1 ends it. */
  firstTaken: Int32Array;
  nextTaken: Int32Array;
  distances: Float64Array;
  reachedBy: Int32Array;
  isSettled: Uint8Array;
  settled: number[];
  touched: number[];
  heap: NodeHeap;
};

function begin(problem: Transport): State {
  const { people, slots, arcStarts, arcPeople } = problem;
  const nodes = people + slots;
  const slotOfArc = new Int32Array(arcPeople.length);
  for (let slot = 0; slot < slots; slot++) slotOfArc.fill(slot, arcStarts[slot], arcStarts[slot + 1]);
  const state: State = {
    ...{ problem, slotOfArc, taken: new Uint8Array(arcPeople.length) },
    ...{ counts: new Int32Array(nodes), prices: new Float64Array(nodes) },
    firstTaken: new Int32Array(people).fill(-1),
    nextTaken: new Int32Array(arcPeople.length).fill(-1),
    distances: new Float64Array(nodes).fill(Number.POSITIVE_INFINITY),
    reachedBy: new Int32Array(nodes).fill(-1),
    ...{ isSettled: new Uint8Array(nodes), settled: [], touched: [], heap: new NodeHeap() },
  };
  for (let person = 0; person < people; person++) {
    const cost = nextPersonCost(state, person);
    state.prices[slots + person] = cost === Number.POSITIVE_INFINITY ? 0 : -cost;
  }
  return state;
}

function nextPersonCost({ problem: { slots, personUnits }, counts }: State, person: number): number {
  const at = (personUnits.starts[person] ?? 0) + (counts[slots + person] ?? 0);
  return at < (personUnits.starts[person + 1] ?? 0) ? (personUnits.costs[at] ?? 0) : Number.POSITIVE_INFINITY;
}

/** Takes units of a slot while that lowers the cost. */
function fill(state: State, slot: number): void {
  const { slotUnits } = state.problem;
  const first = slotUnits.starts[slot] ?? 0;
  const end = slotUnits.starts[slot + 1] ?? 0;
  state.prices[slot] = firstPrice(state, slot, first < end ? (slotUnits.costs[first] ?? 0) : 0);
  for (let unit = first; unit < end; unit++) {
    const cost = slotUnits.costs[unit] ?? 0;
    // Every way from here costs at least minus the price.
    if ((state.prices[slot] ?? 0) <= cost && unit > first) return;
    if (!placeUnit(state, slot, cost)) return;
  }
}

/** A slot comes in at a price at which neither its arcs nor its first unit lower the cost. */
function firstPrice({ problem, prices }: State, slot: number, unitCost: number): number {
  const { slots, arcStarts, arcPeople, arcCosts } = problem;
  let price = unitCost;
  for (let arc = arcStarts[slot] ?? 0; arc < (arcStarts[slot + 1] ?? 0); arc++)
    price = Math.max(price, (prices[slots + (arcPeople[arc] ?? 0)] ?? 0) - (arcCosts[arc] ?? 0));
  return price;
}

/** True where a way was found that costs less than leaving the unit empty, and was gone. */
function placeUnit(state: State, slot: number, unitCost: number): boolean {
  const end = shortestWay(state, slot, unitCost);
  settlePrices(state, end.distance);
  if (end.node < 0) return false;
  goAlong(state, slot, end.node);
  return true;
}

/** Where the way ends: at a person who is free, at a slot that gives up a unit, or (-1) nowhere better than empty. */
type End = { node: number; distance: number };

function shortestWay(state: State, from: number, unitCost: number): End {
  const { slots } = state.problem;
  const { distances, isSettled, settled, heap, prices } = state;
  const end: End = { node: -1, distance: (prices[from] ?? 0) - unitCost };
  reach(state, from, 0, -1);
  while (heap.size > 0) {
    const distance = heap.leastKey();
    const node = heap.pop();
    if (distance >= end.distance) break;
    if (isSettled[node] || distance > (distances[node] ?? 0)) continue;
    isSettled[node] = 1;
    settled.push(node);
    if (node < slots) leaveSlot(state, node, from, distance, end);
    else leavePerson(state, node - slots, distance, end);
  }
  heap.clear();
  return end;
}

function leaveSlot(state: State, slot: number, from: number, distance: number, end: End): void {
  const { problem, taken, prices, isSettled } = state;
  const { slots, arcStarts, arcPeople, arcCosts, slotUnits } = problem;
  const price = prices[slot] ?? 0;
  const count = state.counts[slot] ?? 0;
  if (slot !== from && count > 0) {
    const lastUnit = slotUnits.costs[(slotUnits.starts[slot] ?? 0) + count - 1] ?? 0;
    offerEnd(end, slot, distance - lastUnit + price);
  }
  for (let arc = arcStarts[slot] ?? 0; arc < (arcStarts[slot + 1] ?? 0); arc++) {
    if (taken[arc]) continue;
    const node = slots + (arcPeople[arc] ?? 0);
    if (isSettled[node]) continue;
    const at = distance + (arcCosts[arc] ?? 0) + price - (prices[node] ?? 0);
    if (at < end.distance) reach(state, node, at, arc);
  }
}

function leavePerson(state: State, person: number, distance: number, end: End): void {
  const { problem, prices, firstTaken, nextTaken, slotOfArc, isSettled } = state;
  const price = prices[problem.slots + person] ?? 0;
  offerEnd(end, problem.slots + person, distance + nextPersonCost(state, person) + price);
  for (let arc = firstTaken[person] ?? -1; arc >= 0; arc = nextTaken[arc] ?? -1) {
    const slot = slotOfArc[arc] ?? 0;
    if (isSettled[slot]) continue;
    const at = distance - (problem.arcCosts[arc] ?? 0) + price - (prices[slot] ?? 0);
    if (at < end.distance) reach(state, slot, at, arc);
  }
}

function offerEnd(end: End, node: number, distance: number): void {
  if (distance >= end.distance) return;
  end.node = node;
  end.distance = distance;
}

function reach({ distances, reachedBy, touched, heap }: State, node: number, at: number, by: number): void {
  const known = distances[node] ?? 0;
  if (at >= known) return;
  if (known === Number.POSITIVE_INFINITY) touched.push(node);
  distances[node] = at;
  reachedBy[node] = by;
  heap.push(node, at);
}

/** Prices follow the distances, so that no arc left over has a negative reduced cost. */
function settlePrices(state: State, endDistance: number): void {
  const { settled, touched, distances, prices, isSettled } = state;
  for (const node of settled) {
    prices[node] = (prices[node] ?? 0) + (distances[node] ?? 0) - endDistance;
    isSettled[node] = 0;
  }
  for (const node of touched) distances[node] = Number.POSITIVE_INFINITY;
  settled.length = 0;
  touched.length = 0;
}

/** Takes the arcs into people and gives back those out of them, from the end of the way to its beginning. */
function goAlong(state: State, from: number, endNode: number): void {
  const { problem, taken, counts, reachedBy, slotOfArc } = state;
  const { slots, arcPeople } = problem;
  counts[from] = (counts[from] ?? 0) + 1;
  counts[endNode] = (counts[endNode] ?? 0) + (endNode < slots ? -1 : 1);
  let node = endNode;
  while (node !== from) {
    const arc = reachedBy[node] ?? -1;
    if (node < slots) {
      taken[arc] = 0;
      unlink(state, arc);
      node = slots + (arcPeople[arc] ?? 0);
    } else {
      taken[arc] = 1;
      link(state, arc);
      node = slotOfArc[arc] ?? 0;
    }
  }
}

function link({ problem, firstTaken, nextTaken }: State, arc: number): void {
  const person = problem.arcPeople[arc] ?? 0;
  nextTaken[arc] = firstTaken[person] ?? -1;
  firstTaken[person] = arc;
}

function unlink({ problem, firstTaken, nextTaken }: State, arc: number): void {
  const person = problem.arcPeople[arc] ?? 0;
  let before = firstTaken[person] ?? -1;
  if (before === arc) {
    firstTaken[person] = nextTaken[arc] ?? -1;
    return;
  }
  while (before >= 0 && nextTaken[before] !== arc) before = nextTaken[before] ?? -1;
  nextTaken[before] = nextTaken[arc] ?? -1;
}

function costOf({ problem, taken, counts }: State): number {
  const { slots, people, arcCosts, slotUnits, personUnits } = problem;
  let cost = 0;
  for (let arc = 0; arc < taken.length; arc++) if (taken[arc]) cost += arcCosts[arc] ?? 0;
  const add = ({ starts, costs }: Transport['slotUnits'], index: number, count: number) => {
    const first = starts[index] ?? 0;
    for (let unit = first; unit < first + count; unit++) cost += costs[unit] ?? 0;
  };
  for (let slot = 0; slot < slots; slot++) add(slotUnits, slot, counts[slot] ?? 0);
  for (let person = 0; person < people; person++) add(personUnits, person, counts[slots + person] ?? 0);
  return cost;
}
