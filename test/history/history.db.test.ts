import { expect, test } from 'vitest';
import { makeAccount } from '../support/accounts.ts';
import { testDatabase } from '../support/database.ts';
import {
  makeArea,
  makeAssignment,
  makeCarrier,
  makeCell,
  makeDevice,
  makeDuty,
  makePerson,
  makePlan,
  makeRule,
  makeVisit,
} from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();

const january = '2026-01-01T00:00:00Z';
// Monday 2 March, 0:00 in Shanghai, and two weeks on.
const period = { from: '2026-03-01T16:00:00.000Z', to: '2026-03-15T16:00:00.000Z' };
const asked = `from=${period.from}&to=${period.to}`;

async function village() {
  const area = await makeArea(db, { kind: 'village', box: [119, 48, 119.02, 48.02] });
  const planId = await makePlan(db, { from: january });
  const cell = await makeCell(db, { planIds: [planId], ownerAreaId: area, box: [119, 48, 119.01, 48.01] });
  const other = await makeCell(db, {
    planIds: [planId],
    ownerAreaId: area,
    box: [119.01, 48, 119.02, 48.01],
  });
  const people: { personId: number; deviceId: number }[] = [];
  for (let index = 0; index < 2; index++) {
    const [personId, deviceId] = [await makePerson(db, { stationAreaId: area }), await makeDevice(db)];
    await makeCarrier(db, { deviceId, personId, from: january });
    people.push({ personId, deviceId });
  }
  const [one, two] = people as [(typeof people)[0], (typeof people)[0]];
  const visit = (
    who: typeof one,
    cellId: number,
    from: string,
    to: string,
    bridged: [string, string][] = [],
  ) => makeVisit(db, { ...who, cellId, from, to, metres: 100, bridged });
  // Monday 08:00 to 09:30 by one, 09:00 to 10:00 by two: together from 9:00 to 9:30.
  await visit(one, cell, '2026-03-02T00:00:00Z', '2026-03-02T01:30:00Z');
  await visit(two, cell, '2026-03-02T01:00:00Z', '2026-03-02T02:00:00Z');
  // Tuesday of the second week, with a reporting gap of half an hour.
  await visit(one, cell, '2026-03-10T04:00:00Z', '2026-03-10T05:00:00Z', [
    ['2026-03-10T04:15:00Z', '2026-03-10T04:45:00Z'],
  ]);
  await visit(one, other, '2026-03-03T00:00:00Z', '2026-03-03T00:10:00Z');
  return { area, planId, cell, other, one, two };
}

test('a cell’s weeks tell when somebody was there, each once and all together, and how long nobody was', async () => {
  const { planId, cell, one } = await village();
  await makeAssignment(db, { personId: one.personId, cellId: cell, from: january });
  await makeRule(db, {
    kind: 'patrol',
    requires: { measure: 'visits', atLeast: 2, per: 'week', minMinutes: 20 },
    from: january,
  });
  const { token } = await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] });
  const client = (await startServer(db)).withToken(token);
  const { status, body } = await client.get(`/api/cells/${cell}/history?plan=${planId}&${asked}`);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    ...period,
    visits: 3,
    occupiedSeconds: 2.5 * 3600,
    personSeconds: 3 * 3600,
    bridgedSeconds: 1800,
    metres: 300,
    lastVisitAt: '2026-03-10T05:00:00.000Z',
    ageSeconds: (5 * 24 + 11) * 3600,
    plans: [{ id: planId, status: 'published' }],
    assignments: [{ person: { id: one.personId } }],
  });
  const hours = (values: number[]) =>
    Object.fromEntries(values.flatMap((value, hour) => (value > 0 ? [[hour, value]] : [])));
  expect(hours(body.pattern.occupiedMinutes)).toEqual({ 8: 60, 9: 60, 36: 30 });
  expect(hours(body.pattern.personMinutes)).toEqual({ 8: 60, 9: 90, 36: 30 });
  expect(new Set(body.pattern.hours)).toEqual(new Set([2]));
  // Gaps in hours: 8 before, 194 between the visits, half an hour bridged, 131 after.
  const gaps = [8, 194, 0.5, 131];
  const mean = gaps.reduce((sum, gap) => sum + gap * gap, 0) / (2 * 336);
  expect(body.idleness.meanSeconds).toBeCloseTo(mean * 3600, 3);
  expect(body.idleness).toMatchObject({
    worstSeconds: 194 * 3600,
    worstFrom: '2026-03-02T02:00:00.000Z',
    worstTo: '2026-03-10T04:00:00.000Z',
  });
  expect(body.weeks).toMatchObject([
    { visits: 2, occupiedSeconds: 7200, personSeconds: 9000, worstIdleSeconds: 158 * 3600 },
    { visits: 1, occupiedSeconds: 1800, obligations: [{ state: 'unmet' }] },
  ]);
});

test('a cell that a new plan keeps has its weeks under the plan before, too', async () => {
  const { planId, cell } = await village();
  await makeRule(db, {
    kind: 'patrol',
    requires: { measure: 'visits', atLeast: 2, per: 'week', minMinutes: 20 },
    from: january,
  });
  const client = (await startServer(db)).withToken(
    (await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] })).token,
  );
  const told = async () => (await client.get(`/api/cells/${cell}/history?${asked}`)).body;
  const before = await told();
  await db.raw('update plans set in_force = tstzrange(lower(in_force), :at) where id = :planId', {
    at: '2026-03-12T00:00:00Z',
    planId,
  });
  const next = await makePlan(db, { from: '2026-03-12T00:00:00Z' });
  await db.raw(
    `insert into plan_cells select (jsonb_populate_record(plan_cell, jsonb_build_object('plan_id', cast(:next as bigint)))).*
     from plan_cells plan_cell where plan_id = :planId and cell_id = :cell`,
    { next, planId, cell },
  );
  const after = await told();
  expect([before.visits, before.weeks.length]).toEqual([3, 2]);
  expect({ ...after, plans: [] }).toEqual({ ...before, plans: [] });
  expect(after.plans.map(({ id }: { id: number }) => id)).toEqual([next, planId]);
});

