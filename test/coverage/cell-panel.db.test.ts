import { expect, test } from 'vitest';
import { testDatabase } from '../support/database.ts';
import {
  makeArea,
  makeAssignment,
  makeCarrier,
  makeCell,
  makeDevice,
  makeDuty,
  makePerson,
  makeRule,
  makeVisit,
} from '../support/district.ts';
import { coveredVillage, january, signedIn } from './village.ts';

const { db } = await testDatabase();

const at = '2026-03-05T12:00:00Z';

// biome-ignore lint/suspicious/noExplicitAny: the fields picked are compared.
const pick = (rows: any[], ...fields: string[]) => rows.map((one) => fields.map((field) => one[field]));

test('the panel of a cell says who is responsible, who came and what is missing', async () => {
  const { first, officer, planId, areaId } = await coveredVillage(db);
  const volunteer = await makePerson(db);
  const deviceId = await makeDevice(db);
  await makeCarrier(db, { deviceId, personId: volunteer, from: january });
  const assignment = await makeAssignment(db, {
    personId: volunteer,
    cellId: first,
    role: '巡逻',
    from: january,
  });
  await makeDuty(db, { personId: volunteer, from: '2026-03-05T08:00:00Z', to: '2026-03-05T16:00:00Z' });
  await makeVisit(db, {
    deviceId,
    cellId: first,
    personId: volunteer,
    from: '2026-03-05T09:00:00Z',
    to: '2026-03-05T09:20:00Z',
    metres: 700,
    bridged: [['2026-03-05T09:05:00Z', '2026-03-05T09:10:00Z']],
  });
  const client = await signedIn(db);
  const path = `/api/cells/${first}?plan=${planId}&from=2026-03-01T00:00:00Z&to=${at}`;
  const { body } = await client.get(path);
  expect(body.cell).toMatchObject({ id: first, properties: { planId, code: 'A1', ownerAreaId: areaId } });
  expect(pick(body.assignments, 'id', 'role')).toEqual([
    [expect.any(Number), 'patrol'],
    [assignment, '巡逻'],
  ]);
  expect(body.assignments.map((one: { person: { id: number } }) => one.person.id)).toEqual([
    officer,
    volunteer,
  ]);
  expect(body.onDuty).toEqual([
    {
      person: { id: volunteer, number: expect.any(String), name: expect.any(String), kind: 'volunteer' },
      since: '2026-03-05T08:00:00.000Z',
      to: '2026-03-05T16:00:00.000Z',
    },
  ]);
  expect(body.visits[0]).toEqual({
    enteredAt: '2026-03-05T09:00:00.000Z',
    leftAt: '2026-03-05T09:20:00.000Z',
    person: body.onDuty[0].person,
    device: { id: deviceId, name: expect.any(String) },
    dwellSeconds: 900,
    driveBy: false,
    bridgedSeconds: 300,
    metres: 700,
  });
  expect(body.visits).toHaveLength(2);
  expect(body.gaps).toEqual([]);
  const looks = await db('looks').select('person_id', 'what').orderBy('id');
  expect(looks.filter((look) => look.person_id !== null)).toEqual([
    { person_id: volunteer, what: 'cell-visits' },
  ]);
});

test('of open land it is said how thoroughly it was searched, by car and on foot', async () => {
  const { planId, first } = await coveredVillage(db);
  const box = [119.5, 48.1, 119.53, 48.12] as const;
  const pasture = await makeCell(db, { planIds: [planId], box, usage: 'pasture', code: 'A3' });
  const car = await makeDevice(db);
  await db('devices').where({ id: car }).update({ kind: 'vehicle' });
  const visit = { cellId: pasture, from: '2026-03-05T09:00:00Z', to: '2026-03-05T10:00:00Z' };
  await makeVisit(db, { ...visit, deviceId: await makeDevice(db), metres: 5_000 });
  await makeVisit(db, { ...visit, deviceId: car, metres: 8_000 });
  const client = await signedIn(db);
  const path = (cell: number) => `/api/cells/${cell}?from=2026-03-05T09:30:00Z&to=${at}`;
  const { body } = await client.get(path(pasture));
  const area = body.cell.properties.areaSquareMetres;
  // Half of each visit lies in the period.
  const effort = (160 * 2_500 + 200 * 4_000) / area;
  expect(body.detection).toEqual({
    effort: expect.closeTo(effort, 9),
    probability: expect.closeTo(1 - Math.exp(-effort), 9),
    widthMetres: 160,
  });
  expect((await client.get(path(first))).body.detection).toBeNull();
});

test('the panel names nobody to viewers, and records no look', async () => {
  const { first, deviceId } = await coveredVillage(db);
  const volunteer = await makePerson(db);
  await makeVisit(db, {
    deviceId,
    cellId: first,
    personId: volunteer,
    from: '2026-03-05T09:00:00Z',
    to: '2026-03-05T09:20:00Z',
  });
  const client = await signedIn(db, 'viewer');
  const { body } = await client.get(`/api/cells/${first}?from=2026-03-01&to=2026-03-06`);
  expect([body.namesPeople, body.assignments, body.onDuty]).toEqual([false, [], []]);
  expect(pick(body.visits, 'person', 'device', 'dwellSeconds')).toEqual([
    [null, null, 1200],
    [null, null, 3600],
  ]);
  expect(await db('looks')).toEqual([]);
});

test('a foreign cell is not found, and neither is one of no plan', async () => {
  const { first } = await coveredVillage(db);
  const elsewhere = await makeArea(db, { kind: 'station', box: [100, 40, 101, 41] });
  const client = await signedIn(db, 'chief', elsewhere);
  expect((await client.get(`/api/cells/${first}`)).status).toBe(404);
  expect((await (await signedIn(db)).get('/api/cells/99999999')).status).toBe(404);
});

test('a rule that asks for what is not there says so, and one that is still worked out says that', async () => {
  const { first, planId } = await coveredVillage(db);
  await makeRule(db, {
    kind: 'patrol',
    requires: { measure: 'points', share: 0.9, minMinutes: 5, days: 30 },
    from: january,
  });
  await makeRule(db, {
    kind: 'patrol',
    requires: { measure: 'sweep', share: 0.6, widthMetres: 50, per: 'day' },
    from: january,
  });
  // More days of devices than are made while somebody waits.
  for (let made = 0; made < 130; made++)
    await makeVisit(db, {
      ...{ deviceId: await makeDevice(db), cellId: first },
      ...{ from: '2026-03-05T01:00:00Z', to: '2026-03-05T02:00:00Z' },
    });
  const client = await signedIn(db);
  const { body } = await client.get(`/api/cells/${first}?plan=${planId}&from=2026-03-05&to=2026-03-06`);
  expect(pick(body.judgements, 'measure', 'state', 'sentence')).toEqual([
    [
      'points',
      'excluded',
      'There is nothing here that it asks for in this period: no such points, roads or hours.',
    ],
    ['sweep', 'no-data', 'Still being worked out; look again in some minutes.'],
  ]);
});
