import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { fileOf, samples } from '../devices/files/samples.ts';
import { makeAccount } from '../support/accounts.ts';
import { usesEmbedded } from '../support/choice.ts';
import { testDatabase } from '../support/database.ts';
import { makeDevice } from '../support/district.ts';
import { dataFolder, dataNote, withData } from '../support/real-data.ts';
import { startServer } from '../support/server.ts';
import { zipOf } from '../support/zip.ts';
import { storedOf } from './movement.ts';

const { db } = await testDatabase();

async function start() {
  const server = await startServer(db, { RETENTION_MONTHS: '0' });
  const { token } = await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] });
  return server.withToken(token);
}

function multipart(
  content: Uint8Array | string,
  fileName: string,
  fields: Record<string, string> = {},
): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([Uint8Array.from(Buffer.from(content))]), fileName);
  return form;
}

const kml = samples.find(({ format }) => format === 'kml');
if (!kml) throw new Error('There is no KML sample.');
const document = fileOf(kml);
const octets = { 'content-type': 'application/octet-stream' };

test('takes every format as multipart and as the raw body, and the second time nothing more', async () => {
  const chief = await start();
  for (const sample of samples) {
    const device = await makeDevice(db);
    const file = fileOf(sample);
    const name = sample.fileName ?? 'track';
    const first = await chief.post(`/api/tracks?device=${device}`, multipart(file, name));
    expect(first).toMatchObject({
      status: 200,
      body: { format: sample.format, received: 4, stored: 4, refused: [], truncated: false },
    });
    expect(first.body.tracks).toHaveLength(1);
    const again = await chief.post(`/api/tracks?device=${device}`, file, octets);
    expect([sample.format, again.body.duplicates, again.body.stored]).toEqual([sample.format, 4, 0]);
    expect((await storedOf(db, device)).fixes).toHaveLength(4);
    const cut = await chief.post(
      `/api/tracks?device=${device}`,
      file.subarray(0, -sample.tail.length - 1),
      octets,
    );
    expect([sample.format, cut.status, cut.body.stored, cut.body.duplicates >= 3]).toEqual([
      sample.format,
      200,
      0,
      true,
    ]);
  }
});

test('takes GeoJSON by its own content types, and longer than other JSON may be', async () => {
  const chief = await start();
  const device = await makeDevice(db);
  const feature = {
    type: 'Feature',
    properties: { time: '2026-05-01T00:00:00Z', note: '' },
    geometry: { type: 'Point', coordinates: [120, 49] },
  };
  for (const type of ['application/json', 'application/geo+json']) {
    const { body } = await chief.post(`/api/tracks?device=${device}`, JSON.stringify(feature), {
      'content-type': type,
    });
    expect(body).toMatchObject({ format: 'geojson', received: 1 });
  }
  const long = { ...feature, properties: { ...feature.properties, note: 'x'.repeat(11 * 1024 * 1024) } };
  const { body } = await chief.post(`/api/tracks?device=${device}`, {
    type: 'FeatureCollection',
    features: [long],
  });
  expect(body).toMatchObject({ received: 1, duplicates: 1 });
});

test('reads every KML of a KMZ, and a zip of one track', async () => {
  const chief = await start();
  const device = await makeDevice(db);
  const later = document.toString().replaceAll('2026-05-01', '2026-05-02');
  const kmz = zipOf([
    { name: 'doc.kml', data: document },
    { name: 'files/second.kml', data: later },
    { name: 'files/icon.png', data: 'no picture' },
  ]);
  const { body } = await chief.post(`/api/tracks?device=${device}`, multipart(kmz, 'patrol.kmz'));
  expect(body).toMatchObject({ format: 'kml', received: 8, stored: 8, truncated: false });
  const gpx = samples.find(({ format }) => format === 'gpx');
  const zip = zipOf([{ name: 'a/track.gpx', data: gpx ? fileOf(gpx) : '' }]);
  const other = await chief.post(`/api/tracks?device=${device}`, zip, octets);
  expect(other.body).toMatchObject({ format: 'gpx', received: 4 });
});

test('refuses archives that are bombs, damaged, of several tracks or of none', async () => {
  const chief = await start();
  const device = await makeDevice(db);
  const bomb = Buffer.alloc(12 * 1024 * 1024, 0x20);
  const cases: [Buffer, number, string][] = [
    [zipOf([{ name: 'doc.kml', data: bomb }]), 413, 'archive-too-large'],
    [zipOf([{ name: 'doc.kml', data: bomb, declaredBytes: 1000 }]), 422, 'archive-damaged'],
    [zipOf([{ name: '../doc.kml', data: document }]), 422, 'path-in-archive'],
    [zipOf([{ name: 'doc.kml', data: document }]).subarray(0, 100), 422, 'archive-damaged'],
    [
      zipOf([
        { name: 'a.gpx', data: '' },
        { name: 'b.gpx', data: '' },
      ]),
      422,
      'several-files',
    ],
    [zipOf([{ name: 'readme.md', data: 'nothing' }]), 415, 'unsupported-format'],
    [
      zipOf([{ name: 'doc.kml', data: zipOf([{ name: 'doc.kml', data: document }]) }]),
      415,
      'unsupported-format',
    ],
  ];
  for (const [file, status, slug] of cases) {
    const answer = await chief.post(`/api/tracks?device=${device}`, multipart(file, 'patrol.kmz'));
    expect([slug, answer.status, answer.body.type]).toEqual([slug, status, expect.stringContaining(slug)]);
  }
  expect((await storedOf(db, device)).fixes).toEqual([]);
});

