import fc from 'fast-check';
import { expect, test } from 'vitest';
import { updateArea } from '../../server/areas/store.ts';
import { deleteAssignment, insertAssignments, setAssignmentEnd } from '../../server/assignments/store.ts';
import { raiseRevision } from '../../server/database/revision.ts';
import { HeldObligations, type Look, obligationsOf } from '../../server/obligations/held.ts';
import { anOfficer, somebody } from '../../server/obligations/obligation.ts';
import { endEngagements } from '../../server/people/engagement-store.ts';
import { insertCertificate } from '../../server/people/record-store.ts';
import { raiseFile, updatePerson } from '../../server/people/store.ts';
import { deleteRule, endRule } from '../../server/rules/store.ts';
import {
  disbandTeam,
  endMemberships,
  insertTeam,
  startMemberships,
  updateTeam,
} from '../../server/teams/store.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makeCell, makePerson, makePlan, makeRule } from '../support/district.ts';

const { db } = await testDatabase();

const timeZone = 'Asia/Shanghai';
const january = '2026-01-01T00:00:00Z';
const day = (index: number) => new Date(Date.UTC(2026, 8, 20 + index));

/** How every obligation stands at some instants, said as text. */
const said = (instants: readonly Date[]) => (look: Look) =>
  instants.flatMap((at) =>
    [somebody, anOfficer, ...look.rules].map((obligation) => {
      const evaluation = look.standings.at(obligation, at.getTime());
      const short: [place: number, since: number, missing: number, people: number[]][] = [];
      evaluation.forEachShort((place, since, missing) =>
        short.push([place, since, missing, evaluation.countedAt(place)]),
      );
      return { ...evaluation.totals, short: short.sort(([a], [b]) => a - b) };
    }),
  );

async function district() {
  const township = await makeArea(db, { kind: 'township', box: [119, 48, 121, 49] });
  const villages = [
    await makeArea(db, { kind: 'village', box: [119, 48, 120, 49], parentId: township }),
    await makeArea(db, { kind: 'village', box: [120, 48, 121, 49], parentId: township }),
  ];
  const plan = await makePlan(db, { from: january });
  const later = await makePlan(db, {});
  const cells: number[] = [];
  for (const [index, west] of [119.1, 119.5, 120.1, 120.5].entries())
    cells.push(
      await makeCell(db, {
        planIds: index % 2 ? [plan, later] : [plan],
        box: [west, 48.1, west + 0.2, 48.3],
        ownerAreaId: villages[index >> 1] ?? null,
        usage: index % 2 ? 'school' : null,
      }),
    );
  const people: number[] = [];
  for (const kind of ['officer', 'volunteer', 'volunteer'])
    people.push(await makePerson(db, { kind, skills: ['law'] }));
  const team = await insertTeam(db, { name: 'campus', kind: 'campus', members: [] });
  return { township, villages, plan, later, cells, people, team };
}
type District = Awaited<ReturnType<typeof district>>;

const requires = [
  { atLeast: 2 },
  { atLeast: 1, skill: 'law', role: 'guard' },
  { atLeast: 1, teamKind: 'campus' },
  { atLeast: 1, alsoRole: 'leader', role: 'guard' },
  { atLeast: 1, alsoRole: 'leader', alsoAt: 'township' },
  { atLeast: 1, hours: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '07:20', to: '08:00', schoolDays: true }] },
];
const selectsOf = ({ township, cells }: District) => [
  {},
  { areaKind: 'village' },
  { cellUsage: 'school' },
  { areas: [township], areaKind: 'village' },
  { cells: cells.slice(0, 2) },
];

const anyStep = fc.record({
  what: fc.nat({ max: 14 }),
  who: fc.nat({ max: 2 }),
  where: fc.nat({ max: 6 }),
  when: fc.nat({ max: 20 }),
});

