import { readFileSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { collectGarbage } from '../../server/memory.ts';
import { makeAccount } from '../support/accounts.ts';
import type { Client } from '../support/client.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makeCarrier, makeDevice, makeDuty, makePerson } from '../support/district.ts';
import { dataFolder, dataNote, withData } from '../support/real-data.ts';
import { startServer } from '../support/server.ts';
import { storedOf } from './movement.ts';

const { db, isEmbedded } = await testDatabase();

const gpxType = { 'content-type': 'application/gpx+xml' };

async function start(variables: NodeJS.ProcessEnv = {}) {
  const server = await startServer(db, { RETENTION_MONTHS: '0', ...variables });
  const { token } = await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] });
  return { server, chief: server.withToken(token) };
}

async function tokenOf(chief: Client, deviceId: number): Promise<string> {
  return (await chief.post(`/api/devices/${deviceId}/token`)).body.token;
}

function gpxOf(points: string, head = '<?xml version="1.0" encoding="UTF-8"?>'): string {
  return `${head}<gpx version="1.1" creator="test" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>${points}</trkseg></trk></gpx>`;
}

function pointAt(
  second: number,
  east = 0,
  time = new Date(Date.UTC(2026, 4, 1, 0, 0, second)).toISOString(),
): string {
  return `<trkpt lat="49.2" lon="${(120 + east).toFixed(7)}"><time>${time}</time></trkpt>`;
}

const walk = (count: number) =>
  Array.from({ length: count }, (_, step) => pointAt(step * 10, step * 0.00015)).join('');

test('takes a GPX from a device by its token and from a chief who names the device, once however often sent', async () => {
  const { server, chief } = await start();
  const device = await makeDevice(db);
  const phone = server.withToken(await tokenOf(chief, device));
  const first = await phone.post('/api/tracks', gpxOf(walk(50)), gpxType);
  expect(first).toMatchObject({
    status: 200,
    body: { received: 50, stored: 50, duplicates: 0, flagged: [], refused: [], offDuty: 0, truncated: false },
  });
  expect(first.body.tracks).toHaveLength(1);
  const form = new FormData();
  form.append('file', new Blob([gpxOf(walk(50))]), 'walk.gpx');
  const second = await chief.post(`/api/tracks?device=${device}`, form);
  expect(second.body).toMatchObject({ received: 50, stored: 0, duplicates: 50, tracks: first.body.tracks });
  expect((await storedOf(db, device)).fixes).toHaveLength(50);
});

test('says which points it refuses and flags, by their place in the file', async () => {
  const { chief } = await start();
  const device = await makeDevice(db);
  const points = [
    pointAt(0),
    '<trkpt lat="49" lon="120"></trkpt>',
    '<trkpt lat="121" lon="49"><time>2026-05-01T00:00:10Z</time></trkpt>',
    pointAt(20),
    pointAt(30, 3),
    pointAt(40),
    pointAt(50, 0, '1901-12-13T20:45:52Z'),
    pointAt(60, 0, '2099-01-01T00:00:00Z'),
    '<trkpt lat="0" lon="0"><time>2026-05-01T00:01:10Z</time></trkpt>',
  ];
  const { body } = await chief.post(`/api/tracks?device=${device}`, gpxOf(points.join('')), gpxType);
  expect(body).toMatchObject({
    received: 9,
    stored: 7,
    refused: [
      { index: 1, reason: 'no-time' },
      { index: 2, reason: 'maybe-swapped' },
    ],
    flagged: [
      { index: 4, reason: 'impossible-speed' },
      { index: 6, reason: 'time-suspect' },
      { index: 7, reason: 'time-suspect' },
      { index: 8, reason: 'null-island' },
    ],
    flaggedCount: 4,
    refusedCount: 2,
  });
});

test('keeps the complete points of a truncated GPX and says that it ends early', async () => {
  const { chief } = await start();
  const device = await makeDevice(db);
  const whole = gpxOf(walk(20));
  const cut = whole.slice(0, whole.lastIndexOf('<time>') + 12);
  const { status, body } = await chief.post(`/api/tracks?device=${device}`, cut, gpxType);
  expect([status, body.stored, body.truncated]).toEqual([200, 19, true]);
});

test('acknowledges a GPX without any track point, and without any time', async () => {
  const { chief } = await start();
  const device = await makeDevice(db);
  const empty = await chief.post(
    `/api/tracks?device=${device}`,
    '<gpx><wpt lat="1" lon="2"/></gpx>',
    gpxType,
  );
  expect([empty.status, empty.body.received]).toEqual([200, 0]);
  const timeless = gpxOf('<trkpt lat="49" lon="120"/><trkpt lat="49" lon="120.1"/>');
  const { status, body } = await chief.post(`/api/tracks?device=${device}`, timeless, gpxType);
  expect([status, body.stored, body.refused.length, body.refused[0].reason]).toEqual([200, 0, 2, 'no-time']);
});

