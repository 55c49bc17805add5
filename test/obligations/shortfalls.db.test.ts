import { expect, test } from 'vitest';
import { signedIn } from '../coverage/village.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makeAssignment, makeCell, makePerson, makePlan } from '../support/district.ts';

const { db } = await testDatabase();

const january = '2026-01-01T00:00:00Z';
/** A Wednesday of school, half past seven in the morning there. */
const at = '2026-09-23T07:30:00+08:00';

/** A township with a station, a village, a community, a forest area and a school, all in one plan. */
async function township() {
  const townshipId = await makeArea(db, { kind: 'township', box: [119, 48, 122, 49] });
  const area = (kind: string, west: number) =>
    makeArea(db, { kind, box: [west, 48, west + 0.5, 49], parentId: townshipId });
  const [village, community, forest] = [
    await area('village', 119),
    await area('community', 120),
    await area('forest', 121),
  ];
  const planId = await makePlan(db, { from: january });
  const cell = (west: number, ownerAreaId: number, usage: string | null = null) =>
    makeCell(db, { planIds: [planId], box: [west, 48.1, west + 0.1, 48.2], ownerAreaId, usage });
  return {
    ...{ township: townshipId, village, community, forest, planId },
    villageCell: await cell(119.1, village),
    communityCell: await cell(120.1, community),
    school: await cell(120.3, community, 'school'),
    forestCell: await cell(121.1, forest),
  };
}

type Selects = { areaKind?: string; cellUsage?: string; cells?: number[]; areas?: number[] };

/** Makes the rule as a chief would, and asks how it stands. */
async function standOf(selects: Selects, requires: object) {
  const chief = await signedIn(db);
  const made = await chief.post('/api/rules', {
    name: '规则',
    kind: 'staffing',
    selects,
    requires,
    from: january,
  });
  expect([made.status, made.body.detail]).toEqual([201, undefined]);
  return async (when = at) => {
    const query = `at=${encodeURIComponent(when)}&rule=${made.body.id}`;
    const { status, body } = await chief.get(`/api/shortfalls?${query}`);
    expect([status, body.detail]).toEqual([200, undefined]);
    const [{ judged, short, missing } = { judged: 0, short: 0, missing: 0 }] = body.rules;
    return { judged, short, missing };
  };
}

async function assigned(
  count: number,
  place: { cellId: number } | { areaId: number },
  {
    role = '包片',
    kind = 'volunteer',
    skills = [],
  }: { role?: string; kind?: string; skills?: string[] } = {},
) {
  const ids: number[] = [];
  for (let index = 0; index < count; index++) {
    const personId = await makePerson(db, { kind, skills });
    await makeAssignment(db, { personId, ...place, role, from: january });
    ids.push(personId);
  }
  return ids;
}

test('every village has at least one auxiliary officer', async () => {
  const { village } = await township();
  const stands = await standOf({ areaKind: 'village' }, { atLeast: 1, kind: 'auxiliary' });
  expect(await stands()).toEqual({ judged: 1, short: 1, missing: 1 });
  await assigned(1, { areaId: village }, { kind: 'officer' });
  expect(await stands()).toEqual({ judged: 1, short: 1, missing: 1 });
  await assigned(1, { areaId: village }, { kind: 'auxiliary' });
  expect(await stands()).toEqual({ judged: 1, short: 0, missing: 0 });
});

test('every community has ten volunteers, in the community or in its cells', async () => {
  const { community, communityCell } = await township();
  const stands = await standOf({ areaKind: 'community' }, { atLeast: 10, kind: 'volunteer' });
  await assigned(4, { areaId: community });
  const [first = 0] = await assigned(5, { cellId: communityCell });
  expect(await stands()).toEqual({ judged: 1, short: 1, missing: 1 });
  await makeAssignment(db, { personId: first, areaId: community, from: january });
  expect(await stands()).toEqual({ judged: 1, short: 1, missing: 1 });
  await assigned(1, { areaId: community });
  expect(await stands()).toEqual({ judged: 1, short: 0, missing: 0 });
});

