import { expect, test } from 'vitest';
import { rawRequest } from '../../server/devices/protocols/request.ts';
import { ingest } from '../../server/tracks/ingest.ts';
import { replay } from '../../server/tracks/quarantine/replay.ts';
import { replayMessages } from '../../server/tracks/quarantine/replay-messages.ts';
import { makeAccount } from '../support/accounts.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makeDevice, makePerson } from '../support/district.ts';
import { startServer } from '../support/server.ts';
import { depsOf, start } from './movement.ts';

const { db } = await testDatabase();

const query = (text: string) =>
  rawRequest({
    method: 'GET',
    path: '',
    query: text,
    headers: {},
    body: Buffer.alloc(0),
    receivedAt: start,
  });

/** What an earlier decoder refused: one position that is read today, one that is not, and one without any. */
async function refuseThree(deviceId: number): Promise<void> {
  const messages = [
    `lat=49&lon=120&timestamp=${start / 1000}`,
    `lat=north&lon=120&timestamp=${start / 1000}`,
    `id=7&batt=40`,
  ];
  for (const message of messages)
    await ingest(depsOf(db), {
      deviceId,
      protocol: 'osmand',
      isLive: true,
      receivedAt: start + 60_000,
      body: query(message),
      decoded: { fixes: [], refused: [{ index: 0, reason: 'decoder-failed' }] },
    });
}

async function makeStationed(): Promise<{ station: number; device: number }> {
  const station = await makeArea(db, { kind: 'station', box: [119, 48, 121, 50] });
  const device = await makeDevice(db);
  await db('devices').where({ id: device }).update({ station_area_id: station });
  return { station, device };
}

test('what a decoder once refused is decoded again, stored once, and else waits on with its reason', async () => {
  const device = await makeDevice(db);
  await refuseThree(device);
  const sums = [await replay(depsOf(db), { deviceId: device }), await replay(depsOf(db), {})];
  expect(sums).toEqual([
    { tried: 3, stored: 1, duplicate: 0, 'off-duty': 0, nothing: 1, still: 1 },
    { tried: 1, stored: 0, duplicate: 0, 'off-duty': 0, nothing: 0, still: 1 },
  ]);
  const fixes = await db('fixes').where({ device_id: device });
  expect(fixes.map(({ recorded_at, received_at }) => [recorded_at, received_at])).toEqual([
    [new Date(start), new Date(start + 60_000)],
  ]);
  const records = await db('quarantine').orderBy('id');
  expect(records.map(({ outcome, attempts, reason }) => [outcome, attempts, reason])).toEqual([
    ['stored', 1, 'decoder-failed'],
    [null, 2, 'not-a-number'],
    ['nothing', 1, 'decoder-failed'],
  ]);
  expect(records.map(({ raw }) => raw.length > 0)).toEqual([false, true, false]);
});

test('a position that is of a time off duty is counted when it is read at last, and kept nowhere', async () => {
  const device = await makeDevice(db);
  await refuseThree(device);
  const person = await makePerson(db);
  await db.raw("insert into device_carriers (device_id, person_id, period) values (?, ?, '[2026-01-01,)')", [
    device,
    person,
  ]);
  expect(await replay(depsOf(db), {})).toMatchObject({ 'off-duty': 1, stored: 0 });
  expect(await db('fixes').where({ device_id: device })).toEqual([]);
  expect((await db('quarantine').where({ outcome: 'off-duty' })).map(({ raw }) => raw.length)).toEqual([0]);
});

test('a chief looks through it, retries, dismisses and takes it out; the look is recorded', async () => {
  const { station, device } = await makeStationed();
  await refuseThree(device);
  const server = await startServer(db);
  const { token } = await makeAccount(db, { grants: [{ role: 'chief', areaId: station }] });
  const client = server.withToken(token);
  const counts = await client.get('/api/quarantine/counts');
  expect(counts.body.counts).toMatchObject([
    { deviceId: device, protocol: 'osmand', reason: 'decoder-failed', count: 3 },
  ]);
  const first = await client.get('/api/quarantine?limit=2');
  expect(first.body.records).toHaveLength(2);
  const rest = await client.get(`/api/quarantine?limit=2&cursor=${first.body.next}`);
  expect(rest.body.records).toMatchObject([{ deviceId: device, isText: true, attempts: 0, outcome: null }]);
  expect(rest.body.records[0].text).toContain('lat=49');
  expect(await db('looks').where({ device_id: device, what: 'quarantine' })).toHaveLength(2);
  const retried = await client.post('/api/quarantine/retry', { reason: 'decoder-failed' });
  expect(retried.body).toEqual({ tried: 3, stored: 1, duplicate: 0, 'off-duty': 0, nothing: 1, still: 1 });
  const taken = await client.get('/api/quarantine/export');
  const lines = String(taken.body)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toMatchObject([{ reason: 'not-a-number', protocol: 'osmand' }]);
  expect(Buffer.from(lines[0].raw, 'base64').toString()).toContain('lat=north');
  expect((await client.post('/api/quarantine/dismiss', { ids: [lines[0].id] })).body).toEqual({
    dismissed: 1,
  });
  expect((await client.get('/api/quarantine')).body.records).toEqual([]);
  expect((await client.get('/api/quarantine?settled=true')).body.records).toHaveLength(3);
});

