import { request as httpRequest } from 'node:http';
import { Writable } from 'node:stream';
import type { Knex } from 'knex';
import pino from 'pino';
import { describe, expect, test } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { makeDevice, makeDeviceToken } from '../support/district.ts';
import { vectorsNote, withVectors } from '../support/real-data.ts';
import { startServer } from '../support/server.ts';
import { queryOf, type Vector, vectorsOf } from '../support/vectors.ts';
import { expectedAnswer, type LiveCase, liveCases } from './protocols/live-cases.ts';

const { db } = await testDatabase();
const wrong = 'a-token-that-no-device-has';

/** The same case as a client of ours sends it: with a token in the address. */
function addressOf({ vector, name }: LiveCase, token: string): string {
  const url = vector.input.url ?? '/';
  if (url.includes('api_key=')) return url.replace(/api_key=\w+/, `api_key=${token}`);
  const query = queryOf(url) === '' ? '' : `?${queryOf(url)}`;
  const behind = name === 'phonetrack' ? url.split('?')[0] : '';
  return `/ingest/${name}/${token}${behind}${query}`;
}

async function send(base: string, address: string, { method = 'GET', headers, body }: Vector['input']) {
  const content = method === 'GET' ? {} : { body: body ?? '' };
  const answer = await fetch(`${base}${address}`, { method, headers: headers ?? {}, ...content });
  const contentType = answer.headers.get('content-type');
  return { status: answer.status, contentType, body: await answer.text() };
}

async function deviceWithToken(db: Knex) {
  const device = await makeDevice(db);
  return { device, token: await makeDeviceToken(db, device) };
}

describe.skipIf(!withVectors)(`peers' cases over HTTP${vectorsNote}`, () => {
  const overHttp = liveCases().filter(({ vector }) => vector.input.transport === 'http');

  test('are answered to the byte, and nothing of them is lost', async () => {
    const { device, token } = await deviceWithToken(db);
    const { url } = await startServer(db, { RETENTION_MONTHS: '0', INGEST_GROUP_MS: '0' });
    const expected: [id: string, protocol: string, received: number][] = [];
    for (const one of overHttp) {
      const { id, expect: expects, input } = one.vector;
      const isRefused = expects.disposition === 'reject_auth';
      if (one.file === 'owntracks_http')
        await db('devices')
          .where({ id: device })
          .update({ secret: expects.key ?? null });
      const answer = await send(url, addressOf(one, isRefused ? wrong : token), input);
      expect([id, answer]).toMatchObject([id, expectedAnswer(one)]);
      const { fixes, refused } = one.decode(one.request);
      if (!isRefused) expected.push([id, one.name, fixes.length + refused.length]);
    }
    const receipts = await db('receipts').where({ device_id: device }).orderBy('id');
    expect(
      receipts.map(({ protocol, received }, index) => [expected[index]?.[0], protocol, received]),
    ).toEqual(expected);
    for (const { received, stored, duplicates, refused } of receipts)
      expect(stored + duplicates + (refused?.length ?? 0)).toBe(received);
  });

  test('traccar_osmand_form: a sequence out of order and with a copy is stored once', async () => {
    const { device, token } = await deviceWithToken(db);
    const { url } = await startServer(db, { RETENTION_MONTHS: '0', INGEST_GROUP_MS: '0' });
    for (const { input, expect: expected } of vectorsOf('traccar_osmand_form')) {
      if (!input.requests) continue;
      for (const line of input.requests) {
        const [method = '', , body = ''] = line.split(' ');
        expect(await send(url, `/ingest/osmand/${token}`, { method, body })).toMatchObject({ status: 200 });
      }
      expect(await db('fixes').where({ device_id: device })).toHaveLength(expected.stored_points ?? 0);
    }
  });
});

