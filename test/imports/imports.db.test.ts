import { describe, expect, test } from 'vitest';
import { makeAccount } from '../support/accounts.ts';
import type { Client } from '../support/client.ts';
import { testDatabase } from '../support/database.ts';
import { gcj02Of, metresBetween } from '../support/gcj02.ts';
import { startServer } from '../support/server.ts';
import { fixture, parcelsZip, uploadOf } from './upload.ts';

const { db } = await testDatabase();

const square = (west: number, south: number, size = 0.1) => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
];
const bowTie = [
  [10, 48],
  [10.1, 48.1],
  [10.1, 48],
  [10, 48.1],
  [10, 48],
];
const featureOf = (ring: unknown, properties: Record<string, unknown> = {}) => ({
  type: 'Feature',
  geometry: { type: 'Polygon', coordinates: [ring] },
  properties,
});
const collectionOf = (...features: unknown[]) => ({ type: 'FeatureCollection', features });

async function planner(areaId: number | null = null): Promise<Client> {
  const { token } = await makeAccount(db, { grants: [{ role: 'planner', areaId }] });
  return (await startServer(db)).withToken(token);
}

async function imported(client: Client, body: FormData, commit: object = {}) {
  const preview = await client.post('/api/imports', body);
  expect(preview.body).toMatchObject({ id: expect.any(Number) });
  const committed = await client.post(`/api/imports/${preview.body.id}/commit`, commit);
  return { preview: preview.body, result: committed.body };
}

const areasNow = () => db('areas').select('kind', 'code', 'name', 'households').orderBy('code');
const slug = (body: { type: string }) => body.type.split('/').at(-1);

describe('a preview', () => {
  test('says what is in the file and changes nothing', async () => {
    const client = await planner();
    const file = collectionOf(
      featureOf(square(10, 48), { adcode: 'A1', 名称: '一', extra: null, more: { a: 1 } }),
      featureOf(bowTie, { adcode: 'A2', 名称: '二', extra: 5 }),
    );
    const answer = await client.post('/api/imports', uploadOf(file, {}, 'folder/村.geojson'));
    expect(answer.status).toBe(201);
    const { id, createdAt, ...rest } = answer.body;
    expect(rest).toEqual({
      kind: 'village',
      planId: null,
      areaId: null,
      fileName: '村.geojson',
      format: 'geojson',
      datum: 'wgs84',
      encoding: 'utf-8',
      features: 2,
      bounds: [10, 48, 10.1, 48.1],
      fields: [
        { name: 'adcode', sample: 'A1', mappedTo: 'code' },
        { name: '名称', sample: '一', mappedTo: 'name' },
        { name: 'extra', sample: 5, mappedTo: null },
      ],
      problems: [
        {
          index: 1,
          kind: 'invalid-geometry',
          reason: 'The geometry is invalid: self-intersection at 10.05, 48.05.',
          place: [10.05, 48.05],
        },
      ],
      problemCount: 1,
      committedAt: null,
      result: null,
    });
    const { preview, ...again } = (
      await client.get(`/api/imports/${id}`, undefined, { 'accept-language': 'zh' })
    ).body;
    expect(again).toEqual({
      ...answer.body,
      problems: [{ ...rest.problems[0], reason: '几何图形无效：自相交（10.05, 48.05）。' }],
    });
    expect(preview.features.map(({ properties }: { properties: object }) => properties)).toEqual([
      { index: 0, valid: true, code: 'A1', name: '一' },
      { index: 1, valid: false, code: 'A2', name: '二' },
    ]);
    expect(await areasNow()).toEqual([]);
  });

  test('is its author’s, and an administrator’s', async () => {
    const client = await planner();
    const { id } = (await client.post('/api/imports', uploadOf(featureOf(square(10, 48))))).body;
    const other = await planner();
    expect((await other.get(`/api/imports/${id}`)).status).toBe(404);
    expect((await other.post(`/api/imports/${id}/commit`, {})).status).toBe(404);
    const { token } = await makeAccount(db, { grants: [{ role: 'admin', areaId: null }] });
    expect((await client.withToken(token).get(`/api/imports/${id}`)).status).toBe(200);
  });

  test.each<[string, unknown, number]>([
    ['a Feature', featureOf(square(10, 48)), 1],
    ['a bare geometry', featureOf(square(10, 48)).geometry, 1],
    ['a multipolygon', { type: 'MultiPolygon', coordinates: [[square(10, 48)], [square(11, 48)]] }, 1],
    [
      'a GeometryCollection',
      {
        type: 'GeometryCollection',
        geometries: [featureOf(square(10, 48)).geometry, { type: 'Polygon', coordinates: [square(11, 48)] }],
      },
      2,
    ],
    [
      'a topology',
      {
        type: 'Topology',
        arcs: [
          [
            [0, 0],
            [1, 0],
            [0, 1],
            [-1, -1],
          ],
        ],
        transform: { scale: [0.1, 0.1], translate: [10, 48] },
        objects: { a: { type: 'Polygon', arcs: [[0]], properties: { name: 'x' } } },
      },
      1,
    ],
  ])('takes %s', async (_name, file, features) => {
    const { preview, result } = await imported(await planner(), uploadOf(file as object));
    expect([preview.features, preview.problems, result.created]).toEqual([features, [], features]);
  });

  test('tells which members of a collection are left out', async () => {
    const geometry = {
      type: 'GeometryCollection',
      geometries: [featureOf(square(10, 48)).geometry, { type: 'Point', coordinates: [1, 2] }],
    };
    const { preview, result } = await imported(
      await planner(),
      uploadOf({ type: 'Feature', properties: {}, geometry }),
    );
    expect(preview.problems).toMatchObject([{ index: 0, kind: 'members-left-out' }]);
    expect(result).toMatchObject({ created: 1, skipped: [] });
  });
});

