import { beforeEach, expect, test } from 'vitest';
import { makeAccount } from '../support/accounts.ts';
import type { Client } from '../support/client.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makePerson } from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();
const enrolments = '/api/devices/enrolments';

let server: Client;
let chief: Client;
let personId: number;
let other: number;

beforeEach(async () => {
  server = await startServer(db, { PUBLIC_URL: 'https://grid.example.cn/', JT808_PORT: '8808' });
  const station = await makeArea(db, { kind: 'station', box: [110, 40, 110.1, 40.1] });
  personId = await makePerson(db, { stationAreaId: station });
  other = await makePerson(db, { stationAreaId: station });
  const { token } = await makeAccount(db, { grants: [{ role: 'chief', areaId: station }] });
  chief = server.withToken(token);
});

const carriersOf = async (id: number) =>
  (await chief.get(`/api/devices/${id}/carriers`)).body.carriers.map(
    ({ personId, to }: { personId: number; to: string | null }) => [personId, to === null],
  );

test('a phone is enrolled in one step, and the address it is given takes positions at once', async () => {
  const { status, body, headers } = await chief.post(enrolments, { app: 'traccar', personId });
  expect([status, headers.get('cache-control')]).toEqual([201, 'no-store']);
  const { device, token } = body;
  expect(device).toMatchObject({ carrier: { id: personId }, hasToken: true, hasSecret: false });
  expect(device.name).toContain(' · Traccar Client');
  const url = `https://grid.example.cn/ingest/osmand/${token}`;
  expect(body).toMatchObject({
    base: 'https://grid.example.cn',
    doubt: null,
    fields: [{ name: 'url', value: url }],
  });
  const { pathname } = new URL(body.code);
  const sent = await server.post(`${pathname}?lat=40.05&lon=110.05&timestamp=${Date.now()}`);
  expect(sent.status).toBe(200);
  // Nobody is on duty, so it is counted and not kept.
  expect(await db('receipts').where({ device_id: device.id })).toMatchObject([{ stored: 0, off_duty: 1 }]);
  expect(await carriersOf(device.id)).toEqual([[personId, true]]);
});

test('a new device is of the kind that is said, and one that is there keeps its own', async () => {
  const { body } = await chief.post(enrolments, { app: 'overland', personId, kind: 'body-worn' });
  expect(body.device.kind).toBe('body-worn');
  const deviceId = body.device.id;
  const again = await chief.post(enrolments, { app: 'overland', deviceId, kind: 'phone' });
  expect([again.status, again.body.errors]).toMatchObject([422, [{ path: 'kind' }]]);
});

test('enrolling again takes the same device: its carrying goes on, its older token ends', async () => {
  const first = (await chief.post(enrolments, { app: 'traccar', personId })).body;
  const deviceId = first.device.id;
  const again = (await chief.post(enrolments, { app: 'osmand', personId, deviceId })).body;
  expect(again.device.id).toBe(deviceId);
  expect(await carriersOf(deviceId)).toEqual([[personId, true]]);
  expect((await server.get(`/ingest/osmand/${first.token}?lat=1&lon=1`)).status).toBe(401);
  expect((await server.get(`/ingest/osmand/${again.token}?lat=1&lon=1`)).status).toBe(200);
  // Without a person it is a new token and nothing else.
  const { body } = await chief.post(enrolments, { app: 'gpslogger', deviceId });
  expect(body.fields).toEqual([
    { name: 'url', value: 'https://grid.example.cn' },
    { name: 'api-key', value: body.token },
  ]);
});

test('a device of somebody else is handed over only where that is said', async () => {
  const { device } = (await chief.post(enrolments, { app: 'traccar', personId })).body;
  const taking = { app: 'traccar', personId: other, deviceId: device.id };
  const refused = await chief.post(enrolments, taking);
  expect([refused.status, refused.body.type]).toEqual([409, expect.stringContaining('device-carried')]);
  expect((await chief.post(enrolments, { ...taking, handOver: true })).status).toBe(201);
  expect(await carriersOf(device.id)).toEqual([
    [other, true],
    [personId, false],
  ]);
});

test('OwnTracks is given a secret that opens what it encrypts with it', async () => {
  const { body } = await chief.post(enrolments, { app: 'owntracks', personId, encrypt: true });
  const inline = new URL(body.link).searchParams.get('inline') ?? '';
  const settings = JSON.parse(Buffer.from(inline, 'base64').toString());
  const { secret } = await db('devices').where({ id: body.device.id }).first('secret');
  expect(settings).toMatchObject({ _type: 'configuration', mode: 3, encryptionKey: secret });
  expect(settings.url).toBe(`https://grid.example.cn/ingest/owntracks/${body.token}`);
  expect([secret.length, body.device.hasSecret]).toEqual([32, true]);
});

test('a terminal is enrolled by its number, which no other may have', async () => {
  const terminal = { app: 'jt808', personId, identity: '13812345678' };
  const { body } = await chief.post(enrolments, terminal);
  expect(body.fields).toEqual([
    { name: 'host', value: 'grid.example.cn' },
    { name: 'port', value: '8808' },
    { name: 'identity', value: '13812345678' },
    { name: 'code', value: body.token },
  ]);
  expect((await chief.post(enrolments, terminal)).status).toBe(409);
  expect((await chief.post(enrolments, { app: 'jt808', personId })).status).toBe(422);
});

test('what cannot be enrolled is refused with the reason, and leaves nothing behind', async () => {
  const stranger = await makePerson(db);
  const refusals: [body: object, status: number][] = [
    [{ app: 'traccar' }, 422],
    [{ app: 'fax', personId }, 422],
    [{ app: 'traccar', personId, encrypt: true }, 422],
    [{ app: 'traccar', personId: stranger }, 404],
    [{ app: 'traccar', personId, deviceId: 999_999 }, 404],
    [{ app: 'traccar', personId, colour: 'red' }, 422],
  ];
  for (const [body, status] of refusals)
    expect([body, (await chief.post(enrolments, body)).status]).toEqual([body, status]);
  await db('people').where({ id: personId }).update({ left_on: '2020-01-01' });
  expect((await chief.post(enrolments, { app: 'traccar', personId })).status).toBe(422);
  expect([await db('devices'), await db('device_carriers')]).toEqual([[], []]);
});

test('without PUBLIC_URL the answer says that a phone may not reach it', async () => {
  const plain = await startServer(db);
  const { token } = await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] });
  const client = plain.withToken(token);
  const { body } = await client.post(enrolments, { app: 'overland', personId });
  expect([body.base, body.doubt]).toEqual([plain.url, 'loopback']);
  const terminal = await client.post(enrolments, { app: 'jt808', personId, identity: '1' });
  expect(terminal.body.doubt).toBe('no-terminal-port');
});
