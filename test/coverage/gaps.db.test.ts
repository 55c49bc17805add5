import { expect, test } from 'vitest';
import { raiseRevision } from '../../server/database/revision.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makeAssignment, makeDuty, makePerson, makeRule, makeVisit } from '../support/district.ts';
import { coveredVillage, january, signedIn } from './village.ts';

const { db } = await testDatabase();

const at = '2026-03-05T12:00:00Z';

async function gapsAt(query = '', client = signedIn(db)) {
  const answer = await (await client).get(`/api/gaps?at=${at}${query}`);
  expect([answer.status, answer.body.detail]).toEqual([200, undefined]);
  return answer.body;
}
// biome-ignore lint/suspicious/noExplicitAny: the fields picked are compared.
const pick = (gaps: any[], ...fields: string[]) => gaps.map((one) => fields.map((field) => one[field]));

test('land whose obligations are met has no gaps', async () => {
  await coveredVillage(db);
  expect(await gapsAt()).toEqual({ gaps: [], totals: {}, pending: false, next: null });
});

test('a cell without people is land that nobody answers for, since the last of them ended', async () => {
  const { first, second, officer } = await coveredVillage(db);
  await db.raw("update assignments set period = tstzrange(lower(period), '2026-02-10') where cell_id = ?", [
    first,
  ]);
  await db('assignments').where({ cell_id: second }).delete();
  await makeAssignment(db, { personId: await makePerson(db), cellId: second, from: '2026-02-01T00:00:00Z' });
  const { gaps, totals } = await gapsAt();
  expect(pick(gaps, 'kind', 'cell', 'since', 'severity')).toEqual([
    ['unassigned-land', first, '2026-02-10T00:00:00.000Z', 90],
    ['no-officer', second, '2026-01-01T00:00:00.000Z', 60],
    ['no-officer', first, '2026-02-10T00:00:00.000Z', 60],
  ]);
  expect(totals).toEqual({ 'unassigned-land': 1, 'no-officer': 2 });
  expect(gaps[0]).toEqual({
    id: `unassigned-land-c${first}-${Date.parse('2026-02-10')}`,
    kind: 'unassigned-land',
    cell: first,
    since: '2026-02-10T00:00:00.000Z',
    severity: 90,
    message: 'Nobody is assigned to cell A1.',
    place: { code: 'A1', name: 'A1' },
    position: [119.15, 48.15],
    remedies: [
      {
        kind: 'assign',
        message: expect.stringContaining('Assign somebody; nearest: '),
        personIds: expect.any(Array),
      },
    ],
  });
  expect(gaps[2].remedies[0].personIds).toEqual([officer]);
});

test('sentences are said in Chinese where the client prefers it', async () => {
  const { first } = await coveredVillage(db);
  await db('assignments').where({ cell_id: first }).delete();
  const client = await signedIn(db);
  const { body } = await client.get(`/api/gaps?at=${at}`, undefined, { 'accept-language': 'zh-CN' });
  expect(body.gaps[0].message).toBe('网格 A1 无人包片。');
});

test('a village without a cell in force is land that nobody answers for', async () => {
  const { planId } = await coveredVillage(db);
  const bare = await makeArea(db, { kind: 'village', name: '新嘎查', box: [120, 48, 121, 49] });
  await makeArea(db, { kind: 'township', box: [120, 48, 122, 49] });
  expect(pick((await gapsAt()).gaps, 'kind', 'area', 'message', 'position')).toEqual([
    ['unassigned-land', bare, '新嘎查 has no cell in force.', [120.5, 48.5]],
  ]);
  expect((await gapsAt(`&plan=${planId}`)).gaps).toEqual([]);
});

test('a cell that nobody ever visited is one gap, whatever its rules', async () => {
  const { first } = await coveredVillage(db);
  await db('visits').where({ cell_id: first }).delete();
  await makeRule(db, {
    kind: 'patrol',
    requires: { measure: 'revisit', everyHours: 1 },
    selects: { cells: [first] },
    from: january,
  });
  const { gaps } = await gapsAt();
  expect(pick(gaps, 'kind', 'cell', 'since')).toEqual([['never-visited', first, '2026-01-01T00:00:00.000Z']]);
});

test('a visit falls overdue so long after the last, and the gap keeps its id while it is open', async () => {
  const { first, second, deviceId } = await coveredVillage(db);
  const rule = await makeRule(db, {
    kind: 'patrol',
    requires: { measure: 'revisit', everyHours: 24 },
    from: january,
  });
  await makeVisit(db, { deviceId, cellId: second, from: '2026-03-05T10:00:00Z', to: '2026-03-05T10:10:00Z' });
  const { gaps } = await gapsAt();
  expect(pick(gaps, 'kind', 'cell', 'rule', 'since')).toEqual([
    ['overdue', first, rule, '2026-03-05T09:00:00.000Z'],
  ]);
  const client = await signedIn(db);
  const later = (await client.get('/api/gaps?at=2026-03-08T00:00:00Z')).body.gaps;
  const same = later.find(({ id }: { id: string }) => id === gaps[0].id);
  expect(same.severity).toBeGreaterThan(gaps[0].severity);
  expect((await client.get('/api/gaps?at=2026-03-05T09:00:00Z')).body.gaps).toEqual([]);
});