describe('a commit', () => {
  test('creates areas, and updates those of the same kind and code', async () => {
    const client = await planner();
    const first = collectionOf(
      featureOf(square(10, 48), { code: 'A1', name: 'one', 户数: 7 }),
      featureOf(square(11, 48), { code: 'A2', name: 'two' }),
    );
    expect((await imported(client, uploadOf(first))).result).toEqual({
      created: 2,
      updated: 0,
      skipped: [],
      repaired: [],
    });
    const second = collectionOf(
      featureOf(square(12, 48), { code: 'A2' }),
      featureOf(square(13, 48), { code: 'A3', name: 'three' }),
    );
    expect((await imported(client, uploadOf(second))).result).toMatchObject({ created: 1, updated: 1 });
    expect(await areasNow()).toEqual([
      { kind: 'village', code: 'A1', name: 'one', households: 7 },
      { kind: 'village', code: 'A2', name: 'two', households: null },
      { kind: 'village', code: 'A3', name: 'three', households: null },
    ]);
    const { body } = await client.get('/api/areas?q=A2');
    expect(body.features[0].bbox).toEqual([12, 48, 12.1, 48.1]);
  });

  test('happens once', async () => {
    const client = await planner();
    const { preview } = await imported(client, uploadOf(featureOf(square(10, 48))));
    const again = await client.post(`/api/imports/${preview.id}/commit`, {});
    expect([again.status, slug(again.body)]).toEqual([409, 'import-committed']);
    const seen = (await client.get(`/api/imports/${preview.id}`)).body;
    expect(seen).toMatchObject({ committedAt: expect.any(String), result: { created: 1 } });
  });

  test('happens once even where two are sent together', async () => {
    const client = await planner();
    const { id } = (await client.post('/api/imports', uploadOf(featureOf(square(10, 48))))).body;
    const answers = await Promise.all([1, 2].map(() => client.post(`/api/imports/${id}/commit`, {})));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  test('never takes the neighbours of a bad record along', async () => {
    const open = square(11, 48).slice(0, 4);
    const file = collectionOf(
      featureOf(square(10, 48), { code: 'A1' }),
      featureOf(open, { code: 'A2' }),
      { type: 'Feature', geometry: null, properties: { code: 'A3' } },
      featureOf(square(48, 110), { code: 'A4' }),
      featureOf(square(500000, 5300000), { code: 'A5' }),
      featureOf(square(12, 48), { code: 'A1' }),
      featureOf(square(13, 48), { code: 'not a code' }),
      { type: 'Fetaure' },
      featureOf([], { code: 'A9' }),
      featureOf([[10, 'x'], ...square(10, 48)], { code: 'A10' }),
      featureOf(bowTie, { code: 'A11' }),
      featureOf(square(14, 48), { code: 'A12' }),
    );
    const { preview, result } = await imported(await planner(), uploadOf(file, { datum: 'wgs84' }), {
      clean: false,
    });
    const kinds = preview.problems.map(({ index, kind }: { index: number; kind: string }) => [index, kind]);
    expect(kinds).toEqual([
      [1, 'open-ring'],
      [2, 'empty-geometry'],
      [3, 'swapped-coordinates'],
      [4, 'projected-coordinates'],
      [5, 'duplicate-code'],
      [6, 'wrong-code'],
      [7, 'not-a-feature'],
      [8, 'empty-geometry'],
      [9, 'not-a-number'],
      [10, 'invalid-geometry'],
    ]);
    expect(result).toMatchObject({ created: 2, updated: 0, repaired: [] });
    expect(result.skipped.map(({ index }: { index: number }) => index)).toEqual(
      kinds.map(([index]: [number]) => index),
    );
    expect(result.skipped[3].reason).toMatch(/projected/);
  });

  test('makes invalid outlines valid and tells which, unless told otherwise', async () => {
    const file = collectionOf(featureOf(bowTie, { code: 'A1' }));
    const strict = await imported(await planner(), uploadOf(file), { clean: false });
    expect(strict.result).toMatchObject({
      created: 0,
      skipped: [{ index: 0, reason: expect.stringMatching(/self-intersection/) }],
    });
    const { result } = await imported(await planner(), uploadOf(file));
    expect(result).toMatchObject({
      created: 1,
      skipped: [],
      repaired: [{ index: 0, reason: expect.stringMatching(/self-intersection/) }],
    });
    const valid = await db('areas').select(db.raw('st_isvalid(geometry) as valid'));
    expect(valid).toEqual([{ valid: true }]);
  });

  test('gives codes and names of the template where the file has none', async () => {
    const { preview } = await imported(
      await planner(),
      uploadOf(collectionOf(featureOf(square(10, 48)), featureOf(square(11, 48))), {}, '林区.json'),
    );
    const codes = [1, 2].map((place) => `import${preview.id}-000${place}`);
    expect(await areasNow()).toMatchObject([
      { code: codes[0], name: '林区 1' },
      { code: codes[1], name: '林区 2' },
    ]);
  });

  test('takes the code of a bare outline from the name of its file', async () => {
    await imported(await planner(), uploadOf(featureOf(square(10, 48)).geometry, {}, '150724.json'));
    expect(await areasNow()).toMatchObject([{ code: '150724', name: '150724' }]);
  });

  test('follows the mapping that was sent', async () => {
    const mapping = JSON.stringify({ id: 'code', label: 'name', other: null });
    await imported(
      await planner(),
      uploadOf(featureOf(square(10, 48), { id: 17, label: 'x', other: 'y', name: 'z' }), { mapping }),
    );
    expect(await areasNow()).toMatchObject([{ code: '17', name: 'x' }]);
  });

  test('finds the parent by its code', async () => {
    const client = await planner();
    await imported(client, uploadOf(featureOf(square(10, 48, 1), { code: 'D1' }), { kind: 'district' }));
    await imported(client, uploadOf(featureOf(square(10.1, 48.1), { code: 'V1', parent: 'D1' })));
    const [district, village] = await db('areas').select('id', 'parent_id').orderBy('code');
    expect(village.parent_id).toBe(district.id);
  });

  test('stays within the planner’s areas', async () => {
    const all = await planner();
    await imported(all, uploadOf(featureOf(square(10, 48, 1), { code: 'S1' }), { kind: 'station' }));
    await imported(all, uploadOf(featureOf(square(20, 48), { code: 'V0', name: 'theirs' })));
    const [station] = await db('areas').where({ code: 'S1' }).select('id');
    const client = await planner(station.id);
    const file = collectionOf(
      featureOf(square(10.1, 48.1), { code: 'V1' }),
      featureOf(square(20, 48), { code: 'V2' }),
      featureOf(square(10.2, 48.2), { code: 'V0', name: 'ours' }),
    );
    const { result } = await imported(client, uploadOf(file));
    expect(result).toMatchObject({ created: 1, updated: 0 });
    expect(result.skipped.map(({ index }: { index: number }) => index)).toEqual([1, 2]);
    expect(await db('areas').where({ code: 'V0' }).first('name')).toEqual({ name: 'theirs' });
  });
});

describe('the datum', () => {
  const inChina = featureOf(square(120, 48), { code: 'A1' });

  test('is asked for where a source lies in China', async () => {
    const answer = await (await planner()).post('/api/imports', uploadOf(inChina));
    expect([answer.status, slug(answer.body)]).toEqual([422, 'datum-required']);
    expect(answer.body.errors[0].path).toBe('datum');
    expect(await db('imports').select('id')).toEqual([]);
  });

  test('is asked for whatever the file says of itself there', async () => {
    const crs = { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::4490' } };
    const answer = await (await planner()).post(
      '/api/imports',
      uploadOf({ type: 'FeatureCollection', crs, features: [inChina] }),
    );
    expect(slug(answer.body)).toBe('datum-required');
    expect(answer.body.detail).toMatch(/EPSG::4490 \(epsg:4490\)/);
  });

  test('is not asked for elsewhere', async () => {
    const { preview } = await imported(await planner(), uploadOf(featureOf(square(106.9, 47.9))));
    expect(preview).toMatchObject({ datum: 'wgs84', problems: [] });
  });

  test.each(['gcj02', 'bd09'])('%s is converted at the door', async (datum) => {
    const client = await planner();
    await imported(client, uploadOf(inChina, { datum }));
    const { body } = await client.get('/api/areas');
    const [corner] = body.features[0].geometry.coordinates[0];
    if (datum === 'gcj02') expect(metresBetween(gcj02Of(corner), [120, 48])).toBeLessThan(0.01);
    else expect(metresBetween(corner, [120, 48])).toBeGreaterThan(500);
  });

  test('wgs84 is kept to the last digit', async () => {
    const client = await planner();
    const ring = [
      [120.1234567890123, 48],
      [120.2, 48],
      [120.2, 48.1],
      [120.1234567890123, 48],
    ];
    await imported(client, uploadOf(featureOf(ring), { datum: 'wgs84' }));
    expect((await client.get('/api/areas')).body.features[0].geometry.coordinates[0]).toEqual(ring);
  });

  test('of a projected system is transformed, whether declared or named by the .prj', async () => {
    const client = await planner();
    const file = parcelsZip({ shp: fixture('gauss-kruger.shp'), prj: fixture('gauss-kruger.prj') });
    const undeclared = await client.post('/api/imports', uploadOf(file));
    expect(slug(undeclared.body)).toBe('datum-required');
    expect(undeclared.body.detail).toMatch(/CGCS2000_3_Degree_GK_CM_120E/);
    const { preview } = await imported(client, uploadOf(file, { datum: 'epsg:4549' }));
    expect(preview.bounds).toEqual([120, 48, 120.2, 48.2].map((value) => expect.closeTo(value, 7)));
  });

  test('must be one that is known, and fit the coordinates', async () => {
    const client = await planner();
    const unknown = await client.post('/api/imports', uploadOf(inChina, { datum: 'epsg:999123' }));
    expect([unknown.status, slug(unknown.body)]).toEqual([422, 'unknown-datum']);
    const wrong = await client.post('/api/imports', uploadOf(inChina, { datum: 'gps' }));
    expect(wrong.body.errors[0].path).toBe('datum');
    const degrees = await client.post('/api/imports', uploadOf(inChina, { datum: 'epsg:4549' }));
    expect(degrees.body.problems).toMatchObject([{ index: 0, kind: 'not-projected' }]);
  });

  test('is asked for where metres come without a word', async () => {
    const client = await planner();
    const metres = featureOf(square(500000, 5300000, 100));
    const answer = await client.post('/api/imports', uploadOf(metres));
    expect([slug(answer.body), answer.body.detail]).toEqual([
      'datum-required',
      expect.stringMatching(/metres/),
    ]);
    const late = {
      type: 'FeatureCollection',
      features: [featureOf(square(10, 48))],
      crs: { properties: { name: 'EPSG:2056' } },
    };
    expect(slug((await client.post('/api/imports', uploadOf(late))).body)).toBe('datum-required');
  });

  test('keeps the neighbours of a position that cannot be transformed', async () => {
    const file = collectionOf(
      featureOf(square(2600000, 1200000, 1000)),
      featureOf(square(1e30, 1e30, 1e29)),
      featureOf(square(2610000, 1200000, 1000)),
    );
    const { preview, result } = await imported(await planner(), uploadOf(file, { datum: 'epsg:2056' }));
    expect(preview.problems).toMatchObject([{ index: 1 }]);
    expect(result).toMatchObject({ created: 2, skipped: [{ index: 1 }] });
  });
});

describe('a zipped Shapefile', () => {
  const expected = [
    { kind: 'village', code: '150724900001', name: '演示嘎查一', households: 120 },
    { kind: 'village', code: '150724900002', name: '演示镕嘎查', households: 45 },
    { kind: 'village', code: '150724900003', name: '林场', households: null },
  ];

  test.each<[string, Record<string, Buffer | string>, Record<string, string>]>([
    ['UTF-8 without .cpg', { dbf: fixture('utf8.dbf') }, {}],
    ['UTF-8 with .cpg', { dbf: fixture('utf8.dbf'), cpg: 'UTF-8' }, {}],
    ['GBK without .cpg', { dbf: fixture('gbk.dbf') }, {}],
    ['GBK with .cpg', { dbf: fixture('gbk.dbf'), cpg: 'GBK\n' }, {}],
    ['GBK with the code page', { dbf: fixture('gbk.dbf'), cpg: '936' }, {}],
    [
      'GBK declared against a .cpg that lies',
      { dbf: fixture('gbk.dbf'), cpg: 'ISO-8859-1' },
      { encoding: 'GBK' },
    ],
  ])('is read in %s', async (_name, parts, fields) => {
    const { preview, result } = await imported(
      await planner(),
      uploadOf(parcelsZip(parts), { datum: 'wgs84', ...fields }, 'parcels.zip'),
    );
    expect(preview).toMatchObject({ format: 'shapefile', features: 3, problems: [] });
    expect(result).toMatchObject({ created: 3, skipped: [] });
    expect(await areasNow()).toEqual(expected);
  });

  test('keeps holes and parts as ogr2ogr wrote them', async () => {
    const client = await planner();
    await imported(client, uploadOf(parcelsZip(), { datum: 'wgs84' }));
    const original = JSON.parse(fixture('parcels.geojson').toString());
    const { rows } = await db.raw(
      `select bool_and(st_equals(areas.geometry, st_setsrid(st_geomfromgeojson(outline), 4326))) as equal, count(*)::int
       from areas join unnest(:codes::text[], :outlines::text[]) as sent(code, outline) using (code)`,
      {
        codes: original.features.map(
          (feature: { properties: Record<string, string> }) => feature.properties['代码'],
        ),
        outlines: original.features.map((feature: { geometry: object }) => JSON.stringify(feature.geometry)),
      },
    );
    expect(rows).toEqual([{ equal: true, count: 3 }]);
  });

  test('with a .cpg that says UTF-8 of a GBK table is read right and told', async () => {
    const { preview } = await imported(
      await planner(),
      uploadOf(parcelsZip({ dbf: fixture('gbk.dbf'), cpg: 'UTF-8' }), { datum: 'wgs84' }),
    );
    expect(preview.problems).toMatchObject([{ index: null, kind: 'encoding-doubtful' }]);
    expect(await areasNow()).toEqual(expected);
  });

  test('without .dbf has outlines only, and says so', async () => {
    const { preview, result } = await imported(
      await planner(),
      uploadOf(parcelsZip({ dbf: null }), { datum: 'wgs84' }),
    );
    expect(preview).toMatchObject({ fields: [], problems: [{ index: null, kind: 'dbf-missing' }] });
    expect(result.created).toBe(3);
    expect((await areasNow()).map(({ name }) => name)).toEqual(['parcels 1', 'parcels 2', 'parcels 3']);
  });

  test('without .prj says so, and asks for the datum in China', async () => {
    const client = await planner();
    expect(slug((await client.post('/api/imports', uploadOf(parcelsZip({ prj: null })))).body)).toBe(
      'datum-required',
    );
    const { body } = await client.post(
      '/api/imports',
      uploadOf(parcelsZip({ prj: null }), { datum: 'wgs84' }),
    );
    expect(body.problems).toMatchObject([{ index: null, kind: 'prj-missing' }]);
  });

  test('with a damaged table keeps its outlines', async () => {
    const { body } = await (await planner()).post(
      '/api/imports',
      uploadOf(parcelsZip({ dbf: Buffer.from('no') }), { datum: 'wgs84' }),
    );
    expect(body).toMatchObject({ features: 3, problems: [{ index: null, kind: 'damaged-table' }] });
  });

  test('that is cut short gives the records before the cut', async () => {
    const cut = fixture('parcels.shp').subarray(0, 600);
    const { body } = await (await planner()).post(
      '/api/imports',
      uploadOf(parcelsZip({ shp: cut }), { datum: 'wgs84' }),
    );
    expect(body).toMatchObject({ features: 2, problems: [{ index: null, kind: 'truncated' }] });
  });

  test('may lie in a folder, beside other things, with any case', async () => {
    const file = parcelsZip({
      shp: null,
      dbf: null,
      prj: null,
      'data/Parcels.SHP': fixture('parcels.shp'),
      'data/parcels.Dbf': fixture('gbk.dbf'),
      'data/parcels.prj': fixture('parcels.prj'),
      '__MACOSX/data/._parcels.shp': 'x',
      'data/readme.txt': 'x',
    });
    const { preview } = await imported(await planner(), uploadOf(file, { datum: 'wgs84' }));
    expect(preview.problems).toEqual([]);
    expect(await areasNow()).toEqual(expected);
  });
});
