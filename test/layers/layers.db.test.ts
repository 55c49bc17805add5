import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { uploadOf } from '../imports/upload.ts';
import { box, makeArea } from '../plans/plan.ts';
import { makeAccount } from '../support/accounts.ts';
import type { Client } from '../support/client.ts';
import { testDatabase } from '../support/database.ts';
import { startServer } from '../support/server.ts';
import { zipOf } from '../support/zip.ts';

const { db } = await testDatabase();

let client: Client;
let url: string;
let district: number;
beforeEach(async () => {
  const { token } = await makeAccount(db, { grants: [{ role: 'planner', areaId: null }] });
  const server = await startServer(db);
  ({ url } = server);
  client = server.withToken(token);
  district = await makeArea(db, { kind: 'district', code: 'D', rings: [box(9, 47, 12, 50)] });
});

const slug = ({ type }: { type?: string }) => type?.split('/').at(-1);
const feature = (geometry: object, properties: object) => ({ type: 'Feature', geometry, properties });
const point = (lon: number, lat: number) => ({ type: 'Point', coordinates: [lon, lat] });
const collection = (...features: object[]) => ({ type: 'FeatureCollection', features });

/** Points and lines by ogr2ogr: two villages with households, a road and a railway in two parts. */
const shapefile = (name: 'points' | 'lines') =>
  zipOf(
    ['shp', 'dbf', 'prj', 'cpg'].map((ending) => ({
      name: `${name}.${ending}`,
      data: readFileSync(join(import.meta.dirname, `../fixtures/layers/${name}.${ending}`)),
    })),
  );

async function imported(file: Buffer | string | object, fields: Record<string, string>, name = 'layer') {
  const form = uploadOf(file, { kind: 'points', areaId: String(district), ...fields }, name);
  const preview = await client.post('/api/imports', form);
  expect(preview.body).toMatchObject({ id: expect.any(Number) });
  const { body: result } = await client.post(`/api/imports/${preview.body.id}/commit`, {});
  const { body } = await client.get(`/api/layers/${result.layerId}/features`);
  return { preview: preview.body, result, features: body.features };
}

const said = (skipped: { index: number; reason: string }[]) =>
  skipped.map(({ index, reason }) => `${index} ${reason}`);

describe('points', () => {
  test('come from GeoJSON, and the list says what there is', async () => {
    const file = collection(
      feature(point(10, 48), { name: '甲', weight: 3, class: 'seat' }),
      feature(
        {
          type: 'MultiPoint',
          coordinates: [
            [10, 48.1],
            [10, 48.2],
          ],
        },
        { name: '乙', weight: 0.5 },
      ),
    );
    const { result, features } = await imported(file, { name: '牧户' });
    expect(result).toEqual({
      created: 2,
      updated: 0,
      skipped: [],
      repaired: [],
      layerId: expect.any(Number),
    });
    expect(features.map(({ properties }: { properties: object }) => properties)).toEqual([
      { name: '甲', weight: 3, class: 'seat' },
      { name: '乙', weight: 0.5, class: null },
    ]);
    const { body } = await client.get('/api/layers');
    expect(body.layers).toMatchObject([
      { kind: 'points', name: '牧户', scopeAreaId: district, features: 2, weight: 3.5, classes: ['seat'] },
    ]);
    const near = await client.get(`/api/layers/${result.layerId}/features?bbox=9.9,47.9,10.1,48.05`);
    expect(near.body.features.map(({ id }: { id: number }) => id)).toEqual([0]);
  });

  test('come from a table, whatever parts its columns', async () => {
    for (const separator of [',', ';', '\t']) {
      const rows = ['名称,经度,纬度,户数', '"甲, ""东"""　,10,48,12', '', '乙,10.1,48.1,0'];
      const text = `\uFEFF${rows.join('\r\n')}`.replaceAll('　', '');
      const table = separator === ',' ? text : text.replace('"甲, ""东"""', '甲').replaceAll(',', separator);
      const { features } = await imported(table, {}, 'points.csv');
      expect(
        features.map(({ properties: { weight } }: { properties: { weight: number } }) => weight),
      ).toEqual([12, 0]);
      expect(features[0]).toMatchObject({
        geometry: point(10, 48),
        properties: { name: separator === ',' ? '甲, "东"' : '甲' },
      });
    }
  });

  test('come from a table whose columns are mapped', async () => {
    const mapping = JSON.stringify({ east: 'lon', north: 'lat', calls: 'weight' });
    const { features } = await imported('east,north,calls\n10,48,7', { mapping });
    expect(features).toMatchObject([{ geometry: point(10, 48), properties: { weight: 7 } }]);
  });

  test('come from a Shapefile', async () => {
    const { preview, features } = await imported(shapefile('points'), {});
    expect(preview.format).toBe('shapefile');
    expect(features).toMatchObject([
      { geometry: point(10.05, 48.05), properties: { name: '嘎查', weight: 12 } },
      { geometry: point(10.15, 48.05), properties: { name: '乙', weight: 3 } },
    ]);
  });

  test('without positions lie in the areas of their codes', async () => {
    await makeArea(db, { kind: 'village', code: 'V1', rings: [box(10, 48, 10.2, 48.2)] });
    const { result, features } = await imported('code,households\nV1,40\nV2,7', {}, 'weights.csv');
    expect(features).toMatchObject([{ geometry: { type: 'Point' }, properties: { weight: 40 } }]);
    expect(said(result.skipped)).toEqual(['1 No area or cell of yours has the code "V2".']);
  });

  test('with wrong weights and positions are told row by row', async () => {
    const table = 'name,lon,lat,weight\na,10,48,-1\nb,10,48,\nc,10,48,many\nd,,48,1\ne,10,48,1e3\nf,200,48,1';
    const { preview, result, features } = await imported(table, {}, 'weights.csv');
    expect(said(result.skipped)).toEqual([
      '0 The weight "-1" is no number from 0 up.',
      '1 The record has no weight; write 0 where it is to count for nothing.',
      '2 The weight "many" is no number from 0 up.',
      '3 Row 5: ", 48" is no longitude and latitude.',
      '5 The position 200, 48 is outside of the ranges of longitude and latitude.',
    ]);
    expect(preview.problems.length).toBeGreaterThanOrEqual(5);
    expect(features).toMatchObject([{ id: 4, properties: { name: 'e', weight: 1000 } }]);
  });

  test.each([
    ['one column of positions', 'name,lon\na,10', 'position-columns'],
    ['an open quotation mark', 'name,lon,lat\n"a,10,48', 'not-csv'],
    ['a head alone', 'name,lon,lat\n', 'no-features'],
  ])('in a table with %s are refused', async (_name, table, type) => {
    const form = uploadOf(table, { kind: 'points', areaId: String(district) }, 'x.csv');
    expect(slug((await client.post('/api/imports', form)).body)).toBe(type);
  });

  test('in China ask for their datum, and are shifted', async () => {
    const form = uploadOf('lon,lat\n119.7,49.2', { kind: 'points', areaId: String(district) }, 'x.csv');
    expect(slug((await client.post('/api/imports', form)).body)).toBe('datum-required');
    const { features } = await imported('lon,lat\n119.7,49.2', { datum: 'gcj02' });
    expect(features[0].geometry.coordinates[0]).not.toBe(119.7);
    expect(features[0].geometry.coordinates[0]).toBeCloseTo(119.7, 1);
  });
});

