import { describe, expect, test } from 'vitest';
import { makeAccount } from '../support/accounts.ts';
import type { Client } from '../support/client.ts';
import { testDatabase } from '../support/database.ts';
import { makeRule } from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();

type Ring = [number, number][];

/** A square with a corner at longitude and latitude, in degrees. */
const square = (west: number, south: number, size = 0.1): Ring => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
];
const feature = (properties: Record<string, unknown>, ...rings: unknown[]) => ({
  type: 'Feature',
  geometry: { type: 'Polygon', coordinates: rings.length > 0 ? rings : [square(120, 48)] },
  properties: { kind: 'village', name: '演示嘎查', ...properties },
});

async function signedIn(areaId: number | null = null, role: 'planner' | 'chief' | 'viewer' = 'planner') {
  const { token } = await makeAccount(db, { grants: [{ role, areaId }] });
  return (await startServer(db)).withToken(token);
}

async function create(client: Client, properties: Record<string, unknown>, ...rings: unknown[]) {
  const answer = await client.post('/api/areas', feature(properties, ...rings));
  expect(answer.body).toMatchObject({ type: 'Feature' });
  return answer.body.id as number;
}

const slug = (body: { type: string }) => body.type.split('/').at(-1);

describe('an area', () => {
  test('is created and read with every digit, its geodesic size and its bounds', async () => {
    const client = await signedIn();
    const ring: Ring = [
      [120, 48],
      [120.1, 48],
      [120.1234567890123, 48.1],
      [120, 48.1],
      [120, 48],
    ];
    const created = await client.post('/api/areas', feature({ code: '150724001001', households: 12 }, ring));
    expect(created.status).toBe(201);
    const { id, ...rest } = created.body;
    expect(rest).toEqual({
      type: 'Feature',
      bbox: [120, 48, 120.1234567890123, 48.1],
      geometry: { type: 'Polygon', coordinates: [ring] },
      properties: {
        kind: 'village',
        code: '150724001001',
        name: '演示嘎查',
        parentId: null,
        households: 12,
        population: null,
        areaSquareMetres: expect.closeTo(92_626_000, -5),
      },
    });
    expect((await client.get(`/api/areas/${id}`)).body).toEqual(created.body);
  });

  test('of several parts and with holes comes back as it was', async () => {
    const client = await signedIn();
    const geometry = {
      type: 'MultiPolygon',
      coordinates: [[square(120, 48, 0.5), square(120.1, 48.1)], [square(121, 48)]],
    };
    const created = await client.post('/api/areas', { ...feature({}), geometry });
    expect(created.body.geometry).toEqual(geometry);
  });

  test('is changed where the change says so, and nowhere else', async () => {
    const client = await signedIn();
    const id = await create(client, { code: 'A1', households: 3, population: 9 });
    const changed = await client.patch(`/api/areas/${id}`, {
      properties: { name: '新名', population: null },
    });
    expect(changed.status).toBe(200);
    expect(changed.body.properties).toMatchObject({
      code: 'A1',
      name: '新名',
      households: 3,
      population: null,
    });
    const moved = await client.patch(`/api/areas/${id}`, feature({ code: 'A1' }, square(121, 48)));
    expect(moved.body.bbox).toEqual([121, 48, 121.1, 48.1]);
    expect(moved.body.properties).toMatchObject({ households: 3 });
  });

  test('is deleted, and is gone', async () => {
    const client = await signedIn();
    const id = await create(client, {});
    expect((await client.delete(`/api/areas/${id}`)).status).toBe(204);
    expect((await client.get(`/api/areas/${id}`)).status).toBe(404);
  });

  test('raises the revision of areas with every write', async () => {
    const client = await signedIn();
    const revision = async () => (await db('revisions').where({ name: 'areas' }).first('revision')).revision;
    const before = await revision();
    const id = await create(client, {});
    await client.patch(`/api/areas/${id}`, { properties: { name: 'x' } });
    await client.delete(`/api/areas/${id}`);
    expect(await revision()).toBe(before + 3);
  });

  test('shares its code with no other of its kind', async () => {
    const client = await signedIn();
    await create(client, { code: 'A1' });
    const other = await create(client, { code: 'A2' });
    const again = await client.post('/api/areas', feature({ code: 'A1' }));
    expect([again.status, slug(again.body)]).toEqual([409, 'code-taken']);
    const changed = await client.patch(`/api/areas/${other}`, { properties: { code: 'A1' } });
    expect([changed.status, slug(changed.body)]).toEqual([409, 'code-taken']);
    expect((await client.post('/api/areas', feature({ kind: 'forest', code: 'A1' }))).status).toBe(201);
  });
});