test('a wrong token is refused at every door, in the form of the client where it has one', async () => {
  const { url } = await startServer(db);
  const post = { method: 'POST', body: '{}' };
  const statuses: [address: string, body: string | RegExp][] = [
    [`/ingest/osmand/${wrong}`, /wrong-token/],
    [`/ingest/owntracks/${wrong}`, /wrong-token/],
    [`/ingest/gpslogger/${wrong}`, /wrong-token/],
    [`/ingest/opengts/${wrong}`, /wrong-token/],
    [`/ingest/overland/${wrong}`, /^\{"error":"/],
    [`/api/v1/overland/batches?api_key=${wrong}`, /^\{"error":"/],
    ['/api/v1/overland/batches', /^\{"error":"/],
    [`/ingest/phonetrack/${wrong}/logPost/a/b`, /^\{"done":0,"friends":\[\]\}$/],
  ];
  for (const [address, body] of statuses)
    expect([address, await send(url, address, post)]).toEqual([
      address,
      { status: 401, contentType: expect.any(String), body: expect.stringMatching(body) },
    ]);
  expect(await db('receipts')).toEqual([]);
});

test('a token stands in no log and in nothing that is kept, wherever it was entered', async () => {
  const { device, token } = await deviceWithToken(db);
  let logged = '';
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      logged += chunk;
      done();
    },
  });
  const { url } = await startServer(db, {}, { log: pino({ level: 'trace' }, stream) });
  const at = new Date().toISOString();
  const feature = {
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [120, 49] },
    properties: { timestamp: at },
  };
  const batch = { method: 'POST', body: JSON.stringify({ locations: [feature] }) };
  const answers = [
    await send(url, `/api/v1/overland/batches?api_key=${token}`, {
      ...batch,
      headers: { authorization: `Bearer ${token}` },
    }),
    await send(url, `/ingest/overland/${token}/api/v1/overland/batches?api_key=${token}`, batch),
    await send(
      url,
      `/ingest/phonetrack/${token}/index.php/apps/phonetrack/logGet/${token}/p?lat=49&lon=120`,
      {},
    ),
    await send(url, `/ingest/gpslogger/${token}?lat=49&lon=120&key=${token}`, { method: 'DELETE' }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  await send(url, `/ingest/${token}`, {});
  expect(logged).toContain('/ingest/overland/[token]');
  expect(logged).not.toContain(token);
  const receipts = await db('receipts').where({ device_id: device }).orderBy('id');
  expect(receipts.map(({ protocol }) => protocol)).toEqual([
    'overland',
    'overland',
    'phonetrack',
    'gpslogger',
  ]);
  for (const { body } of receipts) {
    expect(body.toString()).toContain('49');
    expect(body.toString()).not.toContain(token);
  }
});

function begin(url: string, bytes: number) {
  const begun = httpRequest(url, { method: 'POST', headers: { 'content-length': bytes } });
  begun.on('error', () => {});
  return begun;
}

/** What is answered to a body of so many bytes before it comes; undefined where it is waited for. */
function announced(url: string, bytes: number): Promise<number | undefined> {
  const begun = begin(url, bytes);
  begun.flushHeaders();
  return new Promise<number | undefined>((resolve) => {
    begun.once('response', ({ statusCode }) => resolve(statusCode));
    setTimeout(resolve, 200);
  }).finally(() => begun.destroy());
}

test('more than the memory for uploads holds is told to come again, and a body over 4 MB never fits', async () => {
  const { token } = await deviceWithToken(db);
  const { url } = await startServer(db, { INGEST_MEMORY_MB: '5' });
  const address = `/ingest/owntracks/${token}`;
  const slow = begin(`${url}${address}`, 3_900_001);
  slow.write(' '.repeat(3_900_000));
  await expect.poll(() => announced(`${url}${address}`, 2_000_000), { timeout: 20_000 }).toBe(503);
  const big = { method: 'POST', body: ' '.repeat(2_000_000) };
  const refused = await fetch(`${url}${address}`, big);
  expect(refused.headers.get('retry-after')).toBe('5');
  expect((await send(url, address, { method: 'POST', body: '[]' })).status).toBe(200);
  slow.destroy();
  await expect.poll(async () => (await send(url, address, big)).status, { timeout: 20_000 }).toBe(200);
  expect((await send(url, address, { method: 'POST', body: ' '.repeat(4_300_000) })).status).toBe(413);
});
