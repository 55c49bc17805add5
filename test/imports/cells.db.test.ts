import { beforeEach, describe, expect, test } from 'vitest';
import { makeAccount } from '../support/accounts.ts';
import type { Client } from '../support/client.ts';
import { testDatabase } from '../support/database.ts';
import { startServer } from '../support/server.ts';
import { uploadOf } from './upload.ts';

const { db } = await testDatabase();

let client: Client;
beforeEach(async () => {
  const { token } = await makeAccount(db, { grants: [{ role: 'planner', areaId: null }] });
  client = (await startServer(db)).withToken(token);
});

const square = (west: number, south: number, size = 0.1) => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
];
const bowTie = [
  [10.5, 48],
  [10.6, 48.1],
  [10.6, 48],
  [10.5, 48.1],
  [10.5, 48],
];
const featureOf = (ring: unknown, properties: Record<string, unknown>) => ({
  type: 'Feature',
  geometry: { type: 'Polygon', coordinates: [ring] },
  properties,
});

async function draft(): Promise<number> {
  const { body } = await client.post('/api/plans', { name: '方案', layer: 'community', scopeAreaId: null });
  return body.id;
}

async function imported(planId: number, features: unknown[], commit: object = {}) {
  const form = uploadOf({ type: 'FeatureCollection', features }, { kind: 'cells', planId: String(planId) });
  const preview = await client.post('/api/imports', form);
  expect(preview.body).toMatchObject({ id: expect.any(Number), planId });
  return (await client.post(`/api/imports/${preview.body.id}/commit`, commit)).body;
}

const cellsOf = async (planId: number) => (await client.get(`/api/plans/${planId}/cells`)).body.features;

describe('cells', () => {
  test('are put into a draft with what the file says of them', async () => {
    const village = await client.post(
      '/api/areas',
      featureOf(square(10, 48, 0.3), { kind: 'village', name: '村', code: 'V1' }),
    );
    const planId = await draft();
    const ring = [
      [10.1234567890123, 48],
      [10.2, 48],
      [10.2, 48.1],
      [10.1234567890123, 48],
    ];
    const result = await imported(planId, [
      featureOf(ring, {
        code: 'C1',
        name: '一格',
        usage: 'school',
        class: 'dedicated',
        户数: 12,
        ownerCode: 'V1',
      }),
      featureOf(square(10.2, 48), { code: 'C2' }),
    ]);
    expect(result).toEqual({ created: 2, updated: 0, skipped: [], repaired: [], changes: [] });
    const [first, second] = await cellsOf(planId);
    expect(first).toMatchObject({
      geometry: { type: 'Polygon', coordinates: [ring] },
      properties: {
        code: 'C1',
        name: '一格',
        usage: 'school',
        class: 'dedicated',
        households: 12,
        ownerAreaId: village.body.id,
      },
    });
    expect(second.properties).toMatchObject({ code: 'C2', class: 'basic', ownerAreaId: village.body.id });
  });

  test('are taken unchanged where cleaning is off, invalid ones included', async () => {
    const planId = await draft();
    const result = await imported(planId, [featureOf(bowTie, { code: 'C1' })], { clean: false });
    expect(result).toMatchObject({ created: 1, skipped: [], repaired: [] });
    const [cell] = await cellsOf(planId);
    expect(cell.geometry).toEqual({ type: 'Polygon', coordinates: [bowTie] });
  });

  test('are made valid where it is on, and the record is told', async () => {
    const planId = await draft();
    const result = await imported(planId, [
      featureOf(bowTie, { code: 'C1' }),
      featureOf(square(11, 48), { code: 'C2' }),
    ]);
    expect(result).toMatchObject({ created: 3, skipped: [], repaired: [{ index: 0 }] });
  });

  test('that are wrong leave their neighbours alone', async () => {
    const planId = await draft();
    const result = await imported(planId, [
      featureOf(square(10, 48).slice(0, 4), { code: 'C1' }),
      featureOf(square(11, 48), { code: 'C2', class: 'special' }),
      featureOf(square(12, 48), { code: 'C3' }),
    ]);
    expect(result).toMatchObject({ created: 1, skipped: [{ index: 0 }, { index: 1 }] });
  });

  test('beyond the scope of the plan are taken, and the proof says where', async () => {
    const scope = await client.post(
      '/api/areas',
      featureOf(square(10, 48), { kind: 'district', name: '旗' }),
    );
    const { body: plan } = await client.post('/api/plans', {
      name: '方案',
      layer: 'community',
      scopeAreaId: scope.body.id,
    });
    const result = await imported(plan.id, [featureOf(square(10.05, 48), {}), featureOf(square(20, 48), {})]);
    expect(result).toMatchObject({ created: 2, skipped: [], changes: [] });
    const { body } = await client.get(`/api/plans/${plan.id}/problems`);
    const kinds = body.features.map(({ properties }: { properties: { kind: string } }) => properties.kind);
    expect(kinds.filter((kind: string) => kind === 'outside-scope').length).toBe(2);
  });

  test('are not cleaned with a tolerance that makes no sense', async () => {
    const planId = await draft();
    const file = { type: 'FeatureCollection', features: [featureOf(square(10, 48), {})] };
    const form = uploadOf(file, { kind: 'cells', planId: String(planId) });
    const { id } = (await client.post('/api/imports', form)).body;
    for (const commit of [{ toleranceMetres: -1 }, { toleranceMetres: 1e6 }, { fillSquareMetres: 'some' }])
      expect((await client.post(`/api/imports/${id}/commit`, commit)).status).toBe(422);
  });

  test('never change a plan that was published', async () => {
    const planId = await draft();
    const form = uploadOf(featureOf(square(10, 48), { code: 'C1' }), {
      kind: 'cells',
      planId: String(planId),
    });
    const { id } = (await client.post('/api/imports', form)).body;
    await db('plans').where({ id: planId }).update({ status: 'published', in_force: '[2026-01-01,)' });
    expect((await client.post(`/api/imports/${id}/commit`, {})).status).toBe(409);
    expect((await client.post('/api/imports', form)).status).toBe(409);
    expect(await cellsOf(planId)).toEqual([]);
  });
});