test('refuses what is no track with a sentence that says what is taken', async () => {
  const { chief } = await start();
  const device = await makeDevice(db);
  const bodies = [
    '<rss/>',
    '',
    'just words',
    '<html></html>',
    '\u0000\u0001\u0002',
    '%PDF-1.7',
    '{"type":"Topology"}',
  ];
  for (const body of bodies) {
    const answer = await chief.post(`/api/tracks?device=${device}`, body, {
      'content-type': 'application/octet-stream',
    });
    expect([body, answer.status]).toEqual([body, 415]);
  }
  const answer = await chief.post(`/api/tracks?device=${device}`, '<rss/>');
  expect(answer.body.detail).toContain('GPX 1.0 and 1.1, KML and KMZ, TCX, FIT, GeoJSON, CSV, PLT and NMEA');
});

test('refuses a GPX that declares a document type or uses entities', async () => {
  const { chief } = await start();
  const device = await makeDevice(db);
  const bomb =
    '<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>';
  const answer = await chief.post(`/api/tracks?device=${device}`, gpxOf(walk(2), bomb), gpxType);
  expect([answer.status, answer.body.type]).toEqual([422, expect.stringContaining('document-type')]);
  const entity = gpxOf(`<trkpt lat="1" lon="2"><time>&now;</time></trkpt>`);
  const undeclared = await chief.post(`/api/tracks?device=${device}`, entity, gpxType);
  expect(undeclared.body).toMatchObject({ stored: 0, truncated: true });
  expect((await storedOf(db, device)).fixes).toEqual([]);
});

const megabyte = 1024 * 1024;

/** A GPX of points with extensions of 0.9 MB each, and one of very many elements, piece by piece. */
function* longGpx(points: number): Generator<Buffer> {
  const extensions = `<extensions><note>${'x'.repeat(900_000)}</note></extensions>`;
  yield Buffer.from('<?xml version="1.0"?><gpx version="1.1"><trk><trkseg>');
  for (let sent = 0; sent < points; sent++)
    yield Buffer.from(pointAt(sent * 10, sent * 0.00015).replace('</trkpt>', `${extensions}</trkpt>`));
  // Held as they are, the elements of this one would take a hundred times the room of their text.
  yield Buffer.from('<trkpt lat="49.2" lon="121"><extensions>');
  for (let sent = 0; sent < 5; sent++) yield Buffer.from('<a/>'.repeat(megabyte / 4));
  yield Buffer.from('</extensions></trkpt></trkseg></trk></gpx>');
}

