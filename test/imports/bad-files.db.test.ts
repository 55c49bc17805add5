import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from 'vitest';
import { makeAccount } from '../support/accounts.ts';
import type { Client } from '../support/client.ts';
import { testDatabase } from '../support/database.ts';
import { startServer } from '../support/server.ts';
import { type ZipEntry, zipOf } from '../support/zip.ts';
import { fixture, parcelsZip, uploadOf } from './upload.ts';

const { db } = await testDatabase();

let client: Client;
let token: string;
beforeEach(async () => {
  ({ token } = await makeAccount(db, { grants: [{ role: 'planner', areaId: null }] }));
  client = (await startServer(db)).withToken(token);
});

const slug = (body: { type: string }) => body.type.split('/').at(-1);

async function refusal(file: Buffer | string | object, fields: Record<string, string> = { datum: 'wgs84' }) {
  const { status, body } = await client.post('/api/imports', uploadOf(file, fields));
  expect(await db('imports').select('id')).toEqual([]);
  return {
    status,
    slug: slug(body),
    detail: body.detail,
    paths: body.errors?.map(({ path }: { path: string }) => path),
  };
}

const ring = '[[10,48],[10.1,48],[10.1,48.1],[10,48]]';
const feature = `{"type":"Feature","geometry":{"type":"Polygon","coordinates":[${ring}]},"properties":{}}`;

describe('a file is refused with the reason where it', () => {
  test.each<[string, Buffer | string, string, RegExp]>([
    ['is no JSON', 'code,name\n1,a\n', 'not-json', /not JSON/],
    ['is empty', '', 'not-json', /no JSON object/],
    ['is cut short', `{"type":"FeatureCollection","features":[${feature},`, 'not-json', /ends in the middle/],
    ['has NaN in it', feature.replace('48.1', 'NaN'), 'not-json', /not JSON/],
    [
      'has a broken feature',
      `{"type":"FeatureCollection","features":[${feature},{"type":}]}`,
      'not-json',
      /feature 1/,
    ],
    ['is JSON of another kind', '{"type":"Letter"}', 'not-geojson', /"Letter"/],
    ['is a list', `[${feature}]`, 'not-json', /not one JSON object/],
    ['has features but no type', `{"features":[${feature}]}`, 'not-geojson', /no type/],
    ['has no features', '{"type":"FeatureCollection","features":[]}', 'no-features', /no features/],
    ['is packed by gzip', gzipSync(feature), 'archive-kind', /\.zip/],
    ['is a bare .shp', fixture('parcels.shp'), 'shapefile-not-zipped', /zip it/],
    [
      'is no archive behind its first bytes',
      Buffer.from('PK\x03\x04 and nothing more'),
      'archive-damaged',
      /damaged/,
    ],
  ])('%s', async (_name, file, type, detail) => {
    expect(await refusal(file)).toMatchObject({
      status: 422,
      slug: type,
      detail: expect.stringMatching(detail),
    });
  });

  test('names a type that is nested ten thousand deep', async () => {
    const deep = `{"type":"Polygon","coordinates":${'['.repeat(10_000)}${']'.repeat(10_000)}}`;
    const { body } = await client.post('/api/imports', uploadOf(deep));
    expect(body.problems).toMatchObject([{ index: 0 }]);
  });
});

describe('a geometry is told with its reason, where', () => {
  const metres = ring
    .replaceAll('10.', '4500000.')
    .replaceAll('[10,', '[4500000,')
    .replaceAll('48', '5300000');
  const enormous = JSON.stringify(Array.from({ length: 200_001 }, (_, i) => [10 + i * 1e-6, 48]));
  test.each<[string, string, string]>([
    ['a ring is open', '[[10,48],[10.1,48],[10.1,48.1],[10.2,48]]', 'open-ring'],
    ['a ring crosses itself', '[[10,48],[10.1,48.1],[10.1,48],[10,48.1],[10,48]]', 'invalid-geometry'],
    ['a number is none', ring.replace('48.1', '1e999'), 'not-a-number'],
    [
      'longitude and latitude are swapped',
      '[[48,120],[48.1,120],[48.1,120.1],[48,120]]',
      'swapped-coordinates',
    ],
    ['coordinates are projected', metres, 'projected-coordinates'],
    ['it is empty', '[]', 'empty-geometry'],
    ['it is enormous', enormous, 'too-many-vertices'],
  ])('%s', async (_name, coordinates, kind) => {
    const file = feature.replace(ring, coordinates);
    const { status, body } = await client.post('/api/imports', uploadOf(file, { datum: 'wgs84' }));
    expect([status, body.problems]).toMatchObject([
      201,
      [{ index: 0, kind, reason: expect.stringMatching(/\w{4}.*\.$/) }],
    ]);
  });
});

