import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changePeople } from '../../server/obligations/change-people.ts';
import type { Evaluation } from '../../server/obligations/evaluation.ts';
import type { Ground } from '../../server/obligations/ground.ts';
import { type Obligation, somebody } from '../../server/obligations/obligation.ts';
import type { PersonFacts } from '../../server/obligations/person.ts';
import { Staff } from '../../server/obligations/staff.ts';
import { Standings } from '../../server/obligations/standings.ts';
import { windowBook } from '../../server/rules/window-book.ts';
import { anyGround, anyInstant, anyObligation, anyPerson, covered, timeZone } from './histories.ts';
import { naively } from './naive.ts';

const windowsOf = windowBook(timeZone);

function shortOf(evaluation: Evaluation) {
  const found: Record<number, { missing: number; since: number }> = {};
  evaluation.forEachShort((place, since, missing) => {
    found[place] = { missing, since };
  });
  return found;
}
const onceEach = fc.uniqueArray(anyPerson, { selector: ({ id }) => id, maxLength: 5 });

test('what is short, since when and by how many is what the rule says, half hour by half hour', () => {
  fc.assert(
    fc.property(onceEach, anyGround, anyObligation, anyInstant, (people, ground, obligation, at) => {
      const staff = new Staff();
      for (const person of people) staff.replace(person);
      const evaluation = new Standings(staff, ground, covered, windowsOf).at(obligation, at);
      expect(shortOf(evaluation)).toEqual(naively({ people, ground }, obligation, at));
    }),
    { numRuns: 60 },
  );
});

const anyChange = fc.oneof(
  { weight: 4, arbitrary: anyPerson.map((person) => ({ kind: 'person' as const, person })) },
  fc.integer({ min: 1, max: 5 }).map((personId) => ({ kind: 'gone' as const, personId })),
  anyGround.map((ground) => ({ kind: 'ground' as const, ground })),
  anyObligation.map((obligation) => ({ kind: 'rule' as const, obligation })),
  anyInstant.map((at) => ({ kind: 'look' as const, at })),
);

/** What the process does when it finds a change, in a world that is kept beside. */
function livingWorld(first: Ground) {
  const people = new Map<number, PersonFacts>();
  let ground = first;
  const standings = new Standings(new Staff(), ground, covered, windowsOf);
  const change = (personId: number, person: PersonFacts | undefined) => {
    if (person) people.set(personId, person);
    else people.delete(personId);
    changePeople(standings, ground, [personId], person ? [person] : []);
  };
  return {
    standings,
    people: () => [...people.values()],
    ground: () => ground,
    change,
    setGround: (next: Ground) => {
      const places = [ground, next].flatMap(({ plans }) =>
        plans.flatMap(({ cells }) => [...cells.ids, ...Array.from(cells.owners, (owner) => -owner)]),
      );
      ground = next;
      standings.setGround(next, covered, new Set(places));
    },
  };
}

test('whatever changes, what was kept is as if it were worked out from nothing', () => {
  fc.assert(
    fc.property(anyGround, fc.array(anyChange, { maxLength: 25 }), anyInstant, (first, changes, from) => {
      const world = livingWorld(first);
      const rules: Obligation[] = [somebody];
      let now = from;
      for (const change of changes) {
        if (change.kind === 'person') world.change(change.person.id, change.person);
        else if (change.kind === 'gone') world.change(change.personId, undefined);
        else if (change.kind === 'ground') world.setGround(change.ground);
        else if (change.kind === 'rule') rules.push(change.obligation);
        const at = change.kind === 'look' ? change.at : now;
        now += 3_600_000;
        const fresh = new Staff();
        for (const person of world.people()) fresh.replace(person);
        const anew = new Standings(fresh, world.ground(), covered, windowsOf);
        world.standings.keep(rules);
        for (const rule of rules) {
          const [kept, found] = [world.standings.at(rule, at), anew.at(rule, at)];
          expect(shortOf(kept)).toEqual(shortOf(found));
          expect(kept.totals).toEqual(found.totals);
        }
      }
    }),
    { numRuns: 150 },
  );
});

test('a period has those times in which an instant of it is short', () => {
  fc.assert(
    fc.property(
      onceEach,
      anyGround,
      anyObligation,
      anyInstant,
      fc.integer({ min: 1, max: 96 }),
      (people, ground, obligation, from, length) => {
        const staff = new Staff();
        for (const person of people) staff.replace(person);
        const standings = new Standings(staff, ground, covered, windowsOf);
        const judge = standings.judgeOf(obligation);
        for (const [place, obliged] of standings.placesOf(obligation)) {
          const period = [from, from + length * 1_800_000] as const;
          const stretches = judge.during(place, obliged, period);
          for (let at = period[0]; at < period[1]; at += 1_800_000) {
            const { missing, since } = judge.at(place, obliged, at);
            const inside = stretches.find((one) => one.from <= at && at < one.to);
            expect(inside !== undefined).toBe(missing > 0);
            if (inside) expect([inside.from, inside.missing >= missing]).toEqual([since, true]);
          }
        }
      },
    ),
    { numRuns: 100 },
  );
});

test('assigning somebody leaves no place shorter', () => {
  fc.assert(
    fc.property(
      onceEach,
      anyPerson,
      anyGround,
      anyObligation,
      anyInstant,
      (people, further, ground, obligation, at) => {
        const shortWith = (everybody: readonly PersonFacts[]) => {
          const staff = new Staff();
          for (const person of everybody) staff.replace(person);
          return shortOf(new Standings(staff, ground, covered, windowsOf).at(obligation, at));
        };
        const before = shortWith(people);
        const after = shortWith([...people, { ...further, id: 9 }]);
        for (const [place, { missing }] of Object.entries(after))
          expect(before[Number(place)]?.missing).toBeGreaterThanOrEqual(missing);
      },
    ),
  );
});
