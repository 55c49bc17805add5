import { beforeEach, expect, test } from 'vitest';
import { makeAccount } from '../../support/accounts.ts';
import type { Client } from '../../support/client.ts';
import { testDatabase } from '../../support/database.ts';
import { makeArea, makeAssignment, makeCell, makePerson, makePlan } from '../../support/district.ts';
import { startServer } from '../../support/server.ts';

const { db } = await testDatabase();
const past = '2026-01-01T00:00:00.000Z';
const change = '2099-06-01T00:00:00.000Z';

let chief: Client;
let next: number;
let cell: {
  kept: number;
  split: number;
  south: number;
  north: number;
  one: number;
  two: number;
  merged: number;
};
let people: number[];

beforeEach(async () => {
  const server = await startServer(db);
  const station = await makeArea(db, { kind: 'station', box: [110, 40, 110.1, 40.1] });
  const { token } = await makeAccount(db, { grants: [{ role: 'chief', areaId: station }] });
  chief = server.withToken(token);
  const former = await makePlan(db, { from: past, to: change, scopeAreaId: station });
  next = await makePlan(db, { from: change, scopeAreaId: station });
  const make = (planIds: number[], box: readonly [number, number, number, number], code: string) =>
    makeCell(db, { planIds, box, code });
  cell = {
    kept: await make([former, next], [110.01, 40.01, 110.02, 40.03], 'K'),
    split: await make([former], [110.02, 40.01, 110.03, 40.03], 'S'),
    south: await make([next], [110.02, 40.01, 110.03, 40.017], 'S-1'),
    north: await make([next], [110.02, 40.017, 110.03, 40.03], 'S-2'),
    one: await make([former], [110.03, 40.01, 110.04, 40.03], 'M-1'),
    two: await make([former], [110.04, 40.01, 110.05, 40.03], 'M-2'),
    merged: await make([next], [110.03, 40.01, 110.05, 40.03], 'M'),
  };
  people = [];
  for (let count = 0; count < 3; count++)
    people.push(await makePerson(db, { kind: 'officer', stationAreaId: station }));
});

const rehoming = async () => (await chief.get(`/api/plans/${next}/rehoming`)).body;
const accept = (homes: object[], more: object = {}) =>
  chief.post(`/api/plans/${next}/rehoming`, { homes, ...more });
const rows = () =>
  db('assignments')
    .select('person_id', 'cell_id', db.raw('lower(period) as "from", upper(period) as "to"'))
    .orderBy(['person_id', 'cell_id', 'from']);

type Listed = { assignmentId: number; homes: { cell: number; isProposed: boolean }[] };
const proposals = ({ assignments }: { assignments: Listed[] }) =>
  assignments.map(({ assignmentId, homes }) => ({
    assignmentId,
    cellIds: homes.filter(({ isProposed }) => isProposed).map((home) => home.cell),
  }));

