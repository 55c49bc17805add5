import initSqlJs from 'sql.js';
import { beforeEach, describe, expect, test } from 'vitest';
import { insertOutlines } from '../../server/plans/import-outlines.ts';
import { insertPlan } from '../../server/plans/store.ts';
import { uploadOf } from '../imports/upload.ts';
import { box, makeArea } from '../plans/plan.ts';
import { makeAccount } from '../support/accounts.ts';
import type { Client } from '../support/client.ts';
import { testDatabase } from '../support/database.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();

let client: Client;
let url: string;
let token: string;
beforeEach(async () => {
  ({ token } = await makeAccount(db, { grants: [{ role: 'planner', areaId: null }] }));
  const server = await startServer(db);
  ({ url } = server);
  client = server.withToken(token);
});

const formats = ['geojson', 'gpkg', 'shp', 'kml'] as const;
/** With a hole, with two parts, and with digits that end nowhere near. */
const outlines = [
  {
    type: 'Polygon' as const,
    coordinates: [box(10, 48, 10.2, 48.2), box(10.05, 48.05, 10.1, 48.1).reverse()],
  },
  { type: 'MultiPolygon' as const, coordinates: [[box(10.2, 48, 10.3, 48.1)], [box(10.4, 48, 10.5, 48.1)]] },
  {
    type: 'Polygon' as const,
    coordinates: [box(0.1 / 3, 48.123456789012344, 0.30000000000000004, 49 + 2 ** -45)],
  },
];

async function makePlan(): Promise<number> {
  const village = await makeArea(db, {
    kind: 'village',
    name: '嘎查',
    code: 'V1',
    rings: [box(0, 47, 11, 50)],
  });
  const planId = await insertPlan(db, { name: '方案 1/2', layer: 'community', scopeAreaId: null });
  const records = outlines.map((geometry, index) => ({
    index,
    geometry,
    properties: { code: `C${index}`, name: `第${index}格 <&>`, households: index * 10, ownerAreaId: village },
  }));
  await insertOutlines(db, planId, records, { clean: false });
  return planId;
}

async function download(path: string) {
  const answer = await fetch(`${url}${path}`, { headers: { Authorization: `Bearer ${token}` } });
  return { answer, bytes: Buffer.from(await answer.arrayBuffer()) };
}

/** The cells of a plan that a file was imported into unchanged. */
async function imported(bytes: Buffer, fileName: string) {
  const planId = await insertPlan(db, { name: 'copy', layer: 'community', scopeAreaId: null });
  const form = uploadOf(bytes, { kind: 'cells', planId: String(planId), datum: 'wgs84' }, fileName);
  const preview = await client.post('/api/imports', form);
  expect(preview.body).toMatchObject({ features: 3, problems: [] });
  const { body } = await client.post(`/api/imports/${preview.body.id}/commit`, { clean: false });
  expect(body).toMatchObject({ created: 3, skipped: [] });
  const cells = await client.get(`/api/plans/${planId}/cells`);
  return cells.body.features;
}

