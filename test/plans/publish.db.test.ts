import { expect, test } from 'vitest';
import { insertOutlines } from '../../server/plans/import-outlines.ts';
import type { FindingFeature } from '../../server/plans/proof/finding.ts';
import { makeAccount } from '../support/accounts.ts';
import type { Client } from '../support/client.ts';
import { testDatabase } from '../support/database.ts';
import { startServer } from '../support/server.ts';
import { box, makeArea } from './plan.ts';

const { db } = await testDatabase();

async function signedIn(
  role: 'planner' | 'viewer' = 'planner',
  areaId: number | null = null,
): Promise<Client> {
  const server = await startServer(db);
  const { token } = await makeAccount(db, { grants: [{ role, areaId }] });
  return server.withToken(token);
}

const makeDistrict = () =>
  makeArea(db, { kind: 'district', code: '150724', name: '旗', rings: [box(119, 48, 119.1, 48.05)] });

async function makeDraft(
  client: Client,
  scopeAreaId: number | null,
  { layer = 'community', name = '方案', cellMetres = 2000 } = {},
): Promise<number> {
  const { body } = await client.post('/api/plans', { name, layer, scopeAreaId });
  await client.post(`/api/plans/${body.id}/generate`, { method: 'square', cellMetres });
  return body.id;
}

const problemType = (slug: string) => `https://gridwarden.invalid/problems/${slug}`;
const publish = (client: Client, id: number, from?: string) =>
  client.post(`/api/plans/${id}/publish`, from ? { from } : {});

test('publishes a proved plan from now on and raises the revision of the cells', async () => {
  const client = await signedIn();
  const id = await makeDraft(client, await makeDistrict());
  const before = await db('revisions').where({ name: 'cells' }).first();
  const problems = await client.get(`/api/plans/${id}/problems`);
  expect(problems.body).toEqual({
    type: 'FeatureCollection',
    features: [],
    next: null,
    errors: 0,
    warnings: 0,
  });
  const answer = await publish(client, id);
  expect({ status: answer.status, plan: answer.body }).toMatchObject({
    status: 200,
    plan: { id, status: 'published', to: null },
  });
  expect(Math.abs(Date.parse(answer.body.from) - Date.now())).toBeLessThan(60_000);
  const after = await db('revisions').where({ name: 'cells' }).first();
  expect(after.revision).toBe(before.revision + 1);
  const [relocation] = await db('relocations').select('plan_id', db.raw('upper_inf(period) as open'));
  expect(relocation).toEqual({ plan_id: id, open: true });
});

test('refuses an unproved plan with its problems as features', async () => {
  const client = await signedIn();
  const district = await makeDistrict();
  const { body: plan } = await client.post('/api/plans', {
    name: '方案',
    layer: 'community',
    scopeAreaId: district,
  });
  const half = { type: 'Polygon' as const, coordinates: [box(119, 48, 119.06, 48.05)] };
  const rest = { type: 'Polygon' as const, coordinates: [box(119.05, 48, 119.1, 48.04)] };
  await insertOutlines(
    db,
    plan.id,
    [
      { index: 0, geometry: half, properties: {} },
      { index: 1, geometry: rest, properties: { code: 'wrong' } },
    ],
    { clean: false },
  );
  const answer = await publish(client, plan.id);
  expect({ status: answer.status, type: answer.body.type }).toEqual({
    status: 409,
    type: problemType('plan-unproved'),
  });
  const kinds = answer.body.problems.map(({ properties }: FindingFeature) => properties.kind).sort();
  expect(new Set(kinds)).toEqual(new Set(['overlap', 'gap', 'unmatched-edge', 'malformed-code']));
  const gap = answer.body.problems.find(({ properties }: FindingFeature) => properties.kind === 'gap');
  expect(gap).toMatchObject({
    type: 'Feature',
    geometry: { type: 'Polygon' },
    properties: { severity: 'error' },
  });
  expect(gap.properties.areaSquareMetres).toBeGreaterThan(3_000_000);
  expect((await client.get(`/api/plans/${plan.id}`)).body.status).toBe('draft');
});

