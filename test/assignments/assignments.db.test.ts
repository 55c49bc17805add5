import { beforeEach, describe, expect, test } from 'vitest';
import { staffingOfCells } from '../../server/assignments/queries.ts';
import { makeAccount } from '../support/accounts.ts';
import type { Client } from '../support/client.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makeAssignment, makeCell, makePerson, makePlan } from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();
const from = '2026-03-01T00:00:00.000Z';
const to = '2026-04-01T00:00:00.000Z';

let server: Client;
let chief: Client;
let station: number;
let nextStation: number;
let planId: number;
let cellId: number;
let personId: number;

const chiefOf = async (areaId: number | null) =>
  server.withToken((await makeAccount(db, { grants: [{ role: 'chief', areaId }] })).token);

beforeEach(async () => {
  server = await startServer(db);
  station = await makeArea(db, { kind: 'station', box: [110, 40, 110.1, 40.1] });
  nextStation = await makeArea(db, { kind: 'station', box: [110.1, 40, 110.2, 40.1] });
  chief = await chiefOf(station);
  planId = await makePlan(db, { from: '2026-01-01T00:00:00Z' });
  cellId = await makeCell(db, { planIds: [planId], box: [110.01, 40.01, 110.02, 40.02], code: 'C-1' });
  personId = await makePerson(db, { kind: 'officer', stationAreaId: station });
});

const assign = (more: object = {}) =>
  chief.post('/api/assignments', { personId, cellId, role: '民警', from, to, ...more });

test('a person is assigned to a cell or an area for a period, in instants or local dates', async () => {
  const { status, body } = await assign();
  const person = (await chief.get(`/api/people/${personId}`)).body;
  const made = {
    id: body.id,
    personId,
    cellId,
    areaId: null,
    role: '民警',
    from,
    to,
    person: { id: personId, number: person.number, name: person.name, kind: 'officer' },
    place: { code: 'C-1', name: 'C-1' },
  };
  expect([status, body]).toEqual([201, made]);
  expect((await chief.get(`/api/assignments/${body.id}`)).body).toEqual(made);
  const area = await assign({ cellId: undefined, areaId: station, from: '2026-03-01', to: undefined });
  const asAnswered = await assign({ cellId: null, areaId: station, role: '巡逻' });
  expect([asAnswered.status, asAnswered.body.areaId]).toEqual([201, station]);
  expect(area.body).toMatchObject({
    cellId: null,
    areaId: station,
    from: '2026-02-28T16:00:00.000Z',
    to: null,
  });
});

test('assignments are found by person, cell, area, plan and instant', async () => {
  const first = (await assign()).body.id;
  const second = (await assign({ cellId: undefined, areaId: station, to: null })).body.id;
  const ids = async (query: string) =>
    (await chief.get(`/api/assignments?${query}`)).body.assignments.map(({ id }: { id: number }) => id);
  expect(await ids('')).toEqual([first, second]);
  expect(await ids(`person=${personId}&cell=${cellId}`)).toEqual([first]);
  expect(await ids(`area=${station}`)).toEqual([second]);
  expect(await ids(`plan=${planId}`)).toEqual([first]);
  expect(await ids('at=2026-04-01T00:00:00Z')).toEqual([second]);
  expect(await ids('at=2026-01-01')).toEqual([]);
  const { next } = (await chief.get('/api/assignments?limit=1')).body;
  expect(await ids(`limit=1&cursor=${next}`)).toEqual([second]);
});