describe('the form is refused where', () => {
  test.each<[string, Record<string, string>, string]>([
    ['it has an unknown field', { colour: 'red' }, 'colour'],
    ['the kind is not taken', { kind: 'duties' }, 'kind'],
    ['the kind is missing', { kind: '' }, 'kind'],
    ['cells have no plan', { kind: 'cells' }, 'planId'],
    ['areas have one', { planId: '1' }, 'planId'],
    ['the mapping is no JSON', { mapping: '{name}' }, 'mapping'],
    ['the mapping is no object', { mapping: '["name"]' }, 'mapping'],
    ['the mapping names another field', { mapping: '{"title":"name"}' }, 'mapping.title'],
    ['the encoding is unknown', { encoding: 'morse' }, 'encoding'],
  ])('%s', async (_name, fields, path) => {
    expect(await refusal(feature, { datum: 'wgs84', ...fields })).toMatchObject({
      status: 422,
      paths: [path],
    });
  });

  test('the plan is unknown', async () => {
    expect(await refusal(feature, { kind: 'cells', planId: '987654' })).toMatchObject({ status: 404 });
  });

  test('there is no file, or two', async () => {
    const none = new FormData();
    none.set('kind', 'village');
    expect((await client.post('/api/imports', none)).body.errors).toEqual([
      { path: 'file', reason: 'missing' },
    ]);
    const two = uploadOf(feature);
    two.append('file', new Blob(['x']), 'other.json');
    expect((await client.post('/api/imports', two)).body.errors).toMatchObject([{ path: 'file' }]);
  });

  test('it is no form', async () => {
    const { status, body } = await client.post('/api/imports', { file: feature });
    expect([status, slug(body)]).toEqual([415, 'not-multipart']);
  });

  test('it ends early', async () => {
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    const body = '--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n{"type"';
    const answer = await client.post('/api/imports', body, headers);
    expect([answer.status, slug(answer.body)]).toEqual([400, 'body-incomplete']);
  });

  test('the file is over 256 MB', { timeout: 60_000 }, async () => {
    const answer = await fetch(new URL('/api/imports', client.url), {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x', authorization: `Bearer ${token}` },
      body: Readable.toWeb(Readable.from(blanks(260))) as ReadableStream,
      duplex: 'half',
    } as RequestInit);
    const body = (await answer.json()) as { type: string };
    expect([answer.status, slug(body)]).toEqual([413, 'file-too-large']);
    expect((await client.get('/healthz')).status).toBe(200);
  });

  /** A form whose file is so many megabytes of blanks, made as it is sent. */
  function* blanks(megabytes: number): Generator<Buffer> {
    yield Buffer.from('--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n');
    const piece = Buffer.alloc(1024 * 1024, 0x20);
    for (let sent = 0; sent < megabytes; sent++) yield piece;
    yield Buffer.from('\r\n--x--\r\n');
  }
});

describe('an archive is refused where', () => {
  const layer: ZipEntry[] = [
    { name: 'parcels.shp', data: fixture('parcels.shp') },
    { name: 'parcels.dbf', data: fixture('utf8.dbf') },
  ];

  test.each([
    '../parcels.prj',
    '/etc/parcels.prj',
    'a/../../parcels.prj',
    'C:/parcels.prj',
    '..\\parcels.prj',
  ])('a name leads out of it: %s', async (name) => {
    const { slug: type, detail } = await refusal(zipOf([...layer, { name, data: 'x' }]));
    expect([type, detail]).toEqual(['path-in-archive', expect.stringContaining(name.replaceAll('\\', '/'))]);
  });

  test('it is a bomb', async () => {
    const bomb = zipOf([...layer, { name: 'parcels.prj', data: Buffer.alloc(60 * 1024 * 1024) }]);
    expect(bomb.length).toBeLessThan(100_000);
    expect(await refusal(bomb)).toMatchObject({ status: 413, slug: 'archive-too-large' });
  });

  test('it is a bomb that lies about its size', async () => {
    const bomb = zipOf([
      ...layer,
      { name: 'parcels.prj', data: Buffer.alloc(60 * 1024 * 1024), declaredBytes: 100 },
    ]);
    expect((await refusal(bomb)).slug).toMatch(/^archive-/);
  });

  test('it claims more than a gigabyte', async () => {
    const lies = zipOf([...layer, { name: 'a.prj', data: 'x', declaredBytes: 2 ** 31 }]);
    expect(await refusal(lies)).toMatchObject({ status: 413, slug: 'archive-too-large' });
  });

  test('it holds more than ten thousand files', async () => {
    const many = zipOf(Array.from({ length: 10_001 }, (_, i) => ({ name: `${i}.txt`, data: '' })));
    expect(await refusal(many)).toMatchObject({ status: 413, slug: 'archive-too-large' });
  });

  test('it holds no layer, or several', async () => {
    expect((await refusal(zipOf([{ name: 'a.txt', data: 'x' }]))).slug).toBe('no-layer');
    const two = zipOf([...layer, { name: 'other.shp', data: fixture('parcels.shp') }]);
    expect(await refusal(two)).toMatchObject({
      slug: 'several-layers',
      detail: expect.stringContaining('other.shp'),
    });
  });

  test('its layer is of lines', async () => {
    const lines = Buffer.from(fixture('parcels.shp'));
    lines.writeInt32LE(3, 32);
    expect(await refusal(parcelsZip({ shp: lines }))).toMatchObject({
      slug: 'not-polygonal',
      detail: expect.stringMatching(/lines/),
    });
  });

  test('its layer is none', async () => {
    expect((await refusal(parcelsZip({ shp: 'nothing of the kind' }))).slug).toBe('not-a-shapefile');
  });

  test('but not where it holds GeoJSON', async () => {
    const { body } = await client.post(
      '/api/imports',
      uploadOf(zipOf([{ name: 'a/b.geojson', data: feature }])),
    );
    expect(body).toMatchObject({ format: 'geojson', features: 1, problems: [] });
  });
});