test('refuses a year that is a slip', async () => {
  const client = await signedIn();
  const id = await makeDraft(client, await makeDistrict());
  const { status, body } = await publish(client, id, '1926-11-23T00:00:00Z');
  expect([status, body.type]).toEqual([422, problemType('from-too-early')]);
  expect((await client.get(`/api/plans/${id}`)).body.status).toBe('draft');
});

test('refuses a plan without cells', async () => {
  const client = await signedIn();
  const { body } = await client.post('/api/plans', {
    name: '空',
    layer: 'police',
    scopeAreaId: await makeDistrict(),
  });
  const answer = await publish(client, body.id);
  expect({ status: answer.status, type: answer.body.type }).toEqual({
    status: 409,
    type: problemType('plan-empty'),
  });
});

test('ends the plan that it replaces at its own beginning, in the past too', async () => {
  const client = await signedIn();
  const district = await makeDistrict();
  const first = await makeDraft(client, district, { name: '旧' });
  const second = await makeDraft(client, district, { name: '新', cellMetres: 1500 });
  await publish(client, first, '2025-01-01');
  expect((await publish(client, second, '2025-06-01')).body).toMatchObject({
    status: 'published',
    from: '2025-05-31T16:00:00.000Z',
    to: null,
  });
  expect((await client.get(`/api/plans/${first}`)).body).toMatchObject({
    status: 'retired',
    from: '2024-12-31T16:00:00.000Z',
    to: '2025-05-31T16:00:00.000Z',
  });
});

test('ends where a later plan of the same scope begins', async () => {
  const client = await signedIn();
  const district = await makeDistrict();
  const later = await makeDraft(client, district, { name: '后' });
  const earlier = await makeDraft(client, district, { name: '先', cellMetres: 1500 });
  await publish(client, later, '2031-01-01');
  expect((await publish(client, earlier, '2025-06-01')).body).toMatchObject({
    status: 'published',
    to: '2030-12-31T16:00:00.000Z',
  });
});

test('names the other plan where two would begin at the same instant', async () => {
  const client = await signedIn();
  const district = await makeDistrict();
  const first = await makeDraft(client, district, { name: '甲' });
  const second = await makeDraft(client, district, { name: '乙', cellMetres: 1500 });
  await publish(client, first, '2025-01-01');
  const answer = await publish(client, second, '2025-01-01');
  expect({ status: answer.status, body: answer.body }).toMatchObject({
    status: 409,
    body: {
      type: problemType('same-instant'),
      plan: first,
      detail:
        'The plan 甲 takes effect at 2025-01-01 00:00 as well; choose another date for 乙, or put it in force now.',
    },
  });
});

test('replaces a plan over land inside its scope, and leaves other layers and other land in force', async () => {
  const client = await signedIn();
  const district = await makeDistrict();
  const inner = await makeArea(db, {
    kind: 'township',
    code: '150724100',
    name: '镇',
    rings: [box(119, 48, 119.05, 48.05)],
  });
  const beside = await makeArea(db, {
    kind: 'township',
    code: '150725100',
    name: '邻',
    rings: [box(119.1, 48, 119.15, 48.05)],
  });
  const ids = {
    inner: await makeDraft(client, inner),
    beside: await makeDraft(client, beside),
    police: await makeDraft(client, district, { layer: 'police' }),
  };
  for (const id of Object.values(ids)) await publish(client, id, '2025-01-01');
  await publish(client, await makeDraft(client, district), '2025-06-01');
  const ends = async (id: number) => (await client.get(`/api/plans/${id}`)).body.to;
  expect(await ends(ids.inner)).toBe('2025-05-31T16:00:00.000Z');
  expect(await ends(ids.beside)).toBeNull();
  expect(await ends(ids.police)).toBeNull();
});

test('lets one of two publications at once win', async () => {
  const client = await signedIn();
  const district = await makeDistrict();
  const id = await makeDraft(client, district);
  const same = await Promise.all([publish(client, id), publish(client, id)]);
  expect(same.map(({ status }) => status).sort()).toEqual([200, 409]);
  const rivals = await Promise.all(
    [1000, 1500].map((cellMetres) => makeDraft(client, district, { layer: 'police', cellMetres })),
  );
  const answers = await Promise.all(rivals.map((rival) => publish(client, rival, '2026-02-01')));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
});

