import { expect, test } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { makeDevice, makeDeviceToken } from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();

type Sent = { method?: string; body?: string; headers?: Record<string, string> };

async function ask(url: string, { method = 'POST', body, headers = {} }: Sent = {}) {
  const answer = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
  const named = [...answer.headers].filter(([name]) => name !== 'date');
  return { status: answer.status, headers: named, body: await answer.text() };
}

const addresses: [protocol: string, behind: string, sent: Sent][] = [
  ['osmand', '?lat=49&lon=120&timestamp=1767225600', {}],
  ['osmand', '?lat=49&lon=120&timestamp=1767225601', { method: 'GET' }],
  ['osmand', '', { body: 'lat=49&lon=120&timestamp=1767225602' }],
  ['owntracks', '', { body: '{"_type":"location","lat":49,"lon":120,"tst":1767225603}' }],
  ['overland', '', { body: '{"locations":[]}' }],
  ['phonetrack', '/logGet/a/b?lat=49&lon=120&timestamp=1767225604', { method: 'GET' }],
  ['gpslogger', '?lat=49&lon=120&timestamp=1767225605', { method: 'PUT', body: '' }],
  ['opengts', '?gprmc=$GPRMC,082202,A,5006.747,N,1416.512,E,0.0,0.0,311226,,*0A', { method: 'GET' }],
];

test('a device is answered as the routes answer, to the header, before and after its token is held', async () => {
  const { url } = await startServer(db, { INGEST_GROUP_MS: '0', RETENTION_MONTHS: '0' });
  for (const [protocol, behind, sent] of addresses) {
    const token = await makeDeviceToken(db, await makeDevice(db));
    const address = `${url}/ingest/${protocol}/${token}${behind}`;
    const first = await ask(address, sent);
    expect([protocol, first.status]).toEqual([protocol, 200]);
    expect(await ask(address, sent)).toEqual(first);
    // Only the router takes capitals for the same.
    expect(await ask(address.replace('/ingest/', '/Ingest/'), sent)).toEqual(first);
  }
  // What is not the usual is answered all the same.
  const token = await makeDeviceToken(db, await makeDevice(db));
  const address = `${url}/ingest/osmand/${token}`;
  await ask(`${address}?lat=49&lon=120`);
  expect(await ask(`${address}?lat=49&lon=120`, { method: 'PUT' })).toMatchObject({ status: 404 });
  expect(await ask(`${url}/Ingest/OsmAnd/${token}/?lat=49&lon=120`)).toMatchObject({ status: 200 });
});

test('a token that was revoked, ran out or went to another device is noticed at once, though it is held', async () => {
  const { url } = await startServer(db, { INGEST_GROUP_MS: '0' });
  const other = await makeDevice(db);
  const changes: (Record<string, unknown> | 'deleted')[] = [
    { revoked_at: new Date() },
    { expires_at: new Date(Date.now() - 1_000) },
    'deleted',
  ];
  for (const change of changes) {
    const device = await makeDevice(db);
    const token = await makeDeviceToken(db, device);
    const address = `${url}/ingest/osmand/${token}?lat=49&lon=120`;
    expect([await ask(address), await ask(address)]).toMatchObject([{ status: 200 }, { status: 200 }]);
    const tokens = db('tokens').where({ device_id: device });
    await (change === 'deleted' ? tokens.delete() : tokens.update(change));
    expect(await ask(address)).toMatchObject({ status: 401, body: expect.stringContaining('wrong-token') });
    expect(await db('receipts').where({ device_id: device })).toHaveLength(2);
  }
  const device = await makeDevice(db);
  const address = `${url}/ingest/osmand/${await makeDeviceToken(db, device)}?lat=49&lon=120`;
  await ask(address);
  await db('tokens').where({ device_id: device }).update({ device_id: other });
  expect(await ask(address)).toMatchObject({ status: 200 });
  expect(await db('receipts').where({ device_id: other })).toHaveLength(1);
});

test('one refused token keeps nobody else of its group from being stored', async () => {
  const { url } = await startServer(db, { INGEST_GROUP_MS: '50' });
  const made = await Promise.all(
    Array.from({ length: 6 }, async () => {
      const device = await makeDevice(db);
      return { device, address: `${url}/ingest/osmand/${await makeDeviceToken(db, device)}?lat=49&lon=120` };
    }),
  );
  const statuses = () => Promise.all(made.map(async ({ address }) => (await ask(address)).status));
  expect(await statuses()).toEqual([200, 200, 200, 200, 200, 200]);
  await db('tokens').where({ device_id: made[2]?.device }).update({ revoked_at: new Date() });
  expect(await statuses()).toEqual([200, 200, 401, 200, 200, 200]);
});