test('a community has five people with the legal-advice skill, a village three, while certificates last', async () => {
  const { community, village } = await township();
  const inCommunity = await standOf({ areaKind: 'community' }, { atLeast: 5, skill: '法律咨询' });
  const inVillage = await standOf({ areaKind: 'village' }, { atLeast: 3, skill: '法律咨询' });
  const skills = ['法律咨询'];
  const [lawyer] = await assigned(5, { areaId: community }, { skills });
  await assigned(2, { areaId: village }, { skills });
  await db('certificates').insert({
    person_id: lawyer,
    name: '法律职业资格',
    skill: skills[0],
    expires_on: '2026-10-01',
  });
  expect([await inCommunity(), await inVillage()]).toEqual([
    { judged: 1, short: 0, missing: 0 },
    { judged: 1, short: 1, missing: 1 },
  ]);
  expect(await inCommunity('2026-09-30T23:59:00+08:00')).toMatchObject({ missing: 0 });
  expect(await inCommunity('2026-10-01T00:00:00+08:00')).toMatchObject({ missing: 1 });
});

test('every forest area has a steward, a guard, an investigator and an accountable chief', async () => {
  const { forest, forestCell } = await township();
  const roles = ['山管', '林护', '案查', '责担'];
  for (const role of roles.slice(1)) await assigned(1, { cellId: forestCell }, { role });
  const missing: number[] = [];
  for (const role of roles)
    missing.push((await (await standOf({ areaKind: 'forest' }, { atLeast: 1, role }))()).missing);
  expect(missing).toEqual([1, 0, 0, 0]);
  await assigned(1, { areaId: forest }, { role: '山管' });
  const stands = await standOf({ areas: [forest] }, { atLeast: 4 });
  expect(await stands()).toEqual({ judged: 1, short: 0, missing: 0 });
});

test('every school cell has two campus volunteers at school entry and leaving times on school days', async () => {
  const { school } = await township();
  const hours = [
    { days: [1, 2, 3, 4, 5, 6, 7], from: '07:20', to: '08:00', schoolDays: true },
    { days: [1, 2, 3, 4, 5, 6, 7], from: '16:30', to: '17:10', schoolDays: true },
  ];
  const stands = await standOf(
    { cellUsage: 'school' },
    { atLeast: 2, kind: 'volunteer', teamKind: 'campus', hours },
  );
  const [one, two] = await assigned(2, { cellId: school });
  const [team] = await db('teams').insert({ name: '校园', kind: 'campus' }).returning('id');
  for (const person of [one, two])
    await db.raw('insert into team_members (team_id, person_id, period) values (?, ?, tstzrange(?, null))', [
      team.id,
      person,
      january,
    ]);
  await db('people')
    .where({ id: two })
    .update({ availability: JSON.stringify([{ days: [1, 2, 3, 4, 5, 6], from: '07:00', to: '12:00' }]) });
  const met = { judged: 1, short: 0, missing: 0 };
  const short = { judged: 1, short: 1, missing: 1 };
  expect([await stands(), await stands('2026-09-23T08:00:00+08:00')]).toEqual([met, short]);
  // A Saturday that makes up for a holiday, and the holiday itself, which its next day of school is more than a week off.
  expect(await stands('2026-10-10T07:30:00+08:00')).toEqual(met);
  expect(await stands('2026-09-30T18:00:00+08:00')).toMatchObject({ judged: 0 });
});

test("each station's leader sits in the committee of its township", async () => {
  const { township: areaId } = await township();
  const station = await makeArea(db, { kind: 'station', box: [119, 48, 122, 49] });
  const stands = await standOf({ areaKind: 'township' }, { atLeast: 1, role: '班子成员', alsoRole: '所长' });
  const [leader = 0] = await assigned(1, { areaId: station }, { role: '所长', kind: 'officer' });
  await assigned(1, { areaId }, { role: '班子成员', kind: 'officer' });
  expect(await stands()).toMatchObject({ missing: 1 });
  await makeAssignment(db, { personId: leader, areaId, role: '班子成员', from: january });
  expect(await stands()).toMatchObject({ missing: 0 });
});