describe('is refused with a sentence', () => {
  const refusal = async (more: object) => {
    const { status, body } = await assign(more);
    return [status, body.title];
  };

  test('where it ends before it begins', async () => {
    expect(await refusal({ to: from })).toEqual([422, 'ends before it begins']);
    expect(await refusal({ to: '2026-02-01' })).toEqual([422, 'ends before it begins']);
  });

  test('where the person has left, or leaves before its end', async () => {
    await chief.patch(`/api/people/${personId}`, { leftOn: '2026-03-10' });
    expect(await refusal({})).toEqual([422, 'person has left']);
    expect(await refusal({ to: null })).toEqual([422, 'person has left']);
    expect(await refusal({ from: '2026-03-10' })).toEqual([422, 'person has left']);
    expect(await refusal({ to: '2026-03-10' })).toEqual([201, undefined]);
  });

  test('where the person joins later', async () => {
    await chief.patch(`/api/people/${personId}`, { joinedOn: '2026-03-10' });
    expect(await refusal({})).toEqual([422, 'person not joined']);
    expect(await refusal({ from: '2026-03-10' })).toEqual([201, undefined]);
  });

  test('where cell, area or person are of another station, or not there', async () => {
    const foreignCell = await makeCell(db, { planIds: [planId], box: [110.11, 40.01, 110.12, 40.02] });
    const stranger = await makePerson(db, { stationAreaId: nextStation });
    expect(await refusal({ cellId: foreignCell })).toEqual([404, 'cell not found']);
    expect(await refusal({ cellId: 999_999_999 })).toEqual([404, 'cell not found']);
    expect(await refusal({ cellId: undefined, areaId: nextStation })).toEqual([404, 'area not found']);
    expect(await refusal({ personId: stranger })).toEqual([404, 'person not found']);
    expect(await refusal({ personId: 999_999_999 })).toEqual([404, 'person not found']);
  });

  test('where it names no place, or two', async () => {
    expect(await refusal({ cellId: undefined })).toEqual([422, 'invalid input']);
    expect(await refusal({ areaId: station })).toEqual([422, 'invalid input']);
  });

  test('where no published plan holds the cell at that time', async () => {
    const draft = await makePlan(db, {});
    const retired = await makePlan(db, {
      from: '2025-01-01T00:00:00Z',
      to: '2025-06-01T00:00:00Z',
      layer: 'police',
    });
    const box = [110.05, 40.05, 110.06, 40.06] as const;
    const drawn = await makeCell(db, { planIds: [draft], box });
    const old = await makeCell(db, { planIds: [retired], box });
    expect(await refusal({ cellId: drawn })).toEqual([422, 'cell not in force']);
    expect(await refusal({ cellId: old })).toEqual([422, 'cell not in force']);
    expect(await refusal({ cellId: old, from: '2025-05-01', to: '2025-05-02' })).toEqual([201, undefined]);
  });

  test('where it overlaps one of the same person, place and role, which is named', async () => {
    const { body: first } = await assign();
    const { status, body } = await assign({ from: '2026-03-31T23:59:59Z', to: null });
    expect([status, body.title]).toEqual([409, 'assignment overlaps']);
    expect(body.detail).toContain(first.person.name);
    // By the clock of the operator, not of Greenwich.
    expect(body.detail).toContain('2026-03-01 08:00 – 2026-04-01 08:00');
    expect(body.conflicts).toEqual([
      { id: first.id, personId, cellId, areaId: null, role: '民警', from, to },
    ]);
    expect(await refusal({ from: to, to: null })).toEqual([201, undefined]);
    const onward = await assign({ from: '2026-05-01', to: null });
    expect(onward.body.detail).toContain('(since 2026-04-01 08:00;');
    expect(await refusal({ role: '网格长' })).toEqual([201, undefined]);
  });
});

test('an assignment without a beginning begins when the server enters it', async () => {
  const before = Date.now();
  const { status, body } = await assign({ from: undefined, to: null });
  expect(status).toBe(201);
  expect(Date.parse(body.from)).toBeGreaterThanOrEqual(before);
  expect(Date.parse(body.from)).toBeLessThanOrEqual(Date.now());
});

