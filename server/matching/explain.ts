import { costOf } from './cost.ts';
import { nearestUsual } from './distance.ts';
import { countFilters, lockedCost } from './eligible.ts';
import { obstacles } from './filter.ts';
import { groupBy } from './group.ts';
import { filledBy, type Placed } from './placed.ts';
import type { MatchInput, OpenPost } from './post.ts';
import { cheapestRelaxation } from './relax.ts';
import type { Solution, Suggestion, Unmet } from './solution.ts';
import { barred, type Pairs } from './unpruned.ts';

const mostTakenTold = 5;

/** Why each of those sent, and what stays unmet and why. */
export function explain(
  input: MatchInput,
  pairs: Pairs,
  placed: readonly Placed[],
  unitsOfPerson: (person: number) => number,
): Omit<Solution, 'inParts'> {
  const filled = filledBy(placed);
  const sent = groupBy(placed, ({ person }) => person);
  const costs = costsOf(pairs, placed, sent);
  return {
    suggestions: placed.map((one) => suggestionOf(input, one, sent, costs)),
    unmet: input.posts.flatMap((post, slot): Unmet[] => {
      const here = filled.get(slot) ?? new Set();
      const missing = post.missing - here.size;
      return missing > 0 ? [unmetOf(input, post, { missing, here, sent, unitsOfPerson })] : [];
    }),
  };
}

type Sent = ReadonlyMap<number, readonly Placed[]>;
type Costs = {
  /** Of each slot that somebody goes to: who may come, the cheapest first. */
  row: Map<number, { person: number; cost: number }[]>;
  /** Of each person sent: what each post that they may get costs. */
  column: Map<number, number[]>;
};

function costsOf(pairs: Pairs, placed: readonly Placed[], sent: Sent): Costs {
  const wanted = new Set(placed.map(({ slots: [slot = 0] }) => slot));
  const costs = new Int32Array(pairs.people);
  const found: Costs = { row: new Map(), column: new Map([...sent.keys()].map((person) => [person, []])) };
  for (let slot = 0; slot < pairs.slots; slot++) {
    pairs.writeCosts(slot, costs);
    for (const [person, column] of found.column)
      if (costs[person] !== barred) column.push(costs[person] ?? 0);
    if (!wanted.has(slot)) continue;
    const row: { person: number; cost: number }[] = [];
    const dearest = Math.max(
      ...placed.filter((one) => one.slots[0] === slot).map(({ person }) => costs[person] ?? 0),
    );
    costs.forEach((cost, person) => {
      if (cost !== barred && cost <= dearest + 6000) row.push({ person, cost });
    });
    found.row.set(
      slot,
      row.sort((a, b) => a.cost - b.cost || a.person - b.person),
    );
  }
  return found;
}

function suggestionOf(
  { posts, candidates, settings }: MatchInput,
  { person, slots, cellId, areaId, role, margin }: Placed,
  sent: Sent,
  costs: Costs,
): Suggestion {
  const [slot = 0] = slots;
  const post = posts[slot];
  const candidate = candidates[person];
  if (!post || !candidate) throw new Error(`no post ${slot} or person ${person}`);
  const row = costs.row.get(slot) ?? [];
  const own = row.find((one) => one.person === person)?.cost ?? 0;
  const isHere = (other: number) => sent.get(other)?.some((one) => one.slots.includes(slot)) ?? false;
  const others = row.filter((one) => one.person !== person && !isHere(one.person));
  const taken = others.filter((one) => one.cost < own && sent.has(one.person));
  const runnerUp = margin ? margin.instead : (others.find((one) => !sent.has(one.person))?.person ?? null);
  const nearest = post.position && nearestUsual(candidate, post.position);
  const rivals = taken.flatMap((one) => sent.get(one.person) ?? []).flatMap((one) => one.slots);
  return {
    ...{ personId: candidate.id, cellId, areaId, role },
    gapIds: slots.flatMap((one) => posts[one]?.gapId ?? []),
    cost: costOf(candidate, post, settings),
    kilometres: nearest ? Math.round(nearest.kilometres * 10) / 10 : null,
    from: nearest?.usual.from ?? null,
    fromPosition: nearest?.usual.position ?? null,
    ...{ loadBefore: candidate.load, loadAfter: candidate.load + (sent.get(person)?.length ?? 1) },
    rankForPost: 1 + row.filter((one) => one.cost < own).length,
    rankForPerson: 1 + (costs.column.get(person)?.filter((cost) => cost < own).length ?? 0),
    runnerUpId: runnerUp === null ? null : (candidates[runnerUp]?.id ?? null),
    margin: margin && margin.cost < -lockedCost / 2 ? Math.round(margin.cost) / 100 : null,
    takenIds: taken.slice(0, mostTakenTold).flatMap((one) => candidates[one.person]?.id ?? []),
    bindingRuleIds: [...new Set(rivals.flatMap((one) => posts[one]?.ruleId ?? []))],
  };
}

type Short = {
  missing: number;
  here: ReadonlySet<number>;
  sent: Sent;
  unitsOfPerson: (person: number) => number;
};

function unmetOf(input: MatchInput, post: OpenPost, { missing, here, sent, unitsOfPerson }: Short): Unmet {
  const index = new Map(input.candidates.map((person, at) => [person, at]));
  const at = (person: OpenPostCandidate) => index.get(person) ?? -1;
  const isForbidden = (id: number) =>
    input.forbidden?.some(({ personId, gapId }) => personId === id && gapId === post.gapId) ?? false;
  const reasons = countFilters(
    input.candidates.flatMap((person, number) => {
      if (here.has(number)) return [];
      const [first] = obstacles(person, post, input.settings);
      return [first ?? (isForbidden(person.id) ? ('forbidden' as const) : ('taken' as const))];
    }),
  );
  const relaxation = cheapestRelaxation(
    input,
    post,
    missing,
    (person) => (sent.get(at(person))?.length ?? 0) >= unitsOfPerson(at(person)),
    (person) => here.has(at(person)),
  );
  return { gapId: post.gapId, missing, reasons, relaxation };
}

type OpenPostCandidate = MatchInput['candidates'][number];
