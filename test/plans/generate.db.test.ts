import { expect, test } from 'vitest';
import type { CellFeature } from '../../server/plans/plan.ts';
import { makeAccount } from '../support/accounts.ts';
import { testDatabase } from '../support/database.ts';
import { startServer } from '../support/server.ts';
import { box, makeArea } from './plan.ts';

const { db, isEmbedded } = await testDatabase();

async function planner(areaId: number | null = null) {
  const server = await startServer(db);
  const { token } = await makeAccount(db, { grants: [{ role: 'planner', areaId }] });
  return server.withToken(token);
}

/** A district of two villages, whose common border is crooked, and land that neither holds. */
async function makeDistrict() {
  const district = await makeArea(db, {
    kind: 'district',
    code: '150724',
    name: '旗',
    rings: [box(119, 48, 119.2, 48.1)],
  });
  const west = await makeArea(db, {
    kind: 'village',
    code: '150724100201',
    name: '西村',
    rings: [
      [
        [119, 48],
        [119.08, 48],
        [119.0933, 48.0412],
        [119.07, 48.08],
        [119, 48.08],
        [119, 48],
      ],
    ],
  });
  const east = await makeArea(db, {
    kind: 'village',
    code: '150724100202',
    name: '东村',
    rings: [
      [
        [119.08, 48],
        [119.2, 48],
        [119.2, 48.08],
        [119.07, 48.08],
        [119.0933, 48.0412],
        [119.08, 48],
      ],
    ],
  });
  return { district, west, east };
}

test('fills the villages of a scope and the rest of it with squares that tile it', async () => {
  const { district, west, east } = await makeDistrict();
  const client = await planner();
  const plan = await client.post('/api/plans', { name: '方案', layer: 'community', scopeAreaId: district });
  expect(plan.status).toBe(201);
  const answer = await client.post(`/api/plans/${plan.body.id}/generate`, {
    method: 'square',
    cellMetres: 1500,
  });
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({ revision: 2, cellMetres: 1500, notices: [{ kind: 'unowned-land' }] });
  const cells = await client.get(`/api/plans/${plan.body.id}/cells?limit=10000`);
  expect(cells.body.features).toHaveLength(answer.body.created);
  expect(cells.body.next).toBeNull();
  const owners = new Set(cells.body.features.map((cell: CellFeature) => cell.properties.ownerAreaId));
  expect(owners).toEqual(new Set([district, west, east]));
  const codes = cells.body.features.map((cell: CellFeature) => cell.properties.code);
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes).toContain('150724100201001');
  expect(codes).toContain('150724000000001');
  const { rows } = await db.raw(
    `select st_area(st_symdifference(st_union(cells.geometry), area.geometry)::geography) as off,
       sum(cells.area_square_metres) / area.area_square_metres as share
     from plan_cells join cells on cells.id = plan_cells.cell_id, areas area
     where plan_cells.plan_id = ? and area.id = ? group by area.id`,
    [plan.body.id, district],
  );
  expect(rows[0].off).toBeLessThan(100);
  expect(rows[0].share).toBeCloseTo(1, 5);
});

test('gives the same cells to another plan over the same land', async () => {
  const { district } = await makeDistrict();
  const client = await planner();
  const ids = [];
  for (const layer of ['community', 'police']) {
    const plan = await client.post('/api/plans', { name: layer, layer, scopeAreaId: district });
    await client.post(`/api/plans/${plan.body.id}/generate`, { method: 'square', cellMetres: 2000 });
    const cells = await client.get(`/api/plans/${plan.body.id}/cells`);
    ids.push(cells.body.features.map((cell: CellFeature) => cell.id));
  }
  expect(ids[0].length).toBeGreaterThan(10);
  expect(ids[1]).toEqual(ids[0]);
});

test('fills one kind of owner beside cells that stay, vertex for vertex', async () => {
  const { district, west } = await makeDistrict();
  await makeArea(db, {
    kind: 'community',
    code: '150724001001',
    name: '社区',
    rings: [box(119.1, 48.08, 119.2, 48.1)],
  });
  const client = await planner();
  const plan = await client.post('/api/plans', { name: '方案', layer: 'community', scopeAreaId: district });
  const path = `/api/plans/${plan.body.id}`;
  await client.post(`${path}/generate`, { method: 'square', cellMetres: 3000, ownerKind: 'village' });
  const before = await client.get(`${path}/cells`);
  await client.post(`${path}/generate`, { method: 'square', cellMetres: 700, ownerKind: 'community' });
  const rest = await client.post(`${path}/generate`, {
    method: 'square',
    cellMetres: 5000,
    ownerKind: 'district',
  });
  const after = await client.get(`${path}/cells`);
  expect(rest.status).toBe(200);
  const idsBefore = before.body.features.map((cell: CellFeature) => cell.id);
  const idsAfter = after.body.features.map((cell: CellFeature) => cell.id);
  expect(idsAfter).toEqual(expect.arrayContaining(idsBefore));
  expect(after.body.features.some((cell: CellFeature) => cell.properties.ownerAreaId === west)).toBe(true);
  expect(await unmatchedInside(plan.body.id, district)).toBe(0);
});

