import { beforeEach, expect, test } from 'vitest';
import { makeAccount } from '../support/accounts.ts';
import type { Client } from '../support/client.ts';
import { testDatabase } from '../support/database.ts';
import {
  makeArea,
  makeCarrier,
  makeDevice,
  makeDeviceToken,
  makeDuty,
  makePerson,
} from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();
let server: Client;
let self: Client;
let personId: number;
let deviceId: number;
let path: string;
let station: number;

beforeEach(async () => {
  server = await startServer(db);
  station = await makeArea(db, { kind: 'station', box: [110, 40, 110.1, 40.1] });
  personId = await makePerson(db, { stationAreaId: station });
  const { token } = await makeAccount(db, { grants: [{ role: 'volunteer', areaId: station }], personId });
  self = server.withToken(token);
  deviceId = await makeDevice(db, { stationAreaId: station });
  await makeCarrier(db, { deviceId, personId, from: '2020-01-01T00:00:00Z' });
  path = `/ingest/osmand/${await makeDeviceToken(db, deviceId)}`;
});

let sent = 0;
const report = async (at = Date.now()) =>
  (await server.get(`${path}?lat=40.05&lon=110.05&batt=71&timestamp=${at}&n=${++sent}`)).status;
const stored = async () => Number((await db('fixes').where({ device_id: deviceId }).count())[0]?.['count']);

test('a volunteer goes on duty from now on and off again; only positions between are kept', async () => {
  expect((await self.get('/api/me/duty')).body).toEqual({ duty: null });
  const before = Date.now();
  expect([await report(before), await stored()]).toEqual([200, 0]);
  const { body } = await self.put('/api/me/duty');
  expect(body.duty).toMatchObject({ personId, to: null });
  expect(Date.parse(body.duty.from)).toBeGreaterThanOrEqual(before);
  // Twice is once.
  expect((await self.put('/api/me/duty')).body).toEqual(body);
  await report();
  // What came before stays lost, though it is sent again.
  await report(before - 60_000);
  expect(await stored()).toBe(1);
  expect((await self.delete('/api/me/duty')).body).toEqual({ duty: null });
  expect((await self.delete('/api/me/duty')).body).toEqual({ duty: null });
  await new Promise((resolve) => setTimeout(resolve, 5));
  await report();
  expect(await stored()).toBe(1);
  expect(await db('receipts').where({ device_id: deviceId }).sum('off_duty')).toMatchObject([{ sum: 3 }]);
});

test('going off duty ends a scheduled duty early, forgets what lies after, and leaves later ones', async () => {
  const [from, to] = [new Date(Date.now() - 3_600_000), new Date(Date.now() + 3_600_000)];
  await makeDuty(db, { personId, from: from.toISOString(), to: to.toISOString() });
  await makeDuty(db, { personId, from: '2099-01-01T00:00:00Z' });
  expect((await self.get('/api/me/duty')).body.duty.from).toBe(from.toISOString());
  await report(Date.now() + 600_000);
  await report();
  expect(await stored()).toBe(2);
  await new Promise((resolve) => setTimeout(resolve, 5));
  await self.delete('/api/me/duty');
  expect([await stored(), (await self.get('/api/me/duty')).body.duty]).toEqual([1, null]);
  const left = await db('duties').where({ person_id: personId }).orderBy('id');
  expect(left).toHaveLength(2);
});

test('an account of nobody in the register is told so', async () => {
  const { token } = await makeAccount(db, { grants: [{ role: 'officer', areaId: station }] });
  for (const address of ['/api/me/duty', '/api/me/stored']) {
    const { status, body } = await server.withToken(token).get(address);
    expect([status, body.type]).toEqual([409, expect.stringContaining('no-person')]);
  }
});

test('a volunteer reads all that is stored about their device, and nothing of whoever carried it before', async () => {
  await self.put('/api/me/duty');
  await report();
  await server.get(`${path}?lat=nonsense&lon=1&timestamp=1`);
  const { body } = await self.get(`/api/devices/${deviceId}/receipts`);
  expect(
    body.receipts.map((one: { stored: number; refused: number; batteryPercent: number }) => [
      one.stored,
      one.refused,
      one.batteryPercent,
    ]),
  ).toEqual([
    [0, 1, null],
    [1, 0, 71],
  ]);
  const chief = server.withToken(
    (await makeAccount(db, { grants: [{ role: 'chief', areaId: station }] })).token,
  );
  await chief.get(`/api/devices/${deviceId}/fixes`);
  const mine = (await self.get('/api/me/stored')).body;
  expect(mine.person).toMatchObject({ id: personId });
  expect(mine.fixes).toMatchObject([{ deviceId, lonE7: 1_100_500_000, latE7: 400_500_000 }]);
  expect(mine.carried).toMatchObject([{ deviceId, to: null }]);
  expect([mine.duties.length, mine.receipts.length, mine.quarantine.length, mine.looks.length]).toEqual([
    1, 2, 1, 1,
  ]);
  // Handed on: the next one sees none of it.
  const next = await makePerson(db, { stationAreaId: station });
  await db.raw(`update device_carriers set period = tstzrange(lower(period), now()) where device_id = ?`, [
    deviceId,
  ]);
  await makeCarrier(db, { deviceId, personId: next, from: new Date(Date.now() + 1).toISOString() });
  const { token } = await makeAccount(db, {
    grants: [{ role: 'volunteer', areaId: station }],
    personId: next,
  });
  await new Promise((resolve) => setTimeout(resolve, 5));
  const theirs = server.withToken(token);
  expect((await theirs.get(`/api/devices/${deviceId}/receipts`)).body.receipts).toEqual([]);
  const stored = (await theirs.get('/api/me/stored')).body;
  expect([stored.fixes, stored.receipts, stored.quarantine, stored.looks]).toEqual([[], [], [], []]);
  // It is theirs no longer, but what was stored of their time still is.
  expect((await self.get(`/api/devices/${deviceId}/receipts`)).status).toBe(404);
  expect((await self.get('/api/me/stored')).body.fixes).toHaveLength(1);
});