test('refuses a document type in every XML there is', async () => {
  const chief = await start();
  const device = await makeDevice(db);
  const bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>';
  for (const { format, head, records, tail } of samples.filter(({ head }) =>
    head.toString().startsWith('<?xml'),
  )) {
    const file = Buffer.concat([head, ...records, tail])
      .toString()
      .replace('?>', `?>${bomb}`);
    const answer = await chief.post(`/api/tracks?device=${device}`, file, octets);
    expect([format, answer.status, answer.body.type]).toEqual([
      format,
      422,
      expect.stringContaining('document-type'),
    ]);
  }
});

test('asks which columns of a table are what, and reads it as it is told', async () => {
  const chief = await start();
  const device = await makeDevice(db);
  const table = '编号,N,E,when\n1,49.5,120.5,2026-05-01 08:00:00\n2,49.5,120.5001,2026-05-01 08:00:10\n';
  const asked = await chief.post(`/api/tracks?device=${device}`, multipart(table, '巡逻.csv'));
  expect(asked).toMatchObject({
    status: 422,
    body: {
      columns: ['编号', 'N', 'E', 'when'],
      rows: [['1', '49.5', '120.5', '2026-05-01 08:00:00'], { length: 4 }],
    },
  });
  const mapping = JSON.stringify({ lat: 'N', lon: 'E', time: 'when' });
  const told = await chief.post(
    `/api/tracks?device=${device}`,
    multipart(table, '巡逻.csv', { mapping, zone: 'UTC' }),
  );
  expect(told.body).toMatchObject({ format: 'csv', stored: 2 });
  const raw = await chief.post(
    `/api/tracks?device=${device}&zone=UTC&mapping=${encodeURIComponent(mapping)}`,
    table,
    { 'content-type': 'text/csv' },
  );
  expect(raw.body).toMatchObject({ duplicates: 2 });
  for (const wrong of ['{"height":"N"}', '[]', 'lat=N'])
    expect(
      (await chief.post(`/api/tracks?device=${device}`, multipart(table, 'a.csv', { mapping: wrong })))
        .status,
    ).toBe(422);
  const zone = await chief.post(
    `/api/tracks?device=${device}`,
    multipart(table, 'a.csv', { mapping, zone: 'Mars' }),
  );
  expect(zone.body.errors).toMatchObject([{ path: 'zone' }]);
});

test('sends a track back out as GPX that it takes again whole', async () => {
  const chief = await start();
  const [device, other] = [await makeDevice(db), await makeDevice(db)];
  const { body } = await chief.post(`/api/tracks?device=${device}`, document, octets);
  const gpx = await chief.get<string>(`/api/tracks/${body.tracks[0]}?f=gpx`);
  expect(gpx.headers.get('content-type')).toContain('application/gpx+xml');
  const copied = await chief.post(`/api/tracks?device=${other}`, gpx.body, octets);
  expect(copied.body).toMatchObject({ received: 4, stored: 4 });
  expect((await storedOf(db, other)).fixes).toEqual((await storedOf(db, device)).fixes);
});

test.skipIf(!withData)(
  `takes the users of GeoLife whole, with the counts of the manifest${dataNote}`,
  async () => {
    const chief = await start();
    const folder = join(dataFolder, 'tracks/geolife/plt');
    const points: Record<string, number> = {};
    for (const user of readdirSync(folder)) {
      const device = await makeDevice(db);
      for (const name of readdirSync(join(folder, user, 'Trajectory'))) {
        const file = readFileSync(join(folder, user, 'Trajectory', name));
        const { body } = await chief.post(`/api/tracks?device=${device}`, file, octets);
        expect([name, body.format, body.refusedCount, body.truncated]).toEqual([name, 'plt', 0, false]);
        expect(body.stored + body.duplicates).toBe(body.received);
        points[user] = (points[user] ?? 0) + body.received;
      }
    }
    expect(Object.values(points).reduce((sum, count) => sum + count, 0)).toBe(21_407);
  },
);

/** The embedded database takes three times as long for it, and the three users above the same way. */
const isWholeSkipped = !withData || usesEmbedded();

test.skipIf(isWholeSkipped)(`takes all 217,653 points of GeoLife, with their gaps${dataNote}`, async () => {
  const chief = await start();
  const file = gunzipSync(readFileSync(join(dataFolder, 'tracks/geolife/skmob_users_001_005.txt.gz')));
  const [head = '', ...rows] = file.toString().trim().split('\n');
  const devices: number[] = [];
  let received = 0;
  for (const user of ['001', '005']) {
    const device = await makeDevice(db);
    const table = [head, ...rows.filter((row) => row.endsWith(`,${user}`)), ''].join('\n');
    const { body } = await chief.post(`/api/tracks?device=${device}&zone=UTC`, table, {
      'content-type': 'text/csv',
    });
    expect(body).toMatchObject({ format: 'csv', refusedCount: 0, offDuty: 0, truncated: false });
    expect(body.stored + body.duplicates).toBe(body.received);
    received += body.received;
    devices.push(device);
  }
  expect(received).toBe(217_653);
  const { rows: counted } = await db.raw(
    `select count(*) filter (where pause > interval '5 minutes') as gaps
     from (select recorded_at - lag(recorded_at) over (partition by device_id order by recorded_at) as pause
       from fixes where device_id = any(:devices)) as steps`,
    { devices },
  );
  expect(counted).toEqual([{ gaps: 666 }]);
});
