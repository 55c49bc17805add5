import { metresBetween } from '../geo/distance.ts';
import { knows, loadCost, shortCost, skillCost } from './cost.ts';
import { travelMinutes } from './distance.ts';
import { type Filter, isFull, mostPlaces, unfit } from './filter.ts';
import { groupBy } from './group.ts';
import type { Candidate, MatchInput, OpenPost, Pair, Requirement } from './post.ts';
import { type Units, unitsOf } from './transport.ts';
import { barred, type Pairs } from './unpruned.ts';

/** Costs are whole hundredths of a minute. */
export const hundredths = (minutes: number) => Math.round(minutes * 100);

/** A locked pair is worth more than any obligation. */
export const lockedCost = -10_000_000;

/** How much more the first of several missing people is worth than the last, so that shortage is spread. */
const spreadMinutes = 30;

/** The posts and people of a question as a network. The load is not in the pairs, it is what people's units cost. */
export function networkOf(input: MatchInput): {
  pairs: Pairs;
  units: { slotUnits: Units; personUnits: Units };
} {
  const { posts, candidates, settings, permitted = [] } = input;
  const slotUnits = unitsOf(posts.map((post) => slotCosts(post, input)));
  const personUnits = unitsOf(
    candidates.map((person) => {
      const more = permitted.filter(({ personId }) => personId === person.id).length;
      const most =
        Math.min(settings.mostNewPosts, Math.max(1, mostPlaces(person, settings) - person.load)) + more;
      return Array.from({ length: most }, (_, posts) => hundredths(loadCost(person, settings, posts)));
    }),
  );
  const writeCosts = costWriter(input);
  return {
    pairs: { people: candidates.length, slots: posts.length, writeCosts },
    units: { slotUnits, personUnits },
  };
}

/** What each further person of a post is worth, negative, the first the most. */
export function slotCosts(post: OpenPost, { settings }: Pick<MatchInput, 'settings'>): number[] {
  const { missing } = post;
  return Array.from({ length: missing }, (_, filled) =>
    hundredths(-shortCost(post, settings) - (spreadMinutes * (missing - filled)) / missing),
  );
}

function costWriter(input: MatchInput): Pairs['writeCosts'] {
  const { posts, candidates, settings } = input;
  const fitness = fitnessOf(input);
  const places = placesOf(candidates);
  const index = new Map(candidates.map(({ id }, person) => [id, person]));
  const pairsOf = (pairs: readonly Pair[] = []) => groupBy(pairs, ({ gapId }) => gapId);
  const [locked, forbidden, permitted] = [input.locked, input.forbidden, input.permitted].map(pairsOf);
  return (slot, into) => {
    const post = posts[slot];
    if (!post) return;
    const { mask, skillCosts } = fitness(post.requires);
    for (let person = 0; person < candidates.length; person++) {
      const metres = mask[person] === 0 ? places.metres(person, post.position, settings.maxKilometres) : -1;
      into[person] =
        metres < 0 ? barred : hundredths(travelMinutes(metres / 1000)) + (skillCosts[person] ?? 0);
    }
    const one = (pair: Pair, write: (person: number, candidate: Candidate) => void) => {
      const person = index.get(pair.personId);
      const candidate = person === undefined ? undefined : candidates[person];
      if (person !== undefined && candidate) write(person, candidate);
    };
    for (const pair of permitted?.get(post.gapId) ?? [])
      one(pair, (person, candidate) => {
        const metres = places.metres(person, post.position, 10_000);
        into[person] = hundredths(travelMinutes(metres < 0 ? settings.maxKilometres : metres / 1000));
        into[person] = (into[person] ?? 0) + hundredths(skillCost(candidate, post));
      });
    for (const id of post.present) one({ personId: id, gapId: '' }, (person) => (into[person] = barred));
    for (const pair of forbidden?.get(post.gapId) ?? []) one(pair, (person) => (into[person] = barred));
    for (let person = 0; person < candidates.length; person++) {
      const candidate = candidates[person];
      if (candidate && into[person] !== barred && !knows(candidate, post))
        into[person] = (into[person] ?? 0) + 3000;
    }
    for (const pair of locked?.get(post.gapId) ?? []) one(pair, (person) => (into[person] = lockedCost));
  };
}

/** For each requirement, worked out once: who meets it (0) and what their other skills cost. */
function fitnessOf({ candidates, settings }: MatchInput) {
  const known = new Map<string, { mask: Uint8Array; skillCosts: Int32Array }>();
  return (requires: Requirement) => {
    const key = JSON.stringify(requires);
    const found = known.get(key) ?? {
      mask: Uint8Array.from(candidates, (person) =>
        Number(unfit(person, requires).length > 0 || isFull(person, settings)),
      ),
      skillCosts: Int32Array.from(candidates, (person) => hundredths(skillCost(person, { requires }))),
    };
    known.set(key, found);
    return found;
  };
}

/** Where people usually are, behind one another, for a look at all of them a post. */
function placesOf(candidates: readonly Candidate[]) {
  const { starts } = unitsOf(candidates.map(({ usual }) => usual.map(() => 0)));
  const positions = candidates.flatMap(({ usual }) => usual.map(({ position }) => position));
  const lons = Float64Array.from(positions, ([lon]) => lon);
  const lats = Float64Array.from(positions, ([, lat]) => lat);
  /** From the nearest; -1 where none is known or near enough; 0 where the post lies nowhere. */
  const metres = (person: number, position: OpenPost['position'], maxKilometres: number): number => {
    if (position === null) return 0;
    const [lon, lat] = position;
    // A degree of latitude is never shorter than 110.5 km.
    const mostDegrees = maxKilometres / 110.5;
    const to = { lonE7: lon * 1e7, latE7: lat * 1e7 };
    let least = Number.POSITIVE_INFINITY;
    for (let at = starts[person] ?? 0; at < (starts[person + 1] ?? 0); at++) {
      const latitude = lats[at] ?? 0;
      if (Math.abs(latitude - lat) > mostDegrees) continue;
      least = Math.min(least, metresBetween({ lonE7: (lons[at] ?? 0) * 1e7, latE7: latitude * 1e7 }, to));
    }
    return least <= maxKilometres * 1000 ? least : -1;
  };
  return { metres };
}

/** The first thing that keeps each from a post, counted; `taken` are those who may and are sent elsewhere. */
export function countFilters(firsts: Iterable<Filter>): { filter: Filter; count: number }[] {
  const counts = new Map<Filter, number>();
  for (const filter of firsts) counts.set(filter, (counts.get(filter) ?? 0) + 1);
  return [...counts].map(([filter, count]) => ({ filter, count })).sort((a, b) => b.count - a.count);
}
