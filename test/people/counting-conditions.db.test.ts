import { expect, test } from 'vitest';
import { everywhere } from '../../server/access/scope.ts';
import { countFitting } from '../../server/coverage/fitting-queries.ts';
import { helpersAt } from '../../server/coverage/people-queries.ts';
import { readPeople } from '../../server/matching/candidate-queries.ts';
import { obligationsOf } from '../../server/obligations/held.ts';
import { insertCertificate } from '../../server/people/record-store.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makeAssignment, makeCell, makePerson, makePlan } from '../support/district.ts';

const { db } = await testDatabase();
const timeZone = 'Asia/Shanghai';
const today = '2026-03-10';
const at = new Date('2026-03-10T04:00:00Z');
const january = '2026-01-01T00:00:00Z';

/** By what is on file of people with the skill law, whether they count on the day. */
const files: readonly { is: string; counts: boolean; certificates?: object[]; person?: object }[] = [
  { is: 'without certificates', counts: true },
  {
    is: 'with one for another skill that has expired',
    counts: true,
    certificates: [{ skill: 'first aid', expiresOn: today }],
  },
  { is: 'with one that expires today', counts: false, certificates: [{ expiresOn: today }] },
  { is: 'with one that is issued today', counts: true, certificates: [{ issuedOn: today }] },
  { is: 'with one that is issued tomorrow', counts: false, certificates: [{ issuedOn: '2026-03-11' }] },
  {
    is: 'with one of two valid',
    counts: true,
    certificates: [{ expiresOn: today }, { expiresOn: '2026-03-11' }],
  },
  { is: 'who joins today', counts: true, person: { joined_on: today } },
  { is: 'who joins tomorrow', counts: false, person: { joined_on: '2026-03-11' } },
  { is: 'who leaves today', counts: false, person: { left_on: today } },
  { is: 'who leaves tomorrow', counts: true, person: { left_on: '2026-03-11' } },
];

test('who counts is the same for rules, suggestions, remedies and previews', async () => {
  const areaId = await makeArea(db, { kind: 'village', box: [119, 48, 120, 49] });
  const planId = await makePlan(db, { from: january });
  const cellId = await makeCell(db, {
    planIds: [planId],
    box: [119.1, 48.1, 119.2, 48.2],
    ownerAreaId: areaId,
  });
  const said = new Map<number, string>();
  for (const { is, certificates = [], person } of files) {
    const id = await makePerson(db, { skills: ['law', 'first aid'] });
    said.set(id, is);
    if (person) await db('people').where({ id }).update(person);
    for (const certificate of certificates)
      await insertCertificate(db, id, { name: 'A', skill: 'law', ...certificate });
    await makeAssignment(db, { personId: id, cellId, from: january });
  }
  const counted = files.filter(({ counts }) => counts).map(({ is }) => is);
  const named = (ids: readonly number[]) => ids.map((id) => said.get(id));
  const withLaw = (people: readonly { id: number; skills: readonly string[] }[]) =>
    named(people.filter(({ skills }) => skills.includes('law')).map(({ id }) => id));
  const obligation = {
    selects: {},
    requires: { atLeast: 99, skill: 'law' },
    scopeAreaIds: null,
    from: 0,
    to: Number.POSITIVE_INFINITY,
  };
  const judged = await obligationsOf(db, timeZone).look(db, [], ({ standings }) =>
    standings.at(obligation, at.getTime()).countedAt(cellId),
  );
  expect(named(judged)).toEqual(counted);
  expect(withLaw(await readPeople(db, everywhere, at, timeZone))).toEqual(counted);
  expect(withLaw(await helpersAt(db, everywhere, at, timeZone))).toEqual(counted);
  expect(await countFitting(db, everywhere, { skill: 'law' }, at, timeZone)).toBe(counted.length);
});