/** Edges of cells without a partner that do not lie on the border of the scope: an obvious, slow count. */
async function unmatchedInside(planId: number, areaId: number): Promise<number> {
  const { rows } = await db.raw(
    `with ring as (
       select (st_dumprings(st_forcepolygonccw(coalesce(plan_cells.geometry, cells.geometry)))).geom as g
       from plan_cells join cells on cells.id = plan_cells.cell_id where plan_id = :planId
     ), edge as (select (st_dumpsegments(st_exteriorring(g))).geom as g from ring)
     select count(*)::int as n from edge where not exists (
       select from edge other where st_startpoint(other.g) = st_endpoint(edge.g) and st_endpoint(other.g) = st_startpoint(edge.g))
       and st_distance(edge.g, (select st_boundary(geometry) from areas where id = :areaId)) > 1e-6`,
    { planId, areaId },
  );
  return rows[0].n;
}

test('refuses what it cannot fill with a sentence', async () => {
  const { district } = await makeDistrict();
  const client = await planner();
  const plan = await client.post('/api/plans', { name: '方案', layer: 'community', scopeAreaId: district });
  const free = await client.post('/api/plans', { name: '方案', layer: 'community', scopeAreaId: null });
  const path = `/api/plans/${plan.body.id}/generate`;
  const refusals = [
    [path, { method: 'voronoi' }, 'layer-missing'],
    [path, { method: 'square', ownerKind: 'forest' }, 'nothing-to-fill'],
    [path, { method: 'square', ownerKind: 'township' }, 'nothing-to-fill'],
    [path, { method: 'square', cellMetres: 20 }, 'too-many-cells'],
    [path, { method: 'square', cellMetres: 500, count: 3 }, 'size-or-count'],
    [path, { method: 'square', cellMetres: -5 }, 'invalid-input'],
    [`/api/plans/${free.body.id}/generate`, { method: 'square' }, 'no-scope-area'],
  ] as const;
  for (const [url, body, slug] of refusals) {
    const answer = await client.post(url, body);
    expect({ slug, type: answer.body.type, status: answer.status }).toEqual({
      slug,
      type: `https://gridwarden.invalid/problems/${slug}`,
      status: 422,
    });
  }
});

// The embedded database answers nobody while it stores, so that such a short run is over before it can be cancelled.
test.skipIf(isEmbedded)(
  'says before it starts that codes would run out; makes thousands of squares as a run that can be cancelled',
  async () => {
    const { district } = await makeDistrict();
    const client = await planner();
    const draft = async (codeTemplate?: string) =>
      (
        await client.post('/api/plans', {
          name: '方案',
          layer: 'community',
          scopeAreaId: district,
          codeTemplate,
        })
      ).body.id;
    const squares = { method: 'square', cellMetres: 170 };
    const small = { method: 'square', cellMetres: 60 };
    const short = await client.post(`/api/plans/${await draft()}/generate`, small);
    expect([short.status, short.body.type, short.body.detail]).toEqual([
      409,
      'https://gridwarden.invalid/problems/codes-exhausted',
      expect.stringMatching(/would have more than \d+ cells/),
    ]);
    const plan = await draft('{owner:12}{seq:5}');
    const run = async (until: (progress: number) => boolean) => {
      const started = await client.post(`/api/plans/${plan}/generate`, squares);
      expect([started.status, Object.keys(started.body)]).toEqual([202, ['job']]);
      for (;;) {
        const { body } = await client.get(`/api/jobs/${started.body.job}`);
        if (body.state !== 'running') return body;
        if (until(body.progress)) await client.delete(`/api/jobs/${started.body.job}`);
      }
    };
    expect(await run((progress) => progress > 0)).toMatchObject({ state: 'cancelled', result: null });
    expect((await client.get(`/api/plans/${plan}`)).body.cells).toBe(0);
    const made = await run(() => false);
    expect(made).toMatchObject({ state: 'done', progress: 1 });
    expect(made.result.created).toBeGreaterThan(5_000);
    expect((await client.get(`/api/plans/${plan}`)).body.cells).toBe(made.result.created);
  },
);

test('tells PostgreSQL of many new cells at once, whatever its statistics said before', async () => {
  const { district } = await makeDistrict();
  const client = await planner();
  // What a vacuum leaves of tables that have just been emptied: that they will never hold more than a row.
  const forget = () =>
    db.raw(`update pg_class set relpages = 10, reltuples = 0
            where oid in ('plan_cells'::regclass, 'cells'::regclass, 'edit_cells'::regclass)`);
  const told = async () =>
    (
      await db.raw(`select relname, reltuples from pg_class
                   where oid in ('plan_cells'::regclass, 'cells'::regclass, 'edit_cells'::regclass)`)
    ).rows;
  await forget();
  const scope = { layer: 'community', scopeAreaId: district };
  const { body: plan } = await client.post('/api/plans', { name: '方案', ...scope });
  const generated = await client.post(`/api/plans/${plan.id}/generate`, {
    method: 'square',
    cellMetres: 300,
  });
  expect(generated.body.created).toBeGreaterThan(1000);
  for (const { relname, reltuples } of await told())
    expect(reltuples, relname).toBeGreaterThanOrEqual(generated.body.created);
  await forget();
  expect((await client.post('/api/plans', { name: '下一版', ...scope, fromPlanId: plan.id })).status).toBe(
    201,
  );
  const cells = (await told()).find(({ relname }: { relname: string }) => relname === 'plan_cells');
  expect(cells.reltuples).toBeGreaterThanOrEqual(2 * generated.body.created);
});