test('too few visits in the last whole week are a gap until the running week has enough', async () => {
  const { first, second, deviceId } = await coveredVillage(db);
  const rule = await makeRule(db, {
    kind: 'patrol',
    requires: { measure: 'visits', atLeast: 2, minMinutes: 30, per: 'week' },
    selects: { cells: [first] },
    from: january,
  });
  const visit = (cellId: number, from: string, to: string) =>
    makeVisit(db, { deviceId, cellId, from: `2026-${from}:00Z`, to: `2026-${to}:00Z` });
  await visit(first, '02-26T08:00', '02-26T09:00');
  await visit(first, '02-27T08:00', '02-27T08:05');
  // The second of March is a Monday, which begins at 16:00 UTC of the day before.
  const { gaps } = await gapsAt();
  expect(pick(gaps, 'kind', 'cell', 'rule', 'since', 'message')).toEqual([
    [
      'under-visited',
      first,
      rule,
      '2026-03-01T16:00:00.000Z',
      expect.stringMatching(/^Cell A1 had 1 visit too few: Each of the chosen cells \(1\) is visited /),
    ],
  ]);
  await visit(first, '03-05T08:00', '03-05T09:00');
  expect((await gapsAt()).gaps).toEqual([]);
  expect(second).toBeGreaterThan(0);
});

test('a staffing rule over villages counts the people of their cells, each once', async () => {
  const { areaId, first, second } = await coveredVillage(db);
  const [one, other] = [await makePerson(db), await makePerson(db)];
  await makeAssignment(db, { personId: one, cellId: first, from: january });
  await makeAssignment(db, { personId: one, cellId: second, from: january });
  await makeAssignment(db, { personId: other, areaId, from: january, to: '2026-03-01T00:00:00Z' });
  const rule = await makeRule(db, {
    kind: 'staffing',
    requires: { atLeast: 2, kind: 'volunteer' },
    selects: { areaKind: 'village' },
    from: january,
  });
  const { gaps } = await gapsAt();
  expect(pick(gaps, 'kind', 'area', 'cell', 'rule', 'since')).toEqual([
    ['short-staffed', areaId, undefined, rule, '2026-03-01T00:00:00.000Z'],
  ]);
  expect(gaps[0].message).toMatch(/^嘎查 lacks 1 volunteer: Every village has at least /);
  expect(gaps[0].remedies[0].personIds).toContain(other);
});

test('a staffing rule over cells asks for kind, role, skill and team kind', async () => {
  const { first, second } = await coveredVillage(db);
  const able = await makePerson(db, { skills: ['急救'] });
  const [team] = await db('teams').insert({ name: 'campus', kind: 'campus' }).returning('id');
  await db.raw(
    "insert into team_members (team_id, person_id, period) values (?, ?, tstzrange('2026-01-01', null))",
    [team.id, able],
  );
  for (const [cellId, role] of [
    [first, '护校'],
    [second, '巡逻'],
  ] as const)
    await makeAssignment(db, { personId: able, cellId, role, from: january });
  await makeRule(db, {
    kind: 'staffing',
    requires: { atLeast: 1, kind: 'volunteer', role: '护校', skill: '急救', teamKind: 'campus' },
    from: january,
  });
  expect(pick((await gapsAt()).gaps, 'kind', 'cell')).toEqual([['short-staffed', second]]);
  await db('team_members').delete();
  await raiseRevision(db, 'staff');
  expect(pick((await gapsAt()).gaps, 'kind', 'cell').sort()).toEqual([
    ['short-staffed', first],
    ['short-staffed', second],
  ]);
});

test('a rule holds inside the areas of whoever made it', async () => {
  const { first } = await coveredVillage(db);
  const west = await makeArea(db, { kind: 'station', box: [119, 48, 119.2, 49] });
  await makeRule(db, {
    kind: 'staffing',
    requires: { atLeast: 5 },
    from: january,
    scopeAreaIds: [west],
  });
  expect(pick((await gapsAt()).gaps, 'kind', 'cell')).toEqual([['short-staffed', first]]);
});

