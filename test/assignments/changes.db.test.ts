import { beforeEach, describe, expect, test } from 'vitest';
import { makeAccount } from '../support/accounts.ts';
import type { Client } from '../support/client.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makeAssignment, makeCell, makePerson, makePlan } from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();
const past = '2026-01-01T00:00:00.000Z';
const later = '2099-06-01T00:00:00.000Z';

let server: Client;
let chief: Client;
let station: number;
let planId: number;
let cells: number[];
let people: number[];

const chiefOf = async (areaId: number | null, displayName = 'chief') => {
  const { accountId, token } = await makeAccount(db, { grants: [{ role: 'chief', areaId }] });
  await db('accounts').where({ id: accountId }).update({ display_name: displayName });
  return server.withToken(token);
};

beforeEach(async () => {
  server = await startServer(db);
  station = await makeArea(db, { kind: 'station', box: [110, 40, 110.1, 40.1] });
  chief = await chiefOf(station);
  planId = await makePlan(db, { from: past });
  cells = [];
  for (const [index, code] of ['A', 'B', 'C'].entries()) {
    const west = 110.01 + index / 100;
    cells.push(await makeCell(db, { planIds: [planId], box: [west, 40.01, west + 0.01, 40.02], code }));
  }
  people = [
    await makePerson(db, { kind: 'officer', stationAreaId: station }),
    await makePerson(db, { stationAreaId: station }),
  ];
});

const batch = (more: object = {}) =>
  chief.post('/api/assignments/batch', {
    personIds: people,
    cellIds: cells,
    role: 'patrol',
    from: later,
    ...more,
  });
const rows = () =>
  db('assignments')
    .select('person_id', 'cell_id', db.raw('lower(period) as "from", upper(period) as "to"'))
    .orderBy(['person_id', 'cell_id', 'from']);