test('cells that did not change keep their people; the others are proposed their heirs, and accepted together', async () => {
  const [first = 0, second = 0, third = 0] = people;
  await makeAssignment(db, { personId: first, cellId: cell.kept, from: past });
  const split = await makeAssignment(db, { personId: first, cellId: cell.split, from: past });
  const one = await makeAssignment(db, { personId: second, cellId: cell.one, from: past });
  const two = await makeAssignment(db, { personId: second, cellId: cell.two, from: '2026-02-01T00:00:00Z' });
  const planned = await makeAssignment(db, {
    personId: third,
    cellId: cell.two,
    from: '2099-07-01T00:00:00Z',
  });
  await makeAssignment(db, { personId: third, cellId: cell.one, from: past, to: change });
  const listed = await rehoming();
  expect([listed.plan, listed.at]).toEqual([next, change]);
  expect(proposals(listed)).toEqual([
    { assignmentId: one, cellIds: [cell.merged] },
    { assignmentId: two, cellIds: [cell.merged] },
    { assignmentId: planned, cellIds: [cell.merged] },
    { assignmentId: split, cellIds: [cell.north, cell.south] },
  ]);
  expect(listed.assignments[3].homes[0]).toMatchObject({ code: 'S-2', share: expect.closeTo(0.65, 2) });
  const done = await accept(proposals(listed));
  expect(done.body).toMatchObject({ ended: 3, withdrawn: 1, created: 4 });
  const at = new Date(change);
  const begun = new Date(past);
  expect(await rows()).toEqual([
    { person_id: first, cell_id: cell.kept, from: begun, to: null },
    { person_id: first, cell_id: cell.split, from: begun, to: at },
    { person_id: first, cell_id: cell.south, from: at, to: null },
    { person_id: first, cell_id: cell.north, from: at, to: null },
    { person_id: second, cell_id: cell.one, from: begun, to: at },
    { person_id: second, cell_id: cell.two, from: new Date('2026-02-01T00:00:00Z'), to: at },
    { person_id: second, cell_id: cell.merged, from: at, to: null },
    { person_id: third, cell_id: cell.one, from: begun, to: at },
    { person_id: third, cell_id: cell.merged, from: new Date('2099-07-01T00:00:00Z'), to: null },
  ]);
  expect((await rehoming()).assignments).toEqual([]);
  const undone = await chief.post(`/api/assignments/changes/${done.body.change}/undo`, {});
  expect(undone.body).toMatchObject({ withdrawn: 4, restored: 4 });
  expect(proposals(await rehoming())).toHaveLength(4);
});

test('one by one, only where a cell went, and not over what was assigned ahead', async () => {
  const [first = 0, second = 0] = people;
  const kept = await makeAssignment(db, { personId: first, cellId: cell.kept, from: past });
  const one = await makeAssignment(db, { personId: first, cellId: cell.one, from: past });
  const split = await makeAssignment(db, { personId: second, cellId: cell.split, from: past });
  await makeAssignment(db, { personId: first, cellId: cell.merged, from: change });
  const stays = await accept([{ assignmentId: kept, cellIds: [cell.merged] }]);
  expect(stays.body.refusals[0].reason).toBe('cell-stays');
  const foreign = await accept([{ assignmentId: one, cellIds: [cell.split] }]);
  expect(foreign.body.title).toBe('cell of another plan');
  const ahead = await accept([{ assignmentId: one, cellIds: [cell.merged] }]);
  expect(ahead.body).toMatchObject({ ended: 1, created: 0, skippedCount: 0 });
  const ended = await accept([{ assignmentId: split, cellIds: [] }]);
  expect(ended.body).toMatchObject({ ended: 1, created: 0 });
  expect((await rehoming()).assignments).toEqual([]);
});

test('after the plan has come into force too, dated with its beginning', async () => {
  const [first = 0, second = 0] = people;
  const was = '2026-03-01T00:00:00.000Z';
  const inForce = (from: string, to: string | null) => db.raw('tstzrange(?, ?)', [from, to]);
  await db('plans')
    .whereNot({ id: next })
    .update({ in_force: inForce(past, was) });
  await db('plans')
    .where({ id: next })
    .update({ in_force: inForce(was, null) });
  await makeAssignment(db, { personId: first, cellId: cell.one, from: past });
  await makeAssignment(db, { personId: second, cellId: cell.one, from: '2026-04-01T00:00:00Z' });
  const done = await accept(proposals(await rehoming()));
  expect(done.body).toMatchObject({ ended: 2, created: 2 });
  const found = await rows();
  expect(found.map(({ cell_id, from }) => [cell_id, from.toISOString()])).toEqual([
    [cell.one, past],
    [cell.merged, was],
    [cell.one, '2026-04-01T00:00:00.000Z'],
    [cell.merged, '2026-04-01T00:00:00.000Z'],
  ]);
  expect(found[0].to.toISOString()).toBe(was);
});