test('each leader of a station sits in the committee of its own township, whichever other they sit in', async () => {
  const { township: own } = await township();
  const other = await makeArea(db, { kind: 'township', box: [122, 48, 123, 49] });
  const stations = [
    await makeArea(db, { kind: 'station', box: [119, 48, 120.5, 49] }),
    await makeArea(db, { kind: 'station', box: [120.5, 48, 122, 49] }),
  ];
  // No township is theirs, so nothing is asked of it.
  await makeArea(db, { kind: 'station', box: [130, 48, 131, 49] });
  const stands = await standOf(
    { areaKind: 'station' },
    { atLeast: 1, role: '所长', alsoRole: '班子成员', alsoAt: 'township' },
  );
  const leaders: number[] = [];
  for (const areaId of stations)
    leaders.push(...(await assigned(1, { areaId }, { role: '所长', kind: 'officer' })));
  const seat = (index: number, areaId: number) =>
    makeAssignment(db, { personId: leaders[index] ?? 0, areaId, role: '班子成员', from: january });
  await seat(0, own);
  await seat(1, other);
  expect(await stands()).toEqual({ judged: 2, short: 1, missing: 1 });
  await seat(1, own);
  expect(await stands()).toEqual({ judged: 2, short: 0, missing: 0 });
  await db('areas').where({ id: own }).update({ kind: 'district' });
  await db('revisions').where({ name: 'areas' }).increment('revision', 1);
  expect(await stands()).toEqual({ judged: 0, short: 0, missing: 0 });
});

test('an instant and a period say since when, until when and how many are missing, page by page', async () => {
  const { villageCell, village } = await township();
  const chief = await signedIn(db);
  const [person = 0] = await assigned(1, { cellId: villageCell }, { kind: 'officer' });
  await db.raw("update assignments set period = tstzrange('2026-02-01', '2026-03-01')");
  await makeAssignment(db, {
    personId: person,
    cellId: villageCell,
    role: '包片',
    from: '2026-03-01T00:00:00Z',
    to: '2026-04-01T00:00:00Z',
  });
  const get = async (query: string) => (await chief.get(`/api/shortfalls?${query}`)).body;
  const now = await get(`at=2026-05-01T00:00:00Z&area=${village}`);
  expect(now.rules).toEqual([
    { rule: null, kind: 'unassigned-land', name: null, judged: 1, met: 0, short: 1, missing: 1 },
    { rule: null, kind: 'no-officer', name: null, judged: 1, met: 0, short: 1, missing: 1 },
  ]);
  expect(now.shortfalls[0]).toMatchObject({
    cell: villageCell,
    since: '2026-04-01T00:00:00.000Z',
    to: null,
    missing: 1,
  });
  const period = await get(`from=2026-01-15T00:00:00Z&to=2026-05-01T00:00:00Z&area=${village}`);
  const times = period.shortfalls.map(({ kind, since, to }: Record<string, string>) => [kind, since, to]);
  expect(times.slice(0, 2)).toEqual([
    ['unassigned-land', '2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z'],
    ['unassigned-land', '2026-04-01T00:00:00.000Z', null],
  ]);
  const first = await get('at=2026-05-01T00:00:00Z&limit=5');
  const second = await get(`at=2026-05-01T00:00:00Z&limit=5&cursor=${first.next}`);
  expect([first.shortfalls.length, second.shortfalls.length, second.next]).toEqual([5, 3, null]);
});

test('whoever covers one area sees how it stands there, and no other', async () => {
  const { village, community, villageCell } = await township();
  const chief = await signedIn(db, 'chief', village);
  const { body } = await chief.get('/api/shortfalls?at=2026-05-01T00:00:00Z');
  expect(body.shortfalls.map(({ cell }: { cell: number }) => cell)).toEqual([villageCell, villageCell]);
  expect((await chief.get(`/api/shortfalls?area=${community}`)).status).toBe(404);
});

test('a question that makes no sense is refused', async () => {
  const chief = await signedIn(db);
  const patrol = { name: '巡', kind: 'patrol', selects: {}, requires: { measure: 'revisit', everyHours: 5 } };
  const { id } = (await chief.post('/api/rules', patrol)).body;
  const refused = [
    ['at=2026-05-01&from=2026-04-01', 'at'],
    ['from=2026-05-01&to=2026-05-01', 'to'],
    ['from=0001-01-01&to=9999-12-31', 'to'],
    [`rule=${id}`, 'rule'],
  ];
  for (const [query, path] of refused) {
    const { status, body } = await chief.get(`/api/shortfalls?${query}`);
    expect([query, status, body.errors[0].path]).toEqual([query, 422, path]);
  }
  expect((await chief.get('/api/shortfalls?rule=999999')).status).toBe(404);
  expect((await chief.get('/api/shortfalls?at=9999-12-31')).body.rules[0].judged).toBe(0);
});
