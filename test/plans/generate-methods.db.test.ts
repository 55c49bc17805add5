import { expect, test } from 'vitest';
import type { Generated } from '../../server/plans/plan.ts';
import { makeAccount } from '../support/accounts.ts';
import type { Client } from '../support/client.ts';
import { testDatabase } from '../support/database.ts';
import { startServer } from '../support/server.ts';
import { box, makeArea } from './plan.ts';

const { db } = await testDatabase();
const slug = (name: string) => `https://gridwarden.invalid/problems/${name}`;

async function signedIn(): Promise<Client> {
  const server = await startServer(db);
  const { token } = await makeAccount(db, { grants: [{ role: 'planner', areaId: null }] });
  return server.withToken(token);
}

/** A draft over a district with a village in its west and a community in its east. */
async function makeDraft(client: Client) {
  const district = await makeArea(db, { kind: 'district', name: '旗', rings: [box(119, 48, 119.1, 48.05)] });
  const village = await makeArea(db, {
    kind: 'village',
    name: '嘎查',
    parentId: district,
    rings: [
      [
        [119, 48],
        [119.047, 48],
        [119.053, 48.02],
        [119.047, 48.05],
        [119, 48.05],
        [119, 48],
      ],
    ],
  });
  const community = await makeArea(db, {
    kind: 'community',
    name: '社区',
    parentId: district,
    rings: [
      [
        [119.047, 48],
        [119.1, 48],
        [119.1, 48.05],
        [119.047, 48.05],
        [119.053, 48.02],
        [119.047, 48],
      ],
    ],
  });
  const { body } = await client.post('/api/plans', {
    name: '方案',
    layer: 'community',
    scopeAreaId: district,
  });
  return { plan: body.id as number, district, village, community };
}

async function makeLayer(kind: 'points' | 'lines', areaId: number, shapes: object[]): Promise<number> {
  const [layer] = await db('layers').insert({ kind, name: kind, scope_area_id: areaId }).returning('id');
  await db.raw(
    `insert into layer_features (layer_id, index, geometry, class, weight)
     select :id, ordinality, st_setsrid(st_geomfromgeojson(shape ->> 'geometry'), 4326), shape ->> 'class', (shape ->> 'weight')::float8
     from jsonb_array_elements(:shapes::jsonb) with ordinality as given(shape, ordinality)`,
    { id: layer.id, shapes: JSON.stringify(shapes) },
  );
  return layer.id;
}

const point = (lon: number, lat: number, weight = 1) => ({
  geometry: { type: 'Point', coordinates: [lon, lat] },
  weight,
});
const road = (...coordinates: [number, number][]) => ({
  geometry: { type: 'LineString', coordinates },
  class: 'highway=primary',
});