describe('a plan', () => {
  test.each([
    ['geojson', 'copy.geojson'],
    ['gpkg', 'copy.gpkg'],
    ['kml', 'copy.kml'],
  ])('comes back from %s with the same outlines to the last digit', async (f, fileName) => {
    const planId = await makePlan();
    const { bytes } = await download(`/api/plans/${planId}/export?f=${f}`);
    const cells = await imported(bytes, fileName);
    expect(cells.map(({ geometry }: { geometry: object }) => geometry)).toEqual(outlines);
    expect(cells[1].properties).toMatchObject({
      code: 'C1',
      name: '第1格 <&>',
      households: 10,
      class: 'basic',
    });
    // The very same cells, for an outline is its own identity.
    const { rows } = await db.raw('select count(distinct cell_id)::int as cells from plan_cells');
    expect(rows).toEqual([{ cells: 3 }]);
  });

  test('comes back from a Shapefile with its names, rings wound as that format wants', async () => {
    const planId = await makePlan();
    const { bytes } = await download(`/api/plans/${planId}/export?f=shp`);
    const cells = await imported(bytes, 'copy.zip');
    expect(cells[1].properties).toMatchObject({ code: 'C1', name: '第1格 <&>', households: 10 });
    const { rows } = await db.raw('select count(distinct cell_id)::int as cells from plan_cells');
    expect(rows).toEqual([{ cells: 3 }]);
  });

  test('is named after itself, without what a file name must not have', async () => {
    const planId = await makePlan();
    const { answer } = await download(`/api/plans/${planId}/export?f=gpkg`);
    expect(answer.headers.get('content-disposition')).toContain(encodeURIComponent('方案 1_2.gpkg'));
    expect(answer.headers.get('content-type')).toMatch('application/geopackage+sqlite3');
    expect(answer.headers.get('cache-control')).toMatch('private');
  });

  test('is a GeoPackage with everything the standard requires', async () => {
    const planId = await makePlan();
    const { bytes } = await download(`/api/plans/${planId}/export?f=gpkg`);
    const { Database } = await initSqlJs();
    const database = new Database(bytes);
    const one = (sql: string) => database.exec(sql)[0]?.values;
    expect([one('pragma application_id'), one('pragma user_version')]).toEqual([[[0x47504b47]], [[10300]]]);
    expect(one('select srs_id from gpkg_spatial_ref_sys order by 1')).toEqual([[-1], [0], [4326]]);
    expect(one('select table_name, data_type, min_x, max_y, srs_id from gpkg_contents')).toEqual([
      ['方案 1_2', 'features', 0.1 / 3, 49 + 2 ** -45, 4326],
    ]);
    expect(one('select * from gpkg_geometry_columns')).toEqual([
      ['方案 1_2', 'geom', 'GEOMETRY', 4326, 0, 0],
    ]);
    expect(one('pragma integrity_check')).toEqual([['ok']]);
    expect(one('pragma foreign_key_check')).toBeUndefined();
  });

  test('that nobody may see is not exported', async () => {
    const planId = await makePlan();
    const station = await makeArea(db, { kind: 'station', code: 'S', rings: [box(100, 10, 101, 11)] });
    const other = await makeAccount(db, { grants: [{ role: 'planner', areaId: station }] });
    const answer = await fetch(`${url}/api/plans/${planId}/export`, {
      headers: { Authorization: `Bearer ${other.token}` },
    });
    expect(answer.status).toBe(404);
  });

  test('in a format that there is not is refused', async () => {
    const planId = await makePlan();
    expect((await client.get(`/api/plans/${planId}/export?f=dwg`)).status).toBe(422);
  });
});

test.each(formats)('findings, areas and differences are files too: %s', async (f) => {
  const planId = await makePlan();
  const other = await insertPlan(db, { name: 'other', layer: 'community', scopeAreaId: null });
  const [first] = outlines;
  if (!first) throw new Error('there is a first');
  await insertOutlines(db, other, [{ index: 0, geometry: first, properties: { code: 'X' } }], {
    clean: false,
  });
  const paths = [
    `/api/plans/${planId}/problems/export?f=${f}`,
    `/api/areas/export?f=${f}`,
    `/api/areas/export?f=${f}&kind=village`,
    `/api/plans/${planId}/diff/${other}/export?f=${f}`,
  ];
  for (const path of paths) {
    const { answer, bytes } = await download(path);
    expect([path, answer.status]).toEqual([path, 200]);
    expect(bytes.length).toBeGreaterThan(100);
  }
  const { bytes } = await download(`/api/plans/${planId}/diff/${other}/export`);
  const changes = JSON.parse(bytes.toString()).features.map(
    ({ properties: { change, code, formerCode } }: { properties: Record<string, string> }) => [
      change,
      code,
      formerCode,
    ],
  );
  expect(changes).toEqual([
    ['removed', null, 'C1'],
    ['removed', null, 'C2'],
    ['changed', 'X', 'C0'],
  ]);
});