test('an instant of the past is judged with the plan, rules and assignments of then', async () => {
  const { first, second, planId } = await coveredVillage(db);
  await makeRule(db, {
    kind: 'staffing',
    requires: { atLeast: 2 },
    from: january,
    to: '2026-02-01T00:00:00Z',
  });
  await db.raw("update plans set in_force = tstzrange('2026-01-01', '2026-04-01') where id = ?", [planId]);
  const client = await signedIn(db);
  const kinds = async (when: string) =>
    (await client.get(`/api/gaps?at=${when}`)).body.gaps.map((one: { kind: string; cell: number }) => [
      one.kind,
      one.cell,
    ]);
  expect((await kinds('2026-01-15T00:00:00Z')).sort()).toEqual([
    ['never-visited', first],
    ['never-visited', second],
    ['short-staffed', first],
    ['short-staffed', second],
  ]);
  expect(await kinds('2026-03-05T12:00:00Z')).toEqual([]);
  expect((await kinds('2026-05-01T00:00:00Z')).map(([kind]: [string]) => kind)).toEqual(['unassigned-land']);
});

test('before anything was recorded a plan that was not in force has no gaps, as coverage judges nothing', async () => {
  const { planId } = await coveredVillage(db);
  const client = await signedIn(db);
  const { body } = await client.get(`/api/gaps?plan=${planId}&at=2020-03-05T12:00:00Z`);
  expect([body.gaps, body.totals]).toEqual([[], {}]);
  const then = 'from=2020-03-01&to=2020-03-05';
  const { cells } = (await client.get(`/api/coverage?plan=${planId}&${then}`)).body;
  expect(new Set(pick(cells, 'status').flat())).toEqual(new Set(['excluded']));
});

test('pages neither overlap nor leave anything out, and filters narrow them', async () => {
  const { first, second, planId } = await coveredVillage(db);
  await db('assignments').delete();
  await db('visits').delete();
  const all = await gapsAt();
  expect(all.totals).toEqual({ 'unassigned-land': 2, 'never-visited': 2, 'no-officer': 2 });
  const client = await signedIn(db);
  const ids: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: { gaps: { id: string }[]; next: string | null } = (
      await client.get(`/api/gaps?at=${at}&plan=${planId}&limit=4${cursor && `&cursor=${cursor}`}`)
    ).body;
    ids.push(...page.gaps.map(({ id }) => id));
    cursor = page.next;
  }
  expect(ids).toEqual(all.gaps.map(({ id }: { id: string }) => id));
  expect(pick((await gapsAt('&kind=never-visited')).gaps, 'kind', 'cell').sort()).toEqual([
    ['never-visited', first],
    ['never-visited', second],
  ]);
  const west = await gapsAt('&bbox=119,48,119.15,49');
  expect(new Set(west.gaps.map(({ cell }: { cell: number }) => cell))).toEqual(new Set([first]));
  expect((await client.get(`/api/gaps?kind=sunshine`)).status).toBe(422);
  expect((await client.get(`/api/gaps?cursor=nonsense`)).status).toBe(422);
});

test('viewers and planners are told what would help, and not who', async () => {
  const { first } = await coveredVillage(db);
  await db('assignments').where({ cell_id: first }).delete();
  for (const role of ['viewer', 'planner'] as const) {
    const { gaps } = await gapsAt('', signedIn(db, role));
    expect(gaps[0].remedies).toEqual([{ kind: 'assign', message: 'Assign somebody.' }]);
  }
});

test('a station’s gaps are its own, a volunteer’s those of the own cells', async () => {
  const { first, second } = await coveredVillage(db);
  await db('assignments').delete();
  const [west, volunteer] = [
    await makeArea(db, { kind: 'station', box: [119, 48, 119.2, 49] }),
    await makePerson(db),
  ];
  await makeAssignment(db, { personId: volunteer, cellId: second, from: january });
  const ofStation = await gapsAt('', signedIn(db, 'chief', west));
  expect(new Set(ofStation.gaps.map(({ cell }: { cell: number }) => cell))).toEqual(new Set([first]));
  const own = await gapsAt('', signedIn(db, 'volunteer', west, volunteer));
  expect(pick(own.gaps, 'kind', 'cell')).toEqual([['no-officer', second]]);
});

test('a patrol is asked of the cell’s own people, those on duty first', async () => {
  const { first, officer } = await coveredVillage(db);
  const [onDuty, near] = [await makePerson(db), await makePerson(db)];
  await makeAssignment(db, { personId: onDuty, cellId: first, from: january });
  await makeDuty(db, { personId: onDuty, from: '2026-03-05T08:00:00Z', to: '2026-03-05T16:00:00Z' });
  await makeDuty(db, { personId: near, from: '2026-03-05T08:00:00Z' });
  await db('visits').where({ cell_id: first }).delete();
  const { gaps } = await gapsAt();
  expect(gaps[0].remedies).toEqual([
    {
      kind: 'patrol',
      message: expect.stringMatching(/^Send a patrol; nearest: /),
      personIds: [onDuty, officer, near],
    },
  ]);
});