test('long records come a few at a time, whole where they are taken out and with their beginning in the list', async () => {
  const { station, device } = await makeStationed();
  const long = Buffer.from(`不是定位${'字'.repeat(1_400_000)}`);
  const count = 5;
  for (let n = 0; n < count; n++)
    await ingest(depsOf(db), {
      deviceId: device,
      protocol: 'osmand',
      isLive: true,
      receivedAt: start + n * 1000,
      body: long,
      decoded: { fixes: [], refused: [{ index: 0, reason: 'not-json' }] },
    });
  const server = await startServer(db);
  const { token } = await makeAccount(db, { grants: [{ role: 'chief', areaId: station }] });
  const client = server.withToken(token);
  const { records } = (await client.get('/api/quarantine')).body;
  expect(records).toHaveLength(count);
  expect(records[0]).toMatchObject({ bytes: long.length, isText: true });
  expect(records[0].text).toMatch(/^不是定位字{1996}$/);
  const lines = String((await client.get('/api/quarantine/export')).body)
    .trim()
    .split('\n');
  const ids = lines.map((line) => JSON.parse(line).id);
  expect(ids).toEqual(records.map(({ id }: { id: number }) => id));
  expect(lines.every((line) => JSON.parse(line).raw.length === Math.ceil(long.length / 3) * 4)).toBe(true);
  expect(await replay(depsOf(db), { deviceId: device })).toMatchObject({ tried: count, still: count });
});

test('every stored message is decoded again for what was overlooked in it, packed or not', async () => {
  const device = await makeDevice(db);
  const messages = [
    `lat=49&lon=120&timestamp=${start / 1000}`,
    `lat=49.1&lon=120&timestamp=${start / 1000 + 60}`,
  ];
  for (const [index, message] of messages.entries())
    await ingest(depsOf(db), {
      deviceId: device,
      protocol: 'osmand',
      isLive: true,
      receivedAt: start + 120_000,
      body: query(index === 0 ? message : `${message}&note=${'x'.repeat(5_000)}`),
      decoded: { fixes: [], refused: [] },
    });
  const kept = await db('receipts').where({ device_id: device }).orderBy('id');
  expect(kept.map(({ body_packed }) => body_packed)).toEqual([false, true]);
  expect(kept[1].body.length).toBeLessThan(500);
  const filter = { deviceId: device, protocol: 'osmand', since: new Date(start) };
  expect(await replayMessages(depsOf(db), filter)).toEqual({ messages: 2, stored: 2 });
  expect(await replayMessages(depsOf(db), filter)).toEqual({ messages: 2, stored: 0 });
  expect(await replayMessages(depsOf(db), { ...filter, since: new Date(start + 180_000) })).toEqual({
    messages: 0,
    stored: 0,
  });
});

test('of a message of many records what is still refused waits on by itself', async () => {
  const device = await makeDevice(db);
  const records = [
    { lat: 49, lon: 120, timestamp: start / 1000 },
    { lat: 'north', lon: 120, timestamp: start / 1000 },
  ];
  const body = rawRequest({
    method: 'POST',
    path: '',
    query: '',
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(records)),
    receivedAt: start,
  });
  const decoded = { fixes: [], refused: [{ index: 0, reason: 'decoder-failed' }] };
  const delivery = { deviceId: device, protocol: 'osmand', isLive: true, receivedAt: start + 60_000 };
  await ingest(depsOf(db), { ...delivery, body, decoded });
  expect(await replay(depsOf(db), {})).toMatchObject({ stored: 1 });
  const waiting = await db('quarantine').where({ outcome: null });
  expect(waiting.map(({ reason }) => reason)).toEqual(['not-a-number']);
  expect(waiting[0].raw.toString()).toContain('north');
  expect(waiting[0].raw.toString()).not.toContain('49');
});