describe('lines', () => {
  test('come from GeoJSON with what they are by several fields', async () => {
    const line = {
      type: 'LineString',
      coordinates: [
        [10, 48],
        [10.1, 48.1],
      ],
    };
    const file = collection(
      feature(line, { highway: 'primary', name: '路' }),
      feature(line, { waterway: 'river' }),
      feature(line, { highway: null, railway: 'rail' }),
      feature(line, {}),
      feature({ type: 'LineString', coordinates: [[10, 48]] }, {}),
      feature(point(10, 48), {}),
    );
    const { features, result } = await imported(file, { kind: 'lines' });
    const classes = features.map(({ properties }: { properties: { class: string } }) => properties.class);
    expect(classes).toEqual(['highway=primary', 'waterway=river', 'railway=rail', null]);
    expect(result.skipped.map(({ index }: { index: number }) => index)).toEqual([4, 5]);
  });

  test('come from a Shapefile and from KML', async () => {
    const shapes = await imported(shapefile('lines'), { kind: 'lines' });
    expect(shapes.features).toMatchObject([
      { geometry: { type: 'MultiLineString' }, properties: { class: 'primary', name: '环城路' } },
      {
        geometry: { coordinates: [{ length: 2 }, { length: 2 }] },
        properties: { class: 'rail', name: null },
      },
    ]);
    const kml =
      '<kml><Placemark><name>河</name><LineString><coordinates>10,48 10.1,48.1</coordinates></LineString></Placemark></kml>';
    const { features } = await imported(kml, { kind: 'lines' }, 'a.kml');
    expect(features).toMatchObject([{ geometry: { type: 'LineString' }, properties: { name: '河' } }]);
  });

  test('are not taken from a layer of points', async () => {
    const form = uploadOf(shapefile('points'), { kind: 'lines', areaId: String(district) }, 'x.zip');
    expect(slug((await client.post('/api/imports', form)).body)).toBe('not-lines');
  });
});

test('a layer is of an area: others neither make, see nor delete it', async () => {
  const { result } = await imported(collection(feature(point(10, 48), {})), {});
  const station = await makeArea(db, { kind: 'station', code: 'S', rings: [box(100, 10, 101, 11)] });
  const { token } = await makeAccount(db, { grants: [{ role: 'planner', areaId: station }] });
  const other = (await startServer(db)).withToken(token);
  expect((await other.get('/api/layers')).body).toEqual({ layers: [] });
  expect((await other.get(`/api/layers/${result.layerId}/features`)).status).toBe(404);
  expect((await other.delete(`/api/layers/${result.layerId}`)).status).toBe(404);
  const file = collection(feature(point(10, 48), {}));
  for (const area of [{ areaId: String(district) }, {}]) {
    const form = uploadOf(file, { kind: 'points', ...area });
    expect((await other.post('/api/imports', form)).status).toBe(403);
  }
  expect((await client.delete(`/api/layers/${result.layerId}`)).status).toBe(204);
  expect((await client.get('/api/layers')).body).toEqual({ layers: [] });
  expect(url).toMatch(/^http/);
});