async function generate(client: Client, plan: number, body: object): Promise<Generated> {
  const answer = await client.post(`/api/plans/${plan}/generate`, body);
  if (answer.status === 200) return answer.body;
  expect([answer.status, answer.body]).toEqual([202, { job: expect.any(Number) }]);
  for (;;) {
    const { body: job } = await client.get(`/api/jobs/${answer.body.job}`);
    if (job.state === 'done') return job.result;
    expect(job).toMatchObject({ state: 'running', message: null });
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function requireProved(client: Client, plan: number): Promise<void> {
  expect((await client.get(`/api/plans/${plan}/problems`)).body.features).toEqual([]);
}

test('fills with hexagons of the size of squares, and takes them back as one edit', async () => {
  const client = await signedIn();
  const { plan } = await makeDraft(client);
  const { created } = await generate(client, plan, { method: 'hex', cellMetres: 1000 });
  expect(created).toBeGreaterThan(30);
  expect(created).toBeLessThan(70);
  await requireProved(client, plan);
  const { body } = await client.post(`/api/plans/${plan}/undo`, {});
  expect([body.edit.kind, body.removed.length]).toEqual(['generate', created]);
  expect((await client.get(`/api/plans/${plan}`)).body.cells).toBe(0);
});

test('gives every point of a layer the land that is nearest to it, never across an owner’s border', async () => {
  const client = await signedIn();
  const { plan, district, village, community } = await makeDraft(client);
  const points = await makeLayer('points', district, [
    point(119.01, 48.01),
    point(119.03, 48.04),
    point(119.04, 48.02),
    point(119.07, 48.01),
    point(119.09, 48.04),
  ]);
  const { created } = await generate(client, plan, { method: 'voronoi', points });
  expect(created).toBe(5);
  await requireProved(client, plan);
  const owners = await db('plan_cells')
    .where({ plan_id: plan })
    .orderBy('owner_area_id')
    .pluck('owner_area_id');
  expect(owners).toEqual([village, village, village, community, community]);
});

test('cuts the land into the blocks between lines; slivers go to the neighbour with the longest border', async () => {
  const client = await signedIn();
  const { plan, district } = await makeDraft(client);
  const lines = await makeLayer('lines', district, [
    road([118.99, 48.025], [119.11, 48.025]),
    road([119.02, 47.99], [119.02, 48.06]),
    road([119.0201, 47.99], [119.0201, 48.0005]),
  ]);
  const { created } = await generate(client, plan, { method: 'blocks', lines });
  expect(created).toBe(6);
  await requireProved(client, plan);
});

test('makes balanced cells of each owner, says how good they are, and the same again for the same seed', async () => {
  const client = await signedIn();
  const { plan, district } = await makeDraft(client);
  const homes = Array.from({ length: 400 }, (_, index) =>
    point(
      119.001 + (0.098 * ((index * 7919) % 400)) / 400,
      48.001 + (0.048 * ((index * 104_729) % 401)) / 401,
      1 + (index % 3),
    ),
  );
  const points = await makeLayer('points', district, homes);
  const request = { method: 'balanced', count: 10, weight: 'points', points, seed: 7 };
  const { created, balance } = await generate(client, plan, request);
  expect(created).toBe(10);
  await requireProved(client, plan);
  expect(balance?.map(({ cells }) => cells).reduce((sum, cells) => sum + cells)).toBe(10);
  for (const { maxDeviation, outOfTolerance } of balance ?? []) {
    expect(maxDeviation).toBeLessThanOrEqual(0.1 + 1e-9);
    expect(outOfTolerance).toBe(0);
  }
  const outlines = () =>
    db('plan_cells')
      .join('cells', 'cells.id', 'cell_id')
      .where({ plan_id: plan })
      .orderBy('code')
      .select('code', 'cells.geometry');
  const first = await outlines();
  await generate(client, plan, request);
  expect(await outlines()).toEqual(first);
  // The same bytes on both databases: this hash was made on one and is held against the other, too.
  const { rows } = await db.raw(
    `select encode(sha256(string_agg(st_asbinary(coalesce(plan_cells.geometry, cells.geometry), 'NDR'), ''::bytea order by plan_cells.name, plan_cells.code)), 'hex') as hash
     from plan_cells join cells on cells.id = cell_id where plan_id = :plan`,
    { plan },
  );
  expect(rows[0].hash).toBe('dd8789dfb5090c61b9519aba328adef87343c03269dbe207eed57f167ecb4c58');
});

test.each([
  ['voronoi without points', { method: 'voronoi' }, 'layer-missing'],
  ['blocks without lines', { method: 'blocks' }, 'layer-missing'],
  ['a layer that is not there', { method: 'voronoi', points: 999_999 }, 'layer-not-found'],
  ['a million cells', { method: 'hex', cellMetres: 20 }, 'too-many-cells'],
])('refuses %s before it starts', async (_, body, type) => {
  const client = await signedIn();
  const { plan } = await makeDraft(client);
  const answer = await client.post(`/api/plans/${plan}/generate`, body);
  expect(answer.body.type).toBe(slug(type));
});

test('a run is its owner’s to see and to cancel; what fails is told in words', async () => {
  const [client, other] = [await signedIn(), await signedIn()];
  const { plan } = await makeDraft(client);
  const { body } = await client.post(`/api/plans/${plan}/generate`, {
    method: 'balanced',
    weight: 'households',
  });
  expect((await other.get(`/api/jobs/${body.job}`)).status).toBe(404);
  let job = (await client.get(`/api/jobs/${body.job}`)).body;
  while (job.state === 'running') job = (await client.get(`/api/jobs/${body.job}`)).body;
  expect(job).toMatchObject({ state: 'failed', message: expect.stringContaining('households') });
  const long = (
    await client.post(`/api/plans/${plan}/generate`, { method: 'balanced', count: 60, quality: 'final' })
  ).body;
  await client.delete(`/api/jobs/${long.job}`);
  job = (await client.get(`/api/jobs/${long.job}`)).body;
  while (job.state === 'running') job = (await client.get(`/api/jobs/${long.job}`)).body;
  expect(job.state).toBe('cancelled');
  expect((await client.get(`/api/plans/${plan}`)).body.cells).toBe(0);
});

test('warns of a main road through a cell, from a length that the plan sets', async () => {
  const client = await signedIn();
  const { plan, district } = await makeDraft(client);
  await generate(client, plan, { method: 'square', cellMetres: 2000 });
  await makeLayer('lines', district, [road([119.005, 48.03], [119.04, 48.031])]);
  const warned = async () => (await client.get(`/api/plans/${plan}/problems?kind=cut-by-line`)).body;
  const { features, errors, warnings } = await warned();
  expect([features.length > 0, errors, warnings]).toEqual([true, 0, features.length]);
  expect(features[0].properties.message).toMatch(/^highway=primary runs through .* for \d+ m\.$/);
  await client.patch(`/api/plans/${plan}`, { limits: { leastCutShare: 5 } });
  expect((await warned()).features).toEqual([]);
});

test('proposes how to adjust a plan after a shock, makes one of them so, and takes it back', async () => {
  const client = await signedIn();
  const { plan, district } = await makeDraft(client);
  const homes = (extra: (lon: number) => number) =>
    Array.from({ length: 400 }, (_, index) => {
      const lon = 119.001 + (0.098 * ((index * 7919) % 400)) / 400;
      return point(lon, 48.001 + (0.048 * ((index * 104_729) % 401)) / 401, extra(lon));
    });
  const before = await makeLayer(
    'points',
    district,
    homes(() => 1),
  );
  const after = await makeLayer(
    'points',
    district,
    homes((lon) => (lon < 119.02 ? 1.6 : 1)),
  );
  await generate(client, plan, { method: 'balanced', count: 12, weight: 'points', points: before });
  const rows = () => db('plan_cells').where({ plan_id: plan }).orderBy('cell_id');
  const [first, codes] = [
    await rows(),
    await db('plan_cells').where({ plan_id: plan }).orderBy('code').pluck('code'),
  ];
  const ended = async (body: object) => {
    const { body: started, status } = await client.post(`/api/plans/${plan}/adjust`, body);
    expect(status).toBe(202);
    for (;;) {
      const { body: job } = await client.get(`/api/jobs/${started.job}`);
      if (job.state !== 'running') return job;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const stale = await client.post(`/api/plans/${plan}/adjust`, {
    points: after,
    lockedBorders: [[1, 999_999]],
  });
  expect([stale.status, stale.body.type]).toEqual([422, expect.stringMatching(/unknown-locks$/)]);
  const told = await ended({ points: after });
  expect(told.state).toBe('done');
  expect(told.result.now.outOfTolerance).toBeGreaterThan(0);
  expect(told.result.proposals.map(({ stability }: { stability: number }) => stability)).toEqual([
    0, 1, 3, 10,
  ]);
  expect(told.result.proposals[0].maxDeviation).toBeLessThan(told.result.now.maxDeviation);
  expect(told.result.proposals[3].movedShare).toBeLessThanOrEqual(told.result.proposals[0].movedShare);
  expect(await rows()).toEqual(first);
  const made = await ended({ points: after, take: 0 });
  expect(made.result.revision).toBeGreaterThan(0);
  await requireProved(client, plan);
  expect(await db('plan_cells').where({ plan_id: plan }).orderBy('code').pluck('code')).toEqual(codes);
  await client.post(`/api/plans/${plan}/undo`, {});
  expect(await rows()).toEqual(first);
});