test('never gives a retired code to another cell', async () => {
  const client = await signedIn();
  const district = await makeDistrict();
  const codesOf = async (id: number): Promise<Map<number, string>> => {
    const { body } = await client.get(`/api/plans/${id}/cells`);
    return new Map(
      body.features.map((cell: { id: number; properties: { code: string } }) => [
        cell.id,
        cell.properties.code,
      ]),
    );
  };
  const first = await makeDraft(client, district);
  await publish(client, first, '2025-01-01');
  const second = await makeDraft(client, district, { cellMetres: 1500 });
  await publish(client, second, '2025-06-01');
  const again = await makeDraft(client, district);
  const [old, next, third] = [await codesOf(first), await codesOf(second), await codesOf(again)];
  expect([...next.values()].filter((code) => [...old.values()].includes(code))).toEqual([]);
  expect(third).toEqual(old);
});

test('tells what changes from one plan to another', async () => {
  const client = await signedIn();
  const district = await makeDistrict();
  const [first, same, other] = [
    await makeDraft(client, district),
    await makeDraft(client, district),
    await makeDraft(client, district, { cellMetres: 1500 }),
  ];
  const { body: plan } = await client.get(`/api/plans/${first}`);
  expect((await client.get(`/api/plans/${first}/diff/${same}`)).body).toMatchObject({
    plan: first,
    other: same,
    counts: { unchanged: plan.cells, attributes: 0, moved: 0, added: 0, removed: 0 },
    kept: plan.cells,
    added: [],
    removed: [],
    changed: [],
  });
  const { body } = await client.get(`/api/plans/${first}/diff/${other}`);
  expect(body.removed).toHaveLength(plan.cells - body.kept);
  expect(body.added.length).toBeGreaterThan(0);
});

test('never changes a published plan', async () => {
  const client = await signedIn();
  const id = await makeDraft(client, await makeDistrict());
  await publish(client, id);
  for (const answer of [
    await client.post(`/api/plans/${id}/generate`, { method: 'square', cellMetres: 900 }),
    await client.delete(`/api/plans/${id}`),
    await publish(client, id),
  ])
    expect({ status: answer.status, type: answer.body.type }).toEqual({
      status: 409,
      type: problemType('plan-published'),
    });
});

test('shows plans only to those whose areas they reach, and their own cells only', async () => {
  const planner = await signedIn();
  const district = await makeDistrict();
  const station = await makeArea(db, { kind: 'station', name: '所', rings: [box(119, 48, 119.04, 48.05)] });
  const far = await makeArea(db, { kind: 'station', name: '远', rings: [box(120, 48, 120.1, 48.05)] });
  const id = await makeDraft(planner, district);
  const [near, stranger, weak] = [
    await signedIn('planner', station),
    await signedIn('planner', far),
    await signedIn('viewer', station),
  ];
  expect((await near.get('/api/plans')).body.plans.map((plan: { id: number }) => plan.id)).toEqual([id]);
  expect((await stranger.get('/api/plans')).body.plans).toEqual([]);
  expect((await stranger.get(`/api/plans/${id}`)).status).toBe(404);
  expect((await stranger.get(`/api/plans/${id}/cells`)).status).toBe(404);
  const all = (await planner.get(`/api/plans/${id}/cells`)).body.features.length;
  const own = (await near.get(`/api/plans/${id}/cells`)).body.features.length;
  expect(own).toBeGreaterThan(0);
  expect(own).toBeLessThan(all);
  expect((await near.post(`/api/plans/${id}/publish`, {})).status).toBe(403);
  expect((await near.post(`/api/plans/${id}/generate`, { method: 'square' })).status).toBe(403);
  expect((await near.post('/api/plans', { name: 'x', layer: 'police', scopeAreaId: district })).status).toBe(
    403,
  );
  expect((await weak.post('/api/plans', { name: 'x', layer: 'police', scopeAreaId: station })).status).toBe(
    403,
  );
  expect((await near.post('/api/plans', { name: 'x', layer: 'police', scopeAreaId: station })).status).toBe(
    201,
  );
});