/** Everything that happens to people, assignments, rules, plans and areas, by the stores that write them. */
async function happen(
  has: District,
  { what, who, where, when }: { what: number; who: number; where: number; when: number },
) {
  const person = has.people[who] ?? 0;
  const at = day(when);
  const assigned = () => db('assignments').orderBy('id').pluck('id');
  const rules = () => db('rules').orderBy('id').pluck('id');
  const some = (ids: number[]) => ids[where % Math.max(1, ids.length)] ?? 0;
  const acts: (() => Promise<unknown>)[] = [
    ...Array.from({ length: 4 }, (_, index) => async () => {
      const place =
        where < 4
          ? { cellIds: [has.cells[where] ?? 0] }
          : { areaIds: [[...has.villages, has.township][where - 4] ?? 0] };
      const role = index % 2 ? 'guard' : 'leader';
      const to = index === 3 ? day(when + 5) : null;
      await insertAssignments(db, {
        cellIds: [],
        areaIds: [],
        ...place,
        personIds: [person],
        role,
        from: at,
        to,
      });
    }),
    async () => setAssignmentEnd(db, some(await assigned()), day(40)),
    async () => deleteAssignment(db, some(await assigned())),
    () =>
      updatePerson(db, person, {
        kind: where % 2 ? 'officer' : 'auxiliary',
        skills: where % 3 ? ['law'] : [],
      }),
    () => updatePerson(db, person, { availability: [{ days: [1, 2, 3], from: '07:00', to: '09:00' }] }),
    async () => {
      await insertCertificate(db, person, {
        name: 'c',
        skill: 'law',
        expiresOn: at.toISOString().slice(0, 10),
      });
      await raiseFile(db, person);
    },
    () => endEngagements(db, person, at),
    async () => {
      await endMemberships(db, has.team, [person], new Date());
      await startMemberships(db, has.team, [person]);
      await updateTeam(db, has.team, { kind: where % 2 ? 'campus' : 'gacha' });
      if (where === 6) await disbandTeam(db, has.team);
    },
    () =>
      makeRule(db, {
        kind: 'staffing',
        requires: requires[when % requires.length] ?? {},
        selects: selectsOf(has)[where % 5] ?? {},
        from: january,
        scopeAreaIds: who ? null : has.villages.slice(0, 1),
      }),
    async () => (where % 2 ? endRule(db, some(await rules()), at) : deleteRule(db, some(await rules()))),
    async () => {
      await db.raw('update plans set in_force = tstzrange(lower(in_force), ?) where id = ?', [at, has.plan]);
      await db.raw("update plans set in_force = tstzrange(?, null), status = 'published' where id = ?", [
        at,
        has.later,
      ]);
    },
    () =>
      updateArea(db, has.villages[who % 2] ?? 0, { kind: where % 2 ? 'village' : 'community' }, undefined),
  ];
  // What the constraints refuse has not happened.
  await acts[what]?.().catch(() => undefined);
}

test('what the process holds is as if it were read from nothing, whatever happened', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 4, maxLength: 10 }), async (steps) => {
      await db('rules').delete();
      await db('assignments').delete();
      await db('team_members').delete();
      await raiseRevision(db, 'staff');
      const has = await district();
      const held = obligationsOf(db, timeZone);
      for (const step of steps) {
        await happen(has, step);
        const look = said([day(step.when), new Date(day(step.when).getTime() + 3_600_000)]);
        expect(await held.look(db, [], look)).toEqual(await new HeldObligations(timeZone).look(db, [], look));
      }
    }),
    { numRuns: 4 },
  );
});

test('one change reads one person, and a change nobody is named for reads everybody', async () => {
  const has = await district();
  const held = obligationsOf(db, timeZone);
  const short = async () => (await held.look(db, [], said([day(0)])))[0]?.short.length;
  expect(await short()).toBe(4);
  const place = { areaIds: [], role: 'guard', from: day(-1), to: null };
  await insertAssignments(db, {
    ...place,
    cellIds: has.cells.slice(0, 1),
    personIds: has.people.slice(0, 1),
  });
  // It is not said of this row whom it concerns, so that reading people by name would not find it.
  await db('assignments').insert({
    person_id: has.people[1],
    cell_id: has.cells[1],
    role: 'guard',
    period: '[2026-01-01,)',
  });
  expect(await short()).toBe(3);
  await raiseRevision(db, 'staff');
  expect(await short()).toBe(2);
});

test('a transaction sees its own changes, and what is taken back is held by nobody', async () => {
  const has = await district();
  const look = said([day(0)]);
  const short = async (connection: typeof db) =>
    (await obligationsOf(connection, timeZone).look(connection, [], look))[0]?.short.length;
  await db
    .transaction(async (trx) => {
      const place = { cellIds: has.cells, areaIds: [], role: 'guard', from: day(-1), to: null };
      await insertAssignments(trx, { ...place, personIds: has.people.slice(0, 1) });
      expect(await short(trx)).toBe(0);
      throw new Error('taken back');
    })
    .catch(() => undefined);
  expect(await short(db)).toBe(4);
});
