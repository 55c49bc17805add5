import { beforeEach, expect, test } from 'vitest';
import { makeAccount } from '../support/accounts.ts';
import type { Client } from '../support/client.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makeCarrier, makeDevice, makePerson } from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();
const soon = '2099-03-01T08:00:00.000Z';
const later = '2099-03-01T20:00:00.000Z';

let server: Client;
let chief: Client;
let self: Client;
let personId: number;
let stranger: number;

beforeEach(async () => {
  server = await startServer(db);
  const station = await makeArea(db, { kind: 'station', box: [110, 40, 110.1, 40.1] });
  const nextStation = await makeArea(db, { kind: 'station', box: [110.1, 40, 110.2, 40.1] });
  personId = await makePerson(db, { stationAreaId: station });
  stranger = await makePerson(db, { stationAreaId: nextStation });
  const chiefAccount = await makeAccount(db, { grants: [{ role: 'chief', areaId: station }] });
  chief = server.withToken(chiefAccount.token);
  const ownAccount = await makeAccount(db, { grants: [{ role: 'volunteer', areaId: station }], personId });
  self = server.withToken(ownAccount.token);
});

test('a duty is entered, and tells who is on duty when', async () => {
  const { status, body } = await chief.post('/api/duties', { personId, from: soon, to: later });
  const duty = { id: body.id, personId, from: soon, to: later, person: body.person };
  expect([status, body]).toEqual([201, duty]);
  expect(duty.person).toMatchObject({ id: personId, kind: 'volunteer' });
  expect((await chief.get(`/api/duties/${body.id}`)).body).toEqual(duty);
  const found = async (query: string) => (await chief.get(`/api/duties?${query}`)).body.duties.length;
  expect(await found(`at=${soon}`)).toBe(1);
  expect(await found(`at=${later}`)).toBe(0);
  expect(await found(`from=2099-03-01T19:00:00Z&to=2099-03-02T00:00:00Z&person=${personId}`)).toBe(1);
  expect(await found(`from=${later}`)).toBe(0);
  expect(await found(`to=${soon}`)).toBe(0);
  expect(await found(`person=${stranger}`)).toBe(0);
  expect((await chief.get(`/api/duties?from=${later}&to=${soon}`)).status).toBe(422);
});

test('duties come latest first, page by page', async () => {
  for (const from of ['2099-01-01', '2099-01-03', '2099-01-02', '2099-01-02'])
    await chief.post('/api/duties', { personId, from, to: '2099-02-01' });
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body }: { body: { duties: { from: string }[]; next: string | null } } = await chief.get(
      `/api/duties?limit=1${cursor && `&cursor=${cursor}`}`,
    );
    seen.push(...body.duties.map(({ from }) => from.slice(0, 10)));
    cursor = body.next;
  }
  expect(seen).toEqual(['2099-01-02', '2099-01-01', '2099-01-01', '2098-12-31']);
});

test('a duty entered for the past says that it brings no positions back', async () => {
  const past = { personId, from: '2026-01-01', to: '2026-01-02' };
  expect((await chief.post('/api/duties', past)).body.note).toContain('do not come back');
  const chinese = await chief.post('/api/duties', past, { 'accept-language': 'zh-CN' });
  expect(chinese.body.note).toContain('不会恢复');
});

test('officers and volunteers enter and end duties of their own, and see no others', async () => {
  const now = new Date().toISOString();
  const begun = await self.post('/api/duties', { personId, from: now });
  expect([begun.status, begun.body.to]).toEqual([201, null]);
  const end = new Date(Date.now() + 1000).toISOString();
  expect((await self.patch(`/api/duties/${begun.body.id}`, { to: end })).body.to).toBe(end);
  expect((await self.post('/api/duties', { personId: stranger, from: now })).status).toBe(404);
  const district = await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] });
  const foreign = await server
    .withToken(district.token)
    .post('/api/duties', { personId: stranger, from: now });
  expect(foreign.status).toBe(201);
  for (const client of [self, chief]) {
    expect((await client.get('/api/duties')).body.duties).toHaveLength(1);
    expect((await client.get(`/api/duties/${foreign.body.id}`)).status).toBe(404);
    expect((await client.patch(`/api/duties/${foreign.body.id}`, { to: end })).status).toBe(404);
    expect((await client.delete(`/api/duties/${foreign.body.id}`)).status).toBe(404);
  }
});

test('ending a duty in the past deletes what was kept after it, and keeps only how much that was', async () => {
  const [deviceId, shared] = [await makeDevice(db), await makeDevice(db)];
  await db('devices').where({ id: shared }).update({ always_on_duty: true });
  const from = '2026-03-01T00:00:00Z';
  for (const id of [deviceId, shared]) await makeCarrier(db, { deviceId: id, personId, from });
  const duty = await chief.post('/api/duties', { personId, from });
  await chief.post('/api/duties', { personId, from: '2026-03-03T00:00:00Z', to: '2026-03-04T00:00:00Z' });
  const days = [
    '2026-03-01T12:00:00Z',
    '2026-03-02T12:00:00Z',
    '2026-03-02T17:00:00Z',
    '2026-03-03T12:00:00Z',
  ];
  for (const id of [deviceId, shared])
    await db('fixes').insert(
      days.map((recorded_at) => ({ device_id: id, recorded_at, receipt_id: 1, lon_e7: 1, lat_e7: 1 })),
    );
  const ended = await chief.patch(`/api/duties/${duty.body.id}`, { to: '2026-03-02T00:00:00Z' });
  expect(ended.status).toBe(200);
  const left = await db('fixes').where({ device_id: deviceId }).orderBy('recorded_at').pluck('recorded_at');
  expect(left.map((at: Date) => at.toISOString().slice(0, 10))).toEqual(['2026-03-01', '2026-03-03']);
  expect(await db('fixes').where({ device_id: shared }).count({ count: '*' })).toEqual([{ count: 4 }]);
  expect(await db('off_duty_counts').orderBy('day')).toEqual([
    { device_id: deviceId, day: '2026-03-02', count: 1 },
    { device_id: deviceId, day: '2026-03-03', count: 1 },
  ]);
  expect(await db('rereadings').pluck('device_id')).toEqual([deviceId]);
});

test('a planned duty is taken back, one that has begun can only end', async () => {
  const planned = await chief.post('/api/duties', { personId, from: soon });
  expect((await chief.delete(`/api/duties/${planned.body.id}`)).status).toBe(204);
  const begun = await chief.post('/api/duties', { personId, from: '2026-01-01' });
  const refused = await chief.delete(`/api/duties/${begun.body.id}`);
  expect([refused.status, refused.body.title]).toEqual([409, 'duty begun']);
});

test('a duty that ends before it begins, or of somebody who has left, is refused', async () => {
  const backwards = await chief.post('/api/duties', { personId, from: later, to: soon });
  expect([backwards.status, backwards.body.title]).toEqual([422, 'ends before it begins']);
  await chief.patch(`/api/people/${personId}`, { leftOn: '2026-01-01' });
  const gone = await chief.post('/api/duties', { personId, from: soon });
  expect([gone.status, gone.body.title]).toEqual([422, 'person has left']);
});
