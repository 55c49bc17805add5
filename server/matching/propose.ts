import { networkOf } from './eligible.ts';
import { explain } from './explain.ts';
import { marginsOf } from './margins.ts';
import { type May, solveMixed } from './mixed.ts';
import { groupsOf, mixedTownships, townshipsInParts } from './mixed-groups.ts';
import { filledBy, type Placed, usageOf } from './placed.ts';
import { type MatchInput, roleFor } from './post.ts';
import type { Solution } from './solution.ts';
import type { Units } from './transport.ts';
import { unitsOf } from './transport.ts';
import { barred, type Matching, matchAll, type Pairs } from './unpruned.ts';

const candidatesEach = 20;

/**
 * Who should fill the open posts, at least cost over all of them. The network gives everybody to one post each time; where
 * one person counts for several posts, each township is solved again with those whom the network gave it and those whom
 * nobody needs.
 */
export async function propose(
  input: MatchInput,
  onProgress: (share: number) => void = () => {},
): Promise<Solution> {
  const { pairs, units } = networkOf(input);
  const given = fromNetwork(input, matchAll(pairs, units, candidatesEach));
  onProgress(0.3);
  const townships = mixedTownships(input);
  const groups = groupsOf(townships);
  const isMixed = new Set(groups.flat());
  let placed = given.filter(({ slots: [slot = 0] }) => !isMixed.has(slot));
  for (const [index, slots] of groups.entries()) {
    const later = new Set(groups.slice(index + 1).flat());
    const reserved = given.filter(({ slots: [slot = 0] }) => later.has(slot));
    const used = usageOf([...placed, ...reserved]);
    const unitsLeft = (person: number) => unitsOfPerson(units.personUnits, person) - (used.get(person) ?? 0);
    const going = await solveMixed(input, slots, whoMay(input, pairs, slots, unitsLeft), unitsLeft);
    placed = [...placed, ...going.map((one) => ({ ...one, margin: null }))];
    onProgress(0.3 + (0.6 * (index + 1)) / groups.length);
  }
  placed = [...placed, ...fillRest(input, pairs, units, placed)];
  return {
    ...explain(input, pairs, placed, (person) => unitsOfPerson(units.personUnits, person)),
    inParts: townshipsInParts(input, townships),
  };
}

function unitsOfPerson({ starts }: Units, person: number): number {
  return (starts[person + 1] ?? 0) - (starts[person] ?? 0);
}

function fromNetwork({ posts, candidates }: MatchInput, { problem, flow }: Matching): Placed[] {
  const placed: Placed[] = [];
  const margins = marginsOf(problem, flow);
  for (let slot = 0; slot < problem.slots; slot++) {
    const post = posts[slot];
    for (let arc = problem.arcStarts[slot] ?? 0; post && arc < (problem.arcStarts[slot + 1] ?? 0); arc++) {
      const person = problem.arcPeople[arc] ?? 0;
      const candidate = candidates[person];
      if (!flow.taken[arc] || !candidate) continue;
      const { cellId, areaId, requires } = post;
      const margin = margins.get(arc) ?? null;
      placed.push({ person, cellId, areaId, role: roleFor(requires, candidate.kind), slots: [slot], margin });
    }
  }
  return placed;
}

/**
 * The cheapest of each post who have a unit left. Whoever is near one of the posts is considered for all of them: that is
 * where one person counts for several.
 */
function whoMay(
  { posts }: MatchInput,
  pairs: Pairs,
  slots: readonly number[],
  unitsLeft: (person: number) => number,
): May[] {
  const costs = new Int32Array(pairs.people);
  const chosen = new Set<number>();
  const rows = slots.map((slot) => {
    pairs.writeCosts(slot, costs);
    const row: May[] = [];
    costs.forEach((cost, person) => {
      if (cost !== barred && unitsLeft(person) > 0) row.push({ person, slot, cost });
    });
    row.sort((a, b) => a.cost - b.cost || a.person - b.person);
    const most = candidatesEach + 2 * (posts[slot]?.missing ?? 0);
    for (const { person } of row.slice(0, most)) chosen.add(person);
    return row;
  });
  return rows.flat().filter(({ person }) => chosen.has(person));
}

/** What the programs of single townships left open, though somebody of whom none of them knew may come. */
function fillRest(
  input: MatchInput,
  pairs: Pairs,
  { slotUnits, personUnits }: { slotUnits: Units; personUnits: Units },
  placed: readonly Placed[],
): Placed[] {
  const filled = filledBy(placed);
  const used = usageOf(placed);
  const lists = ({ starts, costs }: Units) =>
    Array.from({ length: starts.length - 1 }, (_, index) => [
      ...costs.slice(starts[index], starts[index + 1]),
    ]);
  const rest = {
    slotUnits: unitsOf(lists(slotUnits).map((list, slot) => list.slice(filled.get(slot)?.size ?? 0))),
    personUnits: unitsOf(lists(personUnits).map((list, person) => list.slice(used.get(person) ?? 0))),
  };
  if (rest.slotUnits.costs.length === 0) return [];
  const placeOf = (slot: number) => `${input.posts[slot]?.cellId} ${input.posts[slot]?.areaId}`;
  const there = new Set(
    placed.flatMap(({ person, slots }) => slots.map((slot) => `${person} ${placeOf(slot)}`)),
  );
  const writeCosts: Pairs['writeCosts'] = (slot, into) => {
    pairs.writeCosts(slot, into);
    // Whoever goes to the place already counts there, or cannot.
    for (const person of used.keys()) if (there.has(`${person} ${placeOf(slot)}`)) into[person] = barred;
  };
  return fromNetwork(input, matchAll({ ...pairs, writeCosts }, rest, candidatesEach));
}