describe('a parent', () => {
  test('is wider than its child, and known', async () => {
    const client = await signedIn();
    const village = await create(client, {});
    for (const parentId of [village, village + 1000]) {
      const answer = await client.post('/api/areas', feature({ kind: 'district', parentId }));
      expect([answer.status, slug(answer.body)]).toEqual([422, 'wrong-parent']);
      expect(answer.body.errors[0].path).toBe('properties.parentId');
    }
  });

  test('never lies below its child', async () => {
    const client = await signedIn();
    const top = await create(client, { kind: 'forest' });
    const middle = await create(client, { kind: 'forest', parentId: top });
    const bottom = await create(client, { kind: 'forest', parentId: middle });
    for (const parentId of [top, middle, bottom]) {
      const answer = await client.patch(`/api/areas/${top}`, { properties: { parentId } });
      expect([answer.status, slug(answer.body)]).toEqual([422, 'wrong-parent']);
    }
  });

  test('keeps a kind that holds its children', async () => {
    const client = await signedIn();
    const district = await create(client, { kind: 'district' });
    await create(client, { kind: 'township', parentId: district });
    const answer = await client.patch(`/api/areas/${district}`, { properties: { kind: 'village' } });
    expect([answer.status, slug(answer.body)]).toEqual([422, 'wrong-kind']);
  });
});

test('an area that is referred to is not deleted, and the answer says by what', async () => {
  const client = await signedIn();
  const station = await create(client, { kind: 'station' });
  await create(client, { parentId: station });
  await create(client, { parentId: station });
  await makeAccount(db, { grants: [{ role: 'chief', areaId: station }] });
  await db('people').insert({ number: 'P1', name: '演示', kind: 'officer', station_area_id: station });
  await makeRule(db, {
    kind: 'staffing',
    requires: { atLeast: 1 },
    from: '2026-01-01T00:00:00Z',
    scopeAreaIds: [station],
  });
  const answer = await client.delete(`/api/areas/${station}`);
  expect([answer.status, slug(answer.body)]).toEqual([409, 'area-in-use']);
  expect(answer.body.dependents).toEqual([
    { what: 'child areas', count: 2 },
    { what: 'people', count: 1 },
    { what: 'rules', count: 1 },
    { what: 'grants', count: 1 },
  ]);
  expect((await client.get(`/api/areas/${station}`)).status).toBe(200);
});

describe('the list', () => {
  test('is filtered by kind, parent, box, name and beginning of the code', async () => {
    const client = await signedIn();
    const district = await create(client, { kind: 'district', name: '鄂温克' }, square(119, 47, 3));
    const village = await create(client, { parentId: district, code: '150724100200', name: '巴彦' });
    const forest = await create(client, { kind: 'forest', name: '红花尔基_林场' }, square(121.5, 49.5));
    const idsOf = async (query: string) =>
      (await client.get(`/api/areas?${query}`)).body.features.map(({ id }: { id: number }) => id);
    expect(await idsOf('')).toEqual([district, village, forest]);
    expect(await idsOf('kind=forest')).toEqual([forest]);
    expect(await idsOf(`parent=${district}`)).toEqual([village]);
    expect(await idsOf('bbox=121.4,49.4,123,50')).toEqual([district, forest]);
    expect(await idsOf(`q=${encodeURIComponent('彦')}`)).toEqual([village]);
    expect(await idsOf('q=1507241')).toEqual([village]);
    expect(await idsOf('q=_')).toEqual([forest]);
    expect(await idsOf('q=%25')).toEqual([]);
  });

  test('pages without losing or repeating any', async () => {
    const client = await signedIn();
    const ids: number[] = [];
    for (let i = 0; i < 5; i++) ids.push(await create(client, {}));
    const seen: number[] = [];
    let cursor = '';
    do {
      const { body } = await client.get(`/api/areas?limit=2${cursor}`);
      seen.push(...body.features.map(({ id }: { id: number }) => id));
      cursor = body.next && `&cursor=${body.next}`;
    } while (cursor);
    expect(seen).toEqual(ids);
  });

  test('simplifies outlines for looking', async () => {
    const client = await signedIn();
    const bent: Ring = [
      [120, 48],
      [120.05, 48.0001],
      [120.1, 48],
      [120.1, 48.1],
      [120, 48],
    ];
    await create(client, {}, bent);
    const { body } = await client.get('/api/areas?simplify=100');
    expect(body.features[0].geometry.coordinates[0]).toHaveLength(4);
  });

  test.each([
    'bbox=1,2,3',
    'bbox=3,2,1,4',
    'kind=county',
    'limit=0',
    'limit=1001',
    'cursor=x',
    'parent=-1',
    'colour=red',
  ])('refuses %s', async (query) => {
    const answer = await (await signedIn()).get(`/api/areas?${query}`);
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0].path).toBe(query.split('=')[0]);
  });
});