describe('many at once', () => {
  test('are entered all, or what stands against them is told by name and the rest can be taken', async () => {
    const [person = 0] = people;
    await makeAssignment(db, { personId: person, cellId: cells[1] ?? 0, from: past });
    const refused = await batch();
    expect([refused.status, refused.body.title]).toEqual([409, 'assignments refused']);
    expect([refused.body.refused, refused.body.takeable]).toEqual([1, 5]);
    expect(refused.body.refusals[0]).toMatchObject({
      reason: 'overlaps',
      personId: person,
      cellId: cells[1],
    });
    expect(refused.body.detail).toMatch(/1 of 6 cannot be done\. person P\d+ \(P\d+\) already has .* in B/);
    expect(await rows()).toHaveLength(1);
    const taken = await batch({ conflicts: 'skip' });
    expect([taken.status, taken.body.created, taken.body.skippedCount]).toEqual([201, 5, 1]);
    expect(await rows()).toHaveLength(6);
    const again = await batch({ conflicts: 'skip' });
    expect([again.status, again.body.takeable]).toEqual([409, 0]);
  });

  test('tell whom they send to the ground of another station', async () => {
    const own = await makeArea(db, { kind: 'station', name: '邻所', box: [111, 40, 111.1, 40.1] });
    const borrowed = await makePerson(db, { stationAreaId: own });
    const district = await chiefOf(null);
    const sent = {
      personIds: [...people, borrowed],
      cellIds: cells.slice(0, 1),
      role: 'patrol',
      from: later,
    };
    const { body } = await district.post('/api/assignments/batch', sent);
    expect([body.created, body.elsewhereCount, body.elsewhere]).toEqual([
      3,
      1,
      [
        {
          id: body.ids[2],
          personId: borrowed,
          message: expect.stringContaining('belongs to 邻所 and is sent'),
        },
      ],
    ]);
    const one = (personId = 0) => ({ personId, cellId: cells[1], role: 'patrol', from: later });
    expect((await district.post('/api/assignments', one(borrowed))).body.elsewhere).toContain('邻所');
    expect((await district.post('/api/assignments', one(people[0]))).body).not.toHaveProperty('elsewhere');
  });

  test('tell the second of two chiefs who and what the first has entered', async () => {
    const other = await chiefOf(null, 'Commissioner Li');
    const body = { personIds: people, cellIds: cells, role: 'steward', from: later };
    const answers = await Promise.all([
      chief.post('/api/assignments/batch', body),
      other.post('/api/assignments/batch', { ...body, to: '2099-09-01T00:00:00Z' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const [lost] = answers.filter(({ status }) => status === 409);
    expect(lost?.body.refusals).toHaveLength(6);
    expect(lost?.body.refusals[0].message).toMatch(/steward in A .*entered by (chief|Commissioner Li)/);
  });

  test('begin with a plan that is not yet in force, and in kept cells at once', async () => {
    const next = await makePlan(db, { from: later });
    await db('plan_cells').insert({ plan_id: next, cell_id: cells[0], code: 'A', name: 'A' });
    const added = await makeCell(db, { planIds: [next], box: [110.05, 40.05, 110.06, 40.06] });
    const one = { personIds: people.slice(0, 1), from: '2026-05-01T00:00:00Z' };
    const inPlan = await batch({ ...one, planId: next, cellIds: [cells[0], added], role: 'steward' });
    expect(inPlan.status).toBe(201);
    expect((await rows()).map(({ from }) => from.toISOString())).toEqual([later, later]);
    const mixed = await batch({ ...one, cellIds: [cells[0], added] });
    expect(mixed.body.shortened).toEqual([
      expect.objectContaining({ cellId: added, from: later, by: 'plan' }),
    ]);
    expect((await batch({ ...one, planId: next, cellIds: [cells[1]] })).body.title).toBe(
      'cell of another plan',
    );
    const draft = await makePlan(db, { scopeAreaId: station });
    expect((await batch({ ...one, planId: draft })).body.title).toBe('plan not published');
  });

  test('refuse an end before the beginning, those who left, and end with those who leave', async () => {
    expect((await batch({ to: '2026-02-01T00:00:00Z' })).body.title).toBe('ends before it begins');
    await chief.patch(`/api/people/${people[0]}`, { leftOn: '2099-06-15' });
    await chief.patch(`/api/people/${people[1]}`, { leftOn: '2099-05-01' });
    const refused = await batch();
    expect(refused.body.refusals.map(({ reason }: { reason: string }) => reason)).toEqual([
      ...Array(3).fill('person-leaves-earlier'),
      ...Array(3).fill('person-has-left'),
    ]);
    const taken = await batch({ conflicts: 'skip' });
    expect(taken.body.shortened.map(({ by }: { by: string }) => by)).toEqual(Array(3).fill('leaving'));
    expect((await rows()).map(({ to }) => to.toISOString())).toEqual(
      Array(3).fill('2099-06-14T16:00:00.000Z'),
    );
  });

  test('refuse retired cells and those of another station, in one language or the other', async () => {
    const old = await makePlan(db, { from: '2020-01-01T00:00:00Z', to: '2021-01-01T00:00:00Z' });
    const retired = await makeCell(db, { planIds: [old], box: [110.06, 40.01, 110.07, 40.02] });
    const foreign = await makeCell(db, { planIds: [planId], box: [110.5, 40.01, 110.51, 40.02] });
    const taken = await batch({ cellIds: [...cells, retired, foreign], conflicts: 'skip' });
    expect(taken.body.skipped.map(({ reason }: { reason: string }) => reason)).toEqual([
      'cell-not-in-force',
      'place-not-found',
      'cell-not-in-force',
      'place-not-found',
    ]);
    expect(taken.body.created).toBe(6);
    expect((await batch({ cellIds: [foreign] })).status).toBe(404);
  });
});

describe('a step', () => {
  test('ends what runs, takes away what has not begun, and is undone whole', async () => {
    const [person = 0] = people;
    const running = await makeAssignment(db, { personId: person, cellId: cells[0] ?? 0, from: past });
    const planned = await makeAssignment(db, { personId: person, cellId: cells[1] ?? 0, from: later });
    const before = await rows();
    const ended = await chief.post('/api/assignments/end', { ids: [running, planned] });
    expect([ended.status, ended.body.ended, ended.body.withdrawn]).toEqual([200, 1, 1]);
    expect(await rows()).toHaveLength(1);
    const twice = await chief.post('/api/assignments/end', { ids: [running, planned] });
    expect(twice.body.refusals.map(({ reason }: { reason: string }) => reason)).toEqual([
      'already-ended',
      'assignment-not-found',
    ]);
    const undone = await chief.post(`/api/assignments/changes/${ended.body.change}/undo`, {});
    expect(undone.body).toMatchObject({ restored: 2, withdrawn: 0, ended: 0, skippedCount: 0 });
    expect(await rows()).toEqual(before);
    const again = await chief.post(`/api/assignments/changes/${ended.body.change}/undo`, {});
    expect(again.body.title).toBe('change undone');
  });

  test('that assigned is taken back: what has not begun goes, what has begun ends', async () => {
    const planned = (await batch()).body;
    const begun = (await batch({ role: 'steward', from: '2026-05-01T00:00:00Z' })).body;
    const { changes } = (await chief.get('/api/assignments/changes')).body;
    expect(changes).toMatchObject([
      { id: begun.change, kind: 'assign', created: 6, undoneAt: null },
      { id: planned.change, created: 6 },
    ]);
    const stranger = await chiefOf(null);
    expect((await stranger.post(`/api/assignments/changes/${begun.change}/undo`, {})).status).toBe(404);
    const undo = async (id: number) => (await chief.post(`/api/assignments/changes/${id}/undo`, {})).body;
    const ended = (await chief.post('/api/assignments/end', { ids: planned.ids })).body;
    expect(await undo(ended.change)).toMatchObject({ restored: 6 });
    expect(await undo(planned.change)).toMatchObject({ withdrawn: 6, ended: 0 });
    expect(await undo(begun.change)).toMatchObject({ withdrawn: 0, ended: 6 });
    expect((await rows()).every(({ to }) => to !== null && to <= new Date())).toBe(true);
  });

  test('moves assignments to another cell at a time and lets them run to their former end', async () => {
    const [person = 0, other = 0] = people;
    const end = '2099-12-01T00:00:00.000Z';
    const ids = [
      await makeAssignment(db, { personId: person, cellId: cells[0] ?? 0, from: past, to: end }),
      await makeAssignment(db, { personId: other, cellId: cells[0] ?? 0, from: past }),
    ];
    await makeAssignment(db, { personId: other, cellId: cells[2] ?? 0, from: past });
    const move = (more: object = {}) =>
      chief.post('/api/assignments/move', { ids, cellId: cells[2], at: later, ...more });
    expect((await move({ cellId: cells[0] })).body.refusals[0].reason).toBe('same-place');
    const refused = await move();
    expect([refused.status, refused.body.refusals[0].assignmentId]).toEqual([409, ids[1]]);
    const moved = await move({ conflicts: 'skip' });
    expect(moved.body).toMatchObject({ ended: 1, created: 1, skippedCount: 1 });
    expect((await rows()).filter((row) => row.person_id === person)).toEqual([
      { person_id: person, cell_id: cells[0], from: new Date(past), to: new Date(later) },
      { person_id: person, cell_id: cells[2], from: new Date(later), to: new Date(end) },
    ]);
    await chief.post(`/api/assignments/changes/${moved.body.change}/undo`, {});
    expect((await rows()).filter((row) => row.person_id === person)).toHaveLength(1);
    const early = await move({ at: '2025-01-01T00:00:00Z' });
    expect(early.body.refusals[0].reason).toBe('begins-later');
  });

  test('leaves alone what others have done since', async () => {
    const [person = 0] = people;
    const id = await makeAssignment(db, { personId: person, cellId: cells[0] ?? 0, from: past });
    const ended = await chief.post('/api/assignments/end', { ids: [id], at: later });
    const anew = { personId: person, cellId: cells[0], role: 'patrol', from: later };
    expect((await chief.post('/api/assignments', anew)).status).toBe(201);
    const undone = await chief.post(`/api/assignments/changes/${ended.body.change}/undo`, {});
    expect(undone.body.skipped[0]).toMatchObject({ reason: 'overlaps', assignmentId: id });
  });
});

test('assignments are searched by cells, text, role and kind of person', async () => {
  await batch({ from: past });
  const found = async (body: object) =>
    (await chief.post('/api/assignments/search', body)).body.assignments.length;
  const [number] = await db('people').where({ id: people[0] }).pluck('number');
  expect(await found({ planId })).toBe(6);
  expect(await found({ cellIds: cells.slice(0, 2) })).toBe(4);
  expect(await found({ planId, q: number })).toBe(3);
  expect(await found({ planId, q: 'b', kind: 'officer' })).toBe(1);
  expect(await found({ planId, role: 'steward' })).toBe(0);
  expect(await found({ planId, since: later })).toBe(6);
  expect((await chief.post('/api/assignments/search', { planId: 999_999_999 })).status).toBe(404);
});

test('with a person goes every assignment, and the gap shows at once', async () => {
  const [person = 0] = people;
  const [cellId = 0] = cells;
  await makeAssignment(db, { personId: person, cellId, from: past });
  const gaps = async () => {
    const { body } = await chief.get(`/api/gaps?plan=${planId}&kind=unassigned-land`);
    return body.gaps.some(({ cell }: { cell: number }) => cell === cellId);
  };
  const count = async () => {
    const { body } = await chief.get(`/api/cells?plan=${planId}`);
    return body.cells.find(({ id }: { id: number }) => id === cellId).people;
  };
  expect([await gaps(), await count()]).toEqual([false, 1]);
  await chief.patch(`/api/people/${person}`, { leftOn: '2026-02-01' });
  expect([await gaps(), await count()]).toEqual([true, 0]);
});
