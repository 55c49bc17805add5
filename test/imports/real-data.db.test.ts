import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { LonLat } from '../../server/geo/position.ts';
import { makeAccount } from '../support/accounts.ts';
import type { Client } from '../support/client.ts';
import { testDatabase } from '../support/database.ts';
import { gcj02Of, median, metresBetween } from '../support/gcj02.ts';
import { startServer } from '../support/server.ts';
import { zipOf } from '../support/zip.ts';
import { uploadOf } from './upload.ts';

const data = process.env['GRIDWARDEN_DATA'];
const fileOf = (path: string) => readFileSync(join(data ?? '', path));

const { db } = await testDatabase();

let client: Client;
beforeEach(async () => {
  const { token } = await makeAccount(db, { grants: [{ role: 'planner', areaId: null }] });
  client = (await startServer(db)).withToken(token);
});

async function imported(body: FormData, commit: object = {}) {
  const preview = await client.post('/api/imports', body);
  expect(preview.body).toMatchObject({ id: expect.any(Number) });
  const committed = await client.post(`/api/imports/${preview.body.id}/commit`, commit);
  return { preview: preview.body, result: committed.body };
}

type Rings = { type: string; coordinates: LonLat[][] | LonLat[][][] };
const verticesOf = ({ type, coordinates }: Rings) =>
  (type === 'Polygon' ? coordinates.flat() : coordinates.flat(2)) as LonLat[];

const named = data ? 'real data' : 'real data (skipped: GRIDWARDEN_DATA is not set)';