test('a person’s weeks are for who covers the person, and their own; others’ looks are recorded', async () => {
  const { area, cell, other, one, two } = await village();
  await makeDuty(db, { personId: one.personId, from: '2026-03-02T00:00:00Z', to: '2026-03-02T08:00:00Z' });
  await makeAssignment(db, { personId: one.personId, cellId: cell, from: january });
  const server = await startServer(db);
  const chief = await makeAccount(db, { grants: [{ role: 'chief', areaId: area }] });
  const own = await makeAccount(db, {
    grants: [{ role: 'volunteer', areaId: area }],
    personId: one.personId,
  });
  const client = server.withToken(own.token);
  const { body } = await client.get(`/api/people/${one.personId}/history?${asked}`);
  expect(body).toMatchObject({
    dutySeconds: 8 * 3600,
    presentSeconds: (1.5 + 0.5) * 3600 + 600,
    visits: 3,
    cellCount: 2,
    cells: [
      { cell, isAssigned: true, visits: 2, dwellSeconds: 7200 },
      { cell: other, isAssigned: false, visits: 1, dwellSeconds: 600 },
    ],
  });
  expect(body.weeks).toMatchObject([
    { visits: 2, cells: 2, dutySeconds: 8 * 3600 },
    { visits: 1, cells: 1, dutySeconds: 0 },
  ]);
  expect(body.pattern.dutyMinutes.slice(7, 17)).toEqual([0, 60, 60, 60, 60, 60, 60, 60, 60, 0]);
  expect((await client.get(`/api/people/${two.personId}/history?${asked}`)).status).toBe(404);
  expect(await db('looks').where({ account_id: own.accountId })).toEqual([]);
  expect((await server.withToken(chief.token).get(`/api/people/${one.personId}/history`)).status).toBe(200);
  expect(await db('looks').where({ account_id: chief.accountId }).pluck('what')).toEqual(['person-history']);
  await makeRule(db, {
    kind: 'patrol',
    requires: { measure: 'visits', atLeast: 5, per: 'week' },
    from: january,
  });
  await makeRule(db, { kind: 'staffing', requires: { atLeast: 1 }, from: january });
  const again = (await client.get(`/api/people/${one.personId}/history?${asked}`)).body;
  const states = (id: number) =>
    again.cells
      .find((row: { cell: number }) => row.cell === id)
      ?.obligations.map(({ state }: { state: string }) => state);
  expect([states(cell), states(other)]).toEqual([['unmet', 'met'], []]);
});

test('a rule of a cell whose people’s devices said nothing stands the same on the person’s page and the cell’s', async () => {
  const { cell, other, one, two } = await village();
  // Nothing was heard of one's duty on the last Friday; of two nobody was on duty.
  await makeDuty(db, { personId: one.personId, from: '2026-03-13T00:00:00Z', to: '2026-03-13T08:00:00Z' });
  await makeAssignment(db, { personId: one.personId, cellId: cell, from: january });
  await makeAssignment(db, { personId: two.personId, cellId: other, from: january });
  await makeRule(db, {
    kind: 'patrol',
    requires: { measure: 'visits', atLeast: 5, per: 'week' },
    from: january,
  });
  await makeRule(db, { kind: 'staffing', requires: { atLeast: 3 }, from: january });
  const { token } = await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] });
  const client = (await startServer(db)).withToken(token);
  const ofPerson = async (personId: number, cellId: number) => {
    const { body } = await client.get(`/api/people/${personId}/history?${asked}`);
    return body.cells.find((row: { cell: number }) => row.cell === cellId).obligations;
  };
  const ofCell = async (cellId: number) =>
    (await client.get(`/api/cells/${cellId}/history?${asked}`)).body.weeks.at(-1).obligations;
  const ofPeople = [await ofPerson(one.personId, cell), await ofPerson(two.personId, other)];
  expect(ofPeople).toMatchObject([
    [{ state: 'no-data' }, { state: 'unmet' }],
    [{ state: 'unmet' }, { state: 'unmet' }],
  ]);
  expect(ofPeople).toEqual([await ofCell(cell), await ofCell(other)]);
});

test('a history without length, backwards or over many years is refused with what to do', async () => {
  const { cell } = await village();
  const { token } = await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] });
  const client = (await startServer(db)).withToken(token);
  const slug = async (query: string) => {
    const { status, body } = await client.get(`/api/cells/${cell}/history?${query}`);
    return status === 200 ? 'answered' : String(body.type).split('/').at(-1);
  };
  expect(await slug('from=2026-03-02&to=2026-03-01')).toBe('wrong-period');
  expect(await slug('from=2026-03-02&to=2026-03-02')).toBe('wrong-period');
  expect(await slug('from=0001-01-01&to=9999-12-31')).toBe('period-too-long');
  expect(await slug('from=2025-12-01&to=2026-12-01')).toBe('answered');
});
