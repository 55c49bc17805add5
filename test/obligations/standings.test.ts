import fc from 'fast-check';
import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import { changePeople } from '../../server/obligations/change-people.ts';
import type { Evaluation } from '../../server/obligations/evaluation.ts';
import { type Ground, type GroundPlan, groundOf } from '../../server/obligations/ground.ts';
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

test('within a window those count who are there at the instant, ahead of it as many as it has at the worst', () => {
  const local = (text: string) => DateTime.fromISO(text, { zone: timeZone }).toMillis();
  const person = (id: number, from: string, to: string | null): PersonFacts => ({
    ...{ id, kind: 'officer', skills: [], availability: null },
    ...{ joinedAt: Number.NEGATIVE_INFINITY, leftAt: Number.POSITIVE_INFINITY },
    ...{ certificates: [], teams: [] },
    assigned: [{ place: 1, role: 'guard', from: local(from), to: to ? local(to) : Number.POSITIVE_INFINITY }],
  });
  const ground = groundOf([planOf(1)], [null], new Map());
  const obligation: Obligation = {
    selects: {},
    requires: { atLeast: 1, hours: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }] },
    scopeAreaIds: null,
    from: local('2026-03-01'),
    to: Number.POSITIVE_INFINITY,
  };
  const shortWith = (people: readonly PersonFacts[], at: string) => {
    const staff = new Staff();
    for (const one of people) staff.replace(one);
    const found = shortOf(new Standings(staff, ground, covered, windowsOf).at(obligation, local(at)));
    return found[1] && DateTime.fromMillis(found[1].since, { zone: timeZone }).toFormat('MM-dd HH:mm');
  };
  const late = [person(1, '2026-03-04T09:00', null)];
  expect(shortWith(late, '2026-03-04T08:59')).toBe('03-01 00:00');
  expect(shortWith(late, '2026-03-04T09:00')).toBeUndefined();
  const relay = [
    person(1, '2026-03-01T00:00', '2026-03-04T12:00'),
    person(2, '2026-03-04T12:00', '2026-03-04T18:00'),
  ];
  expect(shortWith(relay, '2026-03-04T12:00')).toBeUndefined();
  expect(shortWith(relay, '2026-03-05T06:00')).toBe('03-04 18:00');
});

function planOf(cellId: number): GroundPlan {
  const always: [number, number] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  return {
    id: 1,
    cells: { ids: Float64Array.of(cellId), owners: Float64Array.of(0), usages: Int32Array.of(0) },
    obliged: always,
    reach: always,
  };
}