test('of two chiefs who assign the same person at the same moment one wins and the other is told', async () => {
  const district = await chiefOf(null);
  for (let round = 0; round < 5; round++) {
    const body = { personId, cellId, role: `role ${round}`, from, to };
    const answers = await Promise.all([
      chief.post('/api/assignments', body),
      district.post('/api/assignments', { ...body, from: '2026-03-15T00:00:00Z' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const [lost] = answers.filter(({ status }) => status === 409);
    expect(lost?.body.detail).toContain('entered by ');
  }
});

test('assigning and leaving at the same moment leave no assignment beyond the last day', async () => {
  await Promise.all([assign({ to: null }), chief.patch(`/api/people/${personId}`, { leftOn: '2026-03-10' })]);
  expect(await db('assignments').whereRaw('upper_inf(period)')).toEqual([]);
});

describe('a batch', () => {
  test('assigns everybody to every cell', async () => {
    const other = await makePerson(db, { stationAreaId: station });
    const second = await makeCell(db, { planIds: [planId], box: [110.02, 40.01, 110.03, 40.02] });
    const { status, body } = await chief.post('/api/assignments/batch', {
      personIds: [personId, other],
      cellIds: [cellId, second],
      role: '巡逻',
      from,
    });
    expect([status, body.created, body.ids.length]).toEqual([201, 4, 4]);
    const listed = (await chief.get('/api/assignments')).body.assignments;
    expect(
      new Set(listed.map((row: { personId: number; cellId: number }) => `${row.personId} ${row.cellId}`))
        .size,
    ).toBe(4);
  });

  test('assigns nobody where one is refused', async () => {
    const other = await makePerson(db, { stationAreaId: station });
    await assign();
    const { status } = await chief.post('/api/assignments/batch', {
      personIds: [personId, other],
      cellIds: [cellId],
      role: '民警',
      from,
    });
    expect(status).toBe(409);
    expect((await chief.get('/api/assignments')).body.assignments).toHaveLength(1);
    const areas = await chief.post('/api/assignments/batch', {
      personIds: [other],
      areaIds: [station, nextStation],
      role: '民警',
      from,
    });
    expect(areas.status).toBe(404);
  });
});

describe('changing', () => {
  test('ends an assignment at another time, or leaves it open', async () => {
    const { body } = await assign();
    const change = (to: string | null) => chief.patch(`/api/assignments/${body.id}`, { to });
    expect((await change('2026-03-10T00:00:00Z')).body.to).toBe('2026-03-10T00:00:00.000Z');
    expect((await change(null)).body.to).toBeNull();
    expect((await change('2026-02-01T00:00:00Z')).body.title).toBe('ends before it begins');
    await change(to);
    await assign({ from: to, to: null });
    const extended = await change(null);
    expect([extended.status, extended.body.conflicts.length]).toEqual([409, 1]);
  });

  test('takes back only what has not begun', async () => {
    const begun = await assign();
    const planned = await assign({ from: '2099-01-01', to: null });
    const refused = await chief.delete(`/api/assignments/${begun.body.id}`);
    expect([refused.status, refused.body.title]).toEqual([409, 'assignment begun']);
    expect((await chief.delete(`/api/assignments/${planned.body.id}`)).status).toBe(204);
    expect((await chief.get(`/api/assignments/${planned.body.id}`)).status).toBe(404);
  });

  test('needs both the person and the place; either is enough to read', async () => {
    const lent = await makePerson(db, { stationAreaId: nextStation });
    const id = await makeAssignment(db, { personId: lent, cellId, from: '2026-03-01T00:00:00Z' });
    expect((await chief.get(`/api/assignments/${id}`)).status).toBe(200);
    expect((await (await chiefOf(nextStation)).get(`/api/assignments/${id}`)).status).toBe(200);
    expect((await chief.patch(`/api/assignments/${id}`, { to: null })).status).toBe(403);
    expect((await (await chiefOf(null)).patch(`/api/assignments/${id}`, { to: null })).status).toBe(200);
  });
});

test('officers and volunteers see their own assignments only', async () => {
  const { body } = await assign();
  await makeAssignment(db, { personId: await makePerson(db, { stationAreaId: station }), cellId, from });
  const { token } = await makeAccount(db, { grants: [{ role: 'officer', areaId: station }], personId });
  const own = server.withToken(token);
  expect((await own.get('/api/assignments')).body.assignments).toEqual([body]);
  expect((await own.post('/api/assignments', { personId, cellId, role: 'x', from })).status).toBe(403);
});

test('the cells of a plan tell how many they have, and which have nobody', async () => {
  const empty = await makeCell(db, { planIds: [planId], box: [110.02, 40.01, 110.03, 40.02], code: 'C-2' });
  await makeCell(db, { planIds: [planId], box: [110.11, 40.01, 110.12, 40.02] });
  await makeAssignment(db, { personId, cellId, from, to });
  const [team] = await db('teams')
    .insert({ name: 'own', kind: 'forest', station_area_id: station })
    .returning('id');
  const [foreign] = await db('teams').insert({ name: 'foreign', kind: 'forest' }).returning('id');
  const period = `[${from},)`;
  await db('team_cells').insert([
    { team_id: team.id, cell_id: cellId, period },
    { team_id: foreign.id, cell_id: cellId, period },
  ]);
  const cell = { name: 'C-1', ownerAreaId: null, usage: null, officers: 1, volunteers: 0, people: 1 };
  const staffed = { id: cellId, code: 'C-1', ...cell, point: [110.015, 40.015], teamIds: [team.id] };
  const counts = { ...cell, officers: 0, people: 0, point: [110.025, 40.015], teamIds: [] };
  const unstaffed = { ...counts, id: empty, code: 'C-2', name: 'C-2' };
  const cells = async (query: string) => (await chief.get(`/api/cells?plan=${planId}&${query}`)).body.cells;
  expect(await cells(`at=${from}`)).toEqual([staffed, unstaffed]);
  expect(await cells(`at=${from}&unassigned=true`)).toEqual([unstaffed]);
  expect(await cells(`at=${from}&unassigned=false`)).toEqual([staffed]);
  expect(await cells(`at=${to}&unassigned=true&limit=1`)).toMatchObject([{ id: cellId, people: 0 }]);
  expect((await chief.get('/api/cells')).status).toBe(422);
  expect((await chief.get('/api/cells?plan=999999999')).status).toBe(404);
});

test('staffing counts each person once a cell, at an instant or over a period, cells with nobody included', async () => {
  const empty = await makeCell(db, { planIds: [planId], box: [110.02, 40.01, 110.03, 40.02] });
  const volunteer = await makePerson(db, { kind: 'volunteer' });
  const auxiliary = await makePerson(db, { kind: 'auxiliary' });
  await makeAssignment(db, { personId, cellId, from, to });
  await makeAssignment(db, { personId, cellId, role: 'steward', from });
  await makeAssignment(db, { personId: auxiliary, cellId, from });
  await makeAssignment(db, { personId: volunteer, cellId, from: '2026-03-20T00:00:00Z' });
  await makeAssignment(db, { personId, areaId: station, from });
  const staffing = async (since: string, until: string) => {
    const rows = await staffingOfCells(db, planId, { from: new Date(since), to: new Date(until) });
    return rows.sort((a, b) => a.cellId - b.cellId);
  };
  const nobody = { officers: 0, volunteers: 0, people: 0 };
  expect(await staffing(from, from)).toEqual([
    { cellId, officers: 1, volunteers: 0, people: 2 },
    { cellId: empty, ...nobody },
  ]);
  expect((await staffing(from, to))[0]).toEqual({ cellId, officers: 1, volunteers: 1, people: 3 });
  expect((await staffing('2026-02-01T00:00:00Z', from))[0]).toEqual({ cellId, ...nobody });
  expect(await staffingOfCells(db, 999_999_999, { from: new Date(from), to: new Date(to) })).toEqual([]);
});

test('an assignment in a cell that no plan holds any more goes on no further, but may end earlier', async () => {
  const former = await makePlan(db, { from: '2026-01-01T00:00:00Z', to });
  const retired = await makeCell(db, { planIds: [former], box: [110.03, 40.01, 110.04, 40.02], code: 'C-2' });
  const { body } = await assign({ cellId: retired });
  const change = (end: string | null) => chief.patch(`/api/assignments/${body.id}`, { to: end });
  for (const end of [null, '2026-05-01T00:00:00.000Z']) {
    const refused = await change(end);
    expect([refused.status, refused.body.title]).toEqual([422, 'cell not in force']);
  }
  expect((await change('2026-03-20T00:00:00.000Z')).status).toBe(200);
  expect((await change(to)).status).toBe(200);
});