describe('scope', () => {
  test('hides what lies elsewhere', async () => {
    const all = await signedIn();
    const station = await create(all, { kind: 'station' }, square(120, 48, 1));
    const inside = await create(all, {}, square(120.2, 48.2));
    const child = await create(all, { parentId: station }, square(125, 48));
    const elsewhere = await create(all, {}, square(126, 48));
    const client = await signedIn(station, 'viewer');
    const { body } = await client.get('/api/areas');
    expect(body.features.map(({ id }: { id: number }) => id)).toEqual([station, inside, child]);
    expect((await client.get(`/api/areas/${elsewhere}`)).status).toBe(404);
  });

  test('is told to each of many who ask at once by their own rights, and once to all who have the same', async () => {
    const planner = await signedIn();
    const [west, east] = [
      await create(planner, { kind: 'station', name: '西所' }, square(120, 48)),
      await create(planner, { kind: 'station', name: '东所' }, square(121, 48)),
    ];
    const server = await startServer(db);
    const viewers = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const areaId = index % 2 ? west : east;
        const { token } = await makeAccount(db, { grants: [{ role: 'viewer', areaId }] });
        return { areaId, client: server.withToken(token) };
      }),
    );
    let asked = 0;
    db.on('query', ({ sql }: { sql: string }) => {
      if (/ST_Simplify/i.test(sql)) asked += 1;
    });
    const answers = await Promise.all(viewers.map(({ client }) => client.get('/api/areas?simplify=5')));
    expect(answers.map(({ body }) => body.features.map(({ id }: { id: number }) => id))).toEqual(
      viewers.map(({ areaId }) => [areaId]),
    );
    expect(asked).toBeGreaterThan(0);
    expect(asked).toBeLessThan(viewers.length);
  });

  test('lets a planner write inside of their areas only', async () => {
    const all = await signedIn();
    const station = await create(all, { kind: 'station' }, square(120, 48, 1));
    const elsewhere = await create(all, {}, square(126, 48));
    const client = await signedIn(station);
    const inside = await client.post('/api/areas', feature({}, square(120.2, 48.2)));
    expect(inside.status).toBe(201);
    const child = await client.post('/api/areas', feature({ parentId: station }, square(125, 48)));
    expect(child.status).toBe(201);
    const outside = await client.post('/api/areas', feature({}, square(125, 48)));
    expect([outside.status, slug(outside.body)]).toEqual([403, 'outside-your-areas']);
    const moved = await client.patch(`/api/areas/${inside.body.id}`, feature({}, square(125, 48)));
    expect(moved.status).toBe(403);
    expect((await client.get(`/api/areas/${inside.body.id}`)).body).toEqual(inside.body);
    for (const answer of [
      await client.patch(`/api/areas/${elsewhere}`, { properties: { name: 'x' } }),
      await client.delete(`/api/areas/${elsewhere}`),
    ])
      expect(answer.status).toBe(404);
  });

  test('does not let a planner widen the area that their own rights rest on', async () => {
    const all = await signedIn();
    const station = await create(all, { kind: 'station' }, square(120, 48, 1));
    const client = await signedIn(station);
    const widened = await client.patch(
      `/api/areas/${station}`,
      feature({ kind: 'station' }, square(119, 47, 3)),
    );
    expect([widened.status, slug(widened.body)]).toEqual([403, 'own-grant']);
    expect((await client.patch(`/api/areas/${station}`, { properties: { name: '新名' } })).status).toBe(200);
  });

  test('is the planner’s to write, not the chief’s', async () => {
    const answer = await (await signedIn(null, 'chief')).post('/api/areas', feature({}));
    expect(answer.status).toBe(403);
  });
});

