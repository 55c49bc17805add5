import { type Random, seededRandom } from '../../server/demo/random.ts';
import { type Transport, unitsOf } from '../../server/matching/transport.ts';
import { barred, type Pairs } from '../../server/matching/unpruned.ts';

/** A small problem with everything in it: displaced people, posts above quota, people paid for being sent. */
export function randomTransport(seed: number): Transport {
  const random = seededRandom(seed);
  const people = random.whole(1, 30);
  const slots = random.whole(1, 12);
  const density = random.between(0.1, 0.9);
  const arcs = Array.from({ length: slots }, () =>
    Array.from({ length: people }, (_, person) => person).filter(() => random.chance(density)),
  );
  const arcPeople = Int32Array.from(arcs.flat());
  return {
    ...{ people, slots, arcPeople },
    arcStarts: unitsOf(arcs).starts,
    arcCosts: Int32Array.from(arcPeople, () => random.whole(0, 90)),
    slotUnits: unitsOf(Array.from({ length: slots }, () => slotUnits(random))),
    personUnits: unitsOf(Array.from({ length: people }, () => rising(random, random.whole(0, 3), -20))),
  };
}

function slotUnits(random: Random): number[] {
  const short = random.pick([1000, 500, 200, 60]);
  const need = random.whole(0, 4);
  const places = Array.from({ length: need }, (_, place) => -short - (random.chance(0.5) ? need - place : 0));
  return [...places.sort((a, b) => a - b), ...rising(random, random.whole(0, 2), 15)];
}

function rising(random: Random, count: number, from: number): number[] {
  return Array.from({ length: count }, (_, unit) => from + unit * 15 + random.whole(0, 14));
}

/** Posts and people over a square of 60 km, with skills; a minute a kilometre. */
export function randomPairs(
  seed: number,
  { people, slots }: { people: number; slots: number },
): Pairs & { skillOf: Uint8Array } {
  const random = seededRandom(seed);
  const places = (count: number) => Float64Array.from({ length: 2 * count }, () => random.between(0, 60));
  const homes = places(people);
  const posts = places(slots);
  const skillOf = Uint8Array.from({ length: people }, () => random.whole(0, 3));
  const wanted = Uint8Array.from({ length: slots }, () => random.whole(0, 3));
  const extra = Int32Array.from({ length: people }, () => random.pick([0, 3000]));
  const writeCosts = (slot: number, into: Int32Array) => {
    const x = posts[2 * slot] ?? 0;
    const y = posts[2 * slot + 1] ?? 0;
    for (let person = 0; person < people; person++) {
      const east = (homes[2 * person] ?? 0) - x;
      const north = (homes[2 * person + 1] ?? 0) - y;
      const may = wanted[slot] === 0 || skillOf[person] === wanted[slot];
      into[person] = may
        ? Math.round(100 * Math.sqrt(east * east + north * north)) + (extra[person] ?? 0)
        : barred;
    }
  };
  return { people, slots, writeCosts, skillOf };
}