describe.skipIf(!data)(named, { timeout: 180_000 }, () => {
  const fences = 'admin/vonng-adcode/fences';

  /**
   * The reference is the published forward formula of GCJ-02, written from its constants in test/support: where it
   * takes our WGS-84 result must be where the source says the vertex is. That the source is GCJ-02 and nothing else is
   * a measurement of its border with Mongolia and Russia against OpenStreetMap (docs/decisions.md).
   */
  test('every county outline lands at its WGS-84 place', async () => {
    const files = readdirSync(join(data ?? '', fences));
    expect(files.length).toBe(46);
    const off: number[] = [];
    const shifted: number[] = [];
    for (const file of files) {
      const source = fileOf(`${fences}/${file}`);
      const { preview, result } = await imported(
        uploadOf(source, { kind: 'district', datum: 'gcj02' }, file),
      );
      expect([preview.features, preview.problems, result]).toEqual([
        1,
        [],
        { created: 1, updated: 0, skipped: [], repaired: [] },
      ]);
      const { body } = await client.get(`/api/areas?q=${file.slice(0, 6)}`);
      const sent = verticesOf(JSON.parse(source.toString()));
      const kept = verticesOf(body.features[0].geometry);
      expect(kept.length).toBe(sent.length);
      kept.forEach((vertex, index) => {
        off.push(metresBetween(gcj02Of(vertex), sent[index] ?? [0, 0]));
        shifted.push(metresBetween(vertex, sent[index] ?? [0, 0]));
      });
    }
    expect(off.length).toBeGreaterThan(80_000);
    expect(off.reduce((most, metres) => Math.max(most, metres))).toBeLessThan(0.01);
    expect(median(shifted)).toBeGreaterThan(200);
  });

  test('neighbouring counties that shared their border still do', async () => {
    for (const code of ['150724', '150702', '150725'])
      await imported(
        uploadOf(fileOf(`${fences}/${code}.json`), { kind: 'district', datum: 'gcj02' }, `${code}.json`),
      );
    const { rows } = await db.raw(
      `select st_area(st_intersection(a.geometry, b.geometry)::geography) as overlap,
         st_length(st_intersection(a.geometry, b.geometry)::geography) > 1000 as touches
       from areas a join areas b on a.code = '150724' and b.code in ('150702', '150725')`,
    );
    expect(rows).toEqual([
      { overlap: 0, touches: true },
      { overlap: 0, touches: true },
    ]);
  });

  test('Swiss municipalities in EPSG:2056 are told by their .prj', async () => {
    const folder = 'coverage/swiss-maps/2019';
    const parts = ['shp', 'dbf', 'prj'].map((ending) => ({
      name: `municipalities.${ending}`,
      data: fileOf(`${folder}/municipalities.${ending}`),
    }));
    const mapping = JSON.stringify({ id: 'code', name: 'name' });
    const { preview, result } = await imported(
      uploadOf(zipOf(parts), { kind: 'township', mapping }, 'swiss.zip'),
    );
    expect(preview).toMatchObject({ datum: 'epsg:2056', features: 2215, problems: [] });
    expect(result).toEqual({ created: 2215, updated: 0, skipped: [], repaired: [] });
    // Padded with NUL in the file; 88.8 km² is Zürich (261) without its part of the lake.
    const { body } = await client.get('/api/areas?q=261&limit=1000');
    const zurich = body.features.find(
      ({ properties }: { properties: { code: string } }) => properties.code === '261',
    );
    expect(zurich.properties).toMatchObject({ name: 'Zürich', areaSquareMetres: expect.closeTo(88.8e6, -6) });
    const { rows } = await db.raw(
      `select code from areas where st_covers(geometry, st_setsrid(st_point(8.5417, 47.3769), 4326))`,
    );
    expect(rows).toEqual([{ code: '261' }]);
  });

  test.each([
    ['nei4_meng2_gu3_bao1_tou2', 9, 5],
    ['nei4_meng2_gu3_ba1_yan4_nao4_er3', 7, 6],
  ])('the invalid counties of %s are told and made valid', async (name, features, invalid) => {
    const file = fileOf(`messy/echarts-china-cities/${name}.geojson`);
    const { preview, result } = await imported(uploadOf(file, { kind: 'district', datum: 'gcj02' }));
    expect([preview.features, preview.problemCount]).toEqual([features, invalid]);
    expect([result.created, result.repaired.length, result.skipped]).toEqual([features, invalid, []]);
    const { rows } = await db.raw('select bool_and(st_isvalid(geometry)) as valid, min(code) from areas');
    expect(rows).toMatchObject([{ valid: true, min: expect.stringMatching(/^150[28]02$/) }]);
  });

  test('three counties without geometry leave the other three alone', async () => {
    const file = fileOf('messy/mapshaper/geojson/six_counties_three_null.json');
    const { result } = await imported(uploadOf(file, { kind: 'district' }));
    expect(result.created).toBe(3);
    expect(result.skipped.map(({ index }: { index: number }) => index)).toEqual([0, 2, 5]);
  });

  test.each(['explode/ex1_invalid_rings', 'explode/ex2_nesting'])(
    'holes outside of shells are told: %s',
    async (name) => {
      const { preview, result } = await imported(uploadOf(fileOf(`messy/mapshaper/${name}.json`)));
      expect(preview.problems).toMatchObject([
        { kind: 'invalid-geometry', reason: expect.stringMatching(/hole lies outside shell/) },
      ]);
      expect(result.repaired.length).toBe(1);
    },
  );

  test('5,199 districts of New York come in as a topology, and the 42 that are invalid are told', async () => {
    const file = fileOf('messy/nyc/election_districts.geojson');
    const mapping = JSON.stringify({ ElectDist: 'code' });
    const { preview, result } = await imported(uploadOf(file, { kind: 'station', mapping }));
    expect(preview).toMatchObject({ format: 'topojson', features: 5199 });
    const faults = preview.problems.filter(({ kind }: { kind: string }) => kind !== 'duplicate-code');
    expect(faults.length).toBe(42);
    expect(result.created + result.skipped.length).toBe(5199);
    expect(result.skipped.length + result.repaired.length).toBe(preview.problemCount);
  });
});