describe('bad input is refused with the reason and the place:', () => {
  const ring = square(120, 48);
  const bowTie = [
    [120, 48],
    [120.1, 48.1],
    [120.1, 48],
    [120, 48.1],
    [120, 48],
  ];
  const metres = ring.map(([x, y]) => [x * 100_000, y * 100_000]);
  const wholeWorld = [
    [-180, -90],
    [180, -90],
    [180, 90],
    [-180, 90],
    [-180, -90],
  ];
  const enormous = Array.from({ length: 200_001 }, (_, i) => [120 + i * 1e-6, 48]);
  test.each<[string, unknown, string, string]>([
    ['an open ring', feature({}, ring.slice(0, 4)), 'open-ring', 'geometry.coordinates.0'],
    [
      'a ring of three positions',
      feature({}, [ring[0], ring[1], ring[0]]),
      'too-few-positions',
      'geometry.coordinates.0',
    ],
    ['a ring that crosses itself', feature({}, bowTie), 'invalid-geometry', 'geometry.coordinates'],
    [
      'a hole outside of its shell',
      feature({}, ring, square(125, 48)),
      'invalid-geometry',
      'geometry.coordinates',
    ],
    ['null for NaN', feature({}, [[Number.NaN, 48], ...ring]), 'not-a-number', 'geometry.coordinates.0.0'],
    [
      'swapped coordinates',
      feature(
        {},
        ring.map(([x, y]) => [y, x]),
      ),
      'swapped-coordinates',
      'geometry.coordinates',
    ],
    ['projected coordinates', feature({}, metres), 'projected-coordinates', 'geometry.coordinates'],
    [
      'an empty geometry',
      { ...feature({}), geometry: { type: 'Polygon', coordinates: [] } },
      'empty-geometry',
      'geometry.coordinates',
    ],
    ['no geometry', { ...feature({}), geometry: null }, 'empty-geometry', 'geometry'],
    ['the whole world', feature({}, wholeWorld), 'edge-too-long', 'geometry.coordinates'],
    ['an enormous geometry', feature({}, enormous), 'too-many-vertices', 'geometry.coordinates.0'],
    [
      'a point',
      { ...feature({}), geometry: { type: 'Point', coordinates: [120, 48] } },
      'not-polygonal',
      'geometry.type',
    ],
    ['an unknown field', { ...feature({}), colour: 'red' }, 'invalid-input', 'colour'],
    ['an unknown property', feature({ colour: 'red' }), 'invalid-input', 'properties.colour'],
    ['a wrong kind', feature({ kind: 'county' }), 'invalid-input', 'properties.kind'],
    ['a wrong type', feature({ name: 5 }), 'invalid-input', 'properties.name'],
    ['a wrong code', feature({ code: 'a b' }), 'invalid-input', 'properties.code'],
    ['a wrong count', feature({ households: -1 }), 'invalid-input', 'properties.households'],
    ['no feature', [1], 'invalid-input', ''],
  ])('%s', async (_name, body, type, path) => {
    const answer = await (await signedIn()).post('/api/areas', body);
    expect([answer.status, slug(answer.body), answer.body.errors[0].path]).toEqual([422, type, path]);
    expect(await db('areas').select('id')).toEqual([]);
  });

  test('a crossing, with where it is, in both languages', async () => {
    const client = await signedIn();
    const english = await client.post('/api/areas', feature({}, bowTie));
    expect(english.body.detail).toBe('The geometry is invalid: self-intersection at 120.05, 48.05.');
    const chinese = await client.post('/api/areas', feature({}, bowTie), { 'accept-language': 'zh' });
    expect(chinese.body.detail).toBe('几何图形无效：自相交（120.05, 48.05）。');
  });

  test('what is not JSON', async () => {
    const client = await signedIn();
    const headers = { 'content-type': 'application/json' };
    const answer = await client.post('/api/areas', '{"type": NaN}', headers);
    expect([answer.status, slug(answer.body)]).toEqual([400, 'not-json']);
  });

  test('a body over the limit', async () => {
    const client = await signedIn();
    const body = JSON.stringify(feature({ name: 'x'.repeat(10 * 1024 * 1024) }));
    const answer = await client.post('/api/areas', body, { 'content-type': 'application/json' });
    expect([answer.status, slug(answer.body)]).toEqual([413, 'body-too-large']);
  });
});
