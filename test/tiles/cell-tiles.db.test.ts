import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { expect, test } from 'vitest';
import { box, makeArea } from '../plans/plan.ts';
import { makeAccount } from '../support/accounts.ts';
import type { Client } from '../support/client.ts';
import { testDatabase } from '../support/database.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();

async function planner(areaId: number | null = null): Promise<{ client: Client; token: string }> {
  const server = await startServer(db);
  const { token } = await makeAccount(db, { grants: [{ role: 'planner', areaId }] });
  return { client: server.withToken(token), token };
}

async function makePlan(client: Client) {
  const district = await makeArea(db, { code: '150724', name: '旗', rings: [box(119, 48, 119.1, 48.05)] });
  const { body } = await client.post('/api/plans', {
    name: '方案',
    layer: 'community',
    scopeAreaId: district,
  });
  await client.post(`/api/plans/${body.id}/generate`, { method: 'square', cellMetres: 2000 });
  return (await client.get(`/api/plans/${body.id}`)).body;
}

async function readTile(client: Client, token: string, path: string) {
  const response = await fetch(new URL(path, client.url), { headers: { authorization: `Bearer ${token}` } });
  const bytes = new Uint8Array(await response.arrayBuffer());
  const layer = new VectorTile(new PbfReader(bytes)).layers['cells'];
  const features = Array.from({ length: layer?.length ?? 0 }, (_, index) => layer?.feature(index));
  return { status: response.status, headers: response.headers, bytes: bytes.length, features };
}

/** The tile that holds a position. */
function addressOf(lon: number, lat: number, zoom: number): string {
  const tiles = 2 ** zoom;
  const y = (1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2;
  return `${zoom}/${Math.floor(((lon + 180) / 360) * tiles)}/${Math.floor(y * tiles)}`;
}

test('draws the cells of a plan with their ids and properties', async () => {
  const { client, token } = await planner();
  const plan = await makePlan(client);
  const { body } = await client.get(`/api/plans/${plan.id}/cells`);
  const cell = body.features[0];
  const [lon, lat] = cell.geometry.coordinates[0][0];
  const path = `/tiles/cells/${plan.id}/${plan.revision}/${addressOf(lon, lat, 12)}.mvt`;
  const tile = await readTile(client, token, path);
  expect(tile.status).toBe(200);
  expect(tile.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
  const drawn = tile.features.find((feature) => feature?.id === cell.id);
  expect(drawn?.properties).toEqual({
    code: cell.properties.code,
    name: cell.properties.name,
    ownerAreaId: cell.properties.ownerAreaId,
  });
  expect(drawn?.type).toBe(3);
});

test('draws every cell of the plan somewhere, and nothing far away', async () => {
  const { client, token } = await planner();
  const plan = await makePlan(client);
  const base = `/tiles/cells/${plan.id}/${plan.revision}`;
  const wide = await readTile(client, token, `${base}/${addressOf(119.05, 48.02, 8)}.mvt`);
  expect(wide.features).toHaveLength(plan.cells);
  expect(await readTile(client, token, `${base}/${addressOf(10, 48, 12)}.mvt`)).toMatchObject({
    status: 200,
    bytes: 0,
  });
});

test('leaves out cells that the caller may not see', async () => {
  const { client } = await planner();
  const plan = await makePlan(client);
  const station = await makeArea(db, { kind: 'station', name: '所', rings: [box(119, 48, 119.04, 48.05)] });
  const near = await planner(station);
  const far = await planner(
    await makeArea(db, { kind: 'station', name: '远', rings: [box(121, 48, 121.1, 48.05)] }),
  );
  const path = `/tiles/cells/${plan.id}/${plan.revision}/${addressOf(119.05, 48.02, 8)}.mvt`;
  const own = await readTile(near.client, near.token, path);
  const { body } = await near.client.get(`/api/plans/${plan.id}/cells`);
  expect(own.features.map((feature) => feature?.id).sort()).toEqual(
    body.features.map(({ id }: { id: number }) => id).sort(),
  );
  expect(own.features.length).toBeLessThan(plan.cells);
  expect((await far.client.get(path)).status).toBe(404);
});

test('says which revision there is where another is asked for', async () => {
  const { client } = await planner();
  const plan = await makePlan(client);
  const answer = await client.get(`/tiles/cells/${plan.id}/${plan.revision + 1}/12/3402/1424.mvt`);
  expect({ status: answer.status, type: answer.body.type }).toEqual({
    status: 404,
    type: 'https://gridwarden.invalid/problems/other-revision',
  });
  expect((await client.get(`/tiles/cells/${plan.id}/${plan.revision}/3/99/0.mvt`)).status).toBe(422);
});