// On one database only: what it costs is the reading.
test.skipIf(isEmbedded)(
  'stores a GPX of 200 MB as it comes, in the memory of its longest records',
  async () => {
    const { server, chief } = await start();
    const device = await makeDevice(db);
    const token = await tokenOf(chief, device);
    const alive = () => {
      collectGarbage();
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return heapUsed + arrayBuffers;
    };
    const before = alive();
    const grownMegabytes: number[] = [];
    function* watched() {
      let pieces = 0;
      for (const piece of longGpx(230)) {
        yield piece;
        pieces += 1;
        if (pieces % 60 === 0 || pieces === 236) grownMegabytes.push((alive() - before) / megabyte);
      }
    }
    // Not by fetch, which keeps all that it has sent.
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}` };
      const sending = httpRequest(new URL('/api/tracks', server.url), { method: 'POST', headers }, resolve);
      sending.on('error', reject);
      Readable.from(watched()).pipe(sending);
    });
    const receipt = JSON.parse(await text(answer));
    expect(receipt).toMatchObject({ received: 231, stored: 230, truncated: false });
    expect(receipt.refused).toEqual([{ index: 230, reason: 'no-time' }]);
    expect((await storedOf(db, device)).fixes).toHaveLength(230);
    expect(grownMegabytes).toHaveLength(4);
    expect(Math.max(...grownMegabytes)).toBeLessThan(40);
  },
);

test('answers 413 to a body over the limit without reading it into memory', async () => {
  const { server, chief } = await start();
  const device = await makeDevice(db);
  const token = await tokenOf(chief, device);
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const sending = httpRequest(
      new URL('/api/tracks', server.url),
      {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-length': 300 * 1024 * 1024 },
      },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    );
    sending.on('error', reject);
    const piece = Buffer.alloc(1024 * 1024, 0x20);
    let left = 300;
    const send = () => {
      while (left-- > 0) if (!sending.write(piece)) return void sending.once('drain', send);
      sending.end();
    };
    send();
  });
  expect(status).toBe(413);
});

test('lets in neither a wrong or revoked token nor that of another device', async () => {
  const { server, chief } = await start();
  const [device, other] = [await makeDevice(db), await makeDevice(db)];
  const token = await tokenOf(chief, device);
  const body = gpxOf(walk(2));
  const own = server.withToken(token);
  expect((await own.post(`/api/tracks?device=${other}`, body, gpxType)).status).toBe(403);
  expect((await server.withToken('wrong').post('/api/tracks', body, gpxType)).status).toBe(401);
  expect((await server.post('/api/tracks', body, gpxType)).status).toBe(401);
  await tokenOf(chief, device);
  expect((await own.post('/api/tracks', body, gpxType)).status).toBe(401);
  expect((await own.get('/api/areas')).status).toBe(401);
  expect((await chief.post('/api/tracks', body, gpxType)).status).toBe(422);
  expect((await storedOf(db, device)).fixes).toEqual([]);
});

test('takes no track for a device of another station', async () => {
  const { server } = await start();
  const station = await makeArea(db, { kind: 'station', box: [119, 48, 120, 49] });
  const elsewhere = await makeArea(db, { kind: 'station', box: [121, 48, 122, 49] });
  const { token } = await makeAccount(db, { grants: [{ role: 'chief', areaId: station }] });
  const device = await makeDevice(db, { stationAreaId: elsewhere });
  const answer = await server.withToken(token).post(`/api/tracks?device=${device}`, gpxOf(walk(2)), gpxType);
  expect(answer.status).toBe(404);
});

test('keeps positions of the carrier on duty only, and counts the others', async () => {
  const { chief } = await start();
  const [device, personId] = [await makeDevice(db), await makePerson(db)];
  await makeCarrier(db, { deviceId: device, personId, from: '2026-01-01T00:00:00Z' });
  await makeDuty(db, { personId, from: '2026-05-01T00:01:00Z', to: '2026-05-01T00:02:00Z' });
  const { body } = await chief.post(`/api/tracks?device=${device}`, gpxOf(walk(30)), gpxType);
  expect(body).toMatchObject({ received: 30, stored: 6, offDuty: 24 });
  expect((await storedOf(db, device)).fixes).toHaveLength(6);
  const [count] = await db('off_duty_counts').select('day', 'count');
  expect(count).toEqual({ day: '2026-05-01', count: 24 });
});

test('refuses what is older than the retention, with that reason', async () => {
  const { chief } = await start({ RETENTION_MONTHS: '3' });
  const device = await makeDevice(db);
  const now = new Date().toISOString();
  const { body } = await chief.post(
    `/api/tracks?device=${device}`,
    gpxOf(pointAt(0, 0, '2020-01-01T00:00:00Z') + pointAt(1, 0, now)),
    gpxType,
  );
  expect(body).toMatchObject({ stored: 1, refused: [{ index: 0, reason: 'older-than-retention' }] });
});

test('sums the receipts of a file of many batches', { timeout: 60_000 }, async () => {
  const { chief } = await start();
  const device = await makeDevice(db);
  const count = 12_345;
  const file = gpxOf(
    Array.from({ length: count }, (_, step) => pointAt(step, step === 5_000 ? 4 : step * 0.00001)).join(''),
  );
  const { body } = await chief.post(`/api/tracks?device=${device}`, file, gpxType);
  expect(body).toMatchObject({ received: count, stored: count, duplicates: 0, flaggedCount: 1 });
  // The verdict on the first of a batch, that the next shows to be a jump.
  expect(body.flagged).toEqual([{ index: 5_000, reason: 'impossible-speed' }]);
  expect(body.tracks).toHaveLength(1);
});

const realFiles: [file: string, points: number, withTime: number, segments: number][] = [
  ['togeojson/blue_hills.gpx', 1243, 1243, 14],
  ['gpxpy/korita-zbevnica.gpx', 871, 513, 2],
  ['gpxpy/cerknicko-without-times.gpx', 296, 5, 1],
  ['gpxpy/Mojstrovka.gpx', 184, 184, 1],
  ['togeojson/multitrackgpx.gpx', 117, 117, 3],
  ['togeojson/run_gpxtpx.gpx', 42, 42, 1],
];

test.skipIf(!withData)(`takes real files whole, and a second time nothing more${dataNote}`, async () => {
  const { chief } = await start();
  for (const [name, points, withTime] of realFiles) {
    const device = await makeDevice(db);
    const bytes = readFileSync(join(dataFolder, 'tracks', name));
    const { body } = await chief.post(`/api/tracks?device=${device}`, bytes, gpxType);
    expect([name, body.received, body.stored + body.duplicates, body.refused.length]).toEqual([
      name,
      points,
      withTime,
      points - withTime,
    ]);
    const before = await storedOf(db, device);
    expect(before.fixes).toHaveLength(body.stored);
    const again = await chief.post(`/api/tracks?device=${device}`, bytes, gpxType);
    expect(again.body).toMatchObject({ stored: 0, duplicates: withTime });
    expect(await storedOf(db, device)).toEqual(before);
  }
});
