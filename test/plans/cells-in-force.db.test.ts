import { expect, test } from 'vitest';
import { cellsInForce } from '../../server/plans/cells-in-force.ts';
import { makeAccount } from '../support/accounts.ts';
import { testDatabase } from '../support/database.ts';
import { startServer } from '../support/server.ts';
import { box, makeArea } from './plan.ts';

const { db } = await testDatabase();

async function makePlans() {
  const server = await startServer(db);
  const { token } = await makeAccount(db, { grants: [{ role: 'planner', areaId: null }] });
  const client = server.withToken(token);
  const district = await makeArea(db, { code: '150724', rings: [box(119, 48, 119.1, 48.05)] });
  const publish = async (layer: string, cellMetres: number, from: string) => {
    const { body } = await client.post('/api/plans', { name: layer, layer, scopeAreaId: district });
    await client.post(`/api/plans/${body.id}/generate`, { method: 'square', cellMetres });
    const answer = await client.post(`/api/plans/${body.id}/publish`, { from });
    expect(answer.status).toBe(200);
    return body.id;
  };
  return { publish };
}

const at = (text: string) => Date.parse(text);
const inPlan = async (planId: number, cellIds: readonly number[]) => {
  const rows = await db('plan_cells')
    .where({ plan_id: planId })
    .whereIn('cell_id', cellIds)
    .select('cell_id');
  return rows.map((row) => row.cell_id);
};

test('finds the cell of every layer in the plan that was in force then', async () => {
  const { publish } = await makePlans();
  const old = await publish('community', 2000, '2025-01-01T00:00:00Z');
  const now = await publish('community', 1500, '2025-06-01T00:00:00Z');
  const police = await publish('police', 2500, '2025-03-01T00:00:00Z');
  const { locate } = await cellsInForce(db);
  const place = [119.033, 48.021] as const;
  expect(locate(...place, at('2024-12-31T23:59:59Z'))).toEqual([]);
  const february = locate(...place, at('2025-02-01T00:00:00Z'));
  expect(february).toHaveLength(1);
  expect(await inPlan(old, february)).toEqual(february);
  const july = locate(...place, at('2025-07-01T00:00:00Z'));
  expect(july).toHaveLength(2);
  expect(await inPlan(now, july)).toHaveLength(1);
  expect(await inPlan(police, july)).toHaveLength(1);
  // The instant of the change belongs to the later plan.
  expect(locate(...place, at('2025-06-01T00:00:00Z'))).toEqual(july);
  expect(locate(121, 48, at('2025-07-01T00:00:00Z'))).toEqual([]);
});

test('finds one cell for every point of the land, as PostGIS does', async () => {
  const { publish } = await makePlans();
  await publish('community', 1800, '2025-01-01T00:00:00Z');
  const { locate } = await cellsInForce(db);
  const points = Array.from({ length: 400 }, (_, index): [number, number] => [
    119.001 + (index % 20) * 0.0049,
    48.001 + Math.floor(index / 20) * 0.00239,
  ]);
  const { rows } = await db.raw(
    `select place::int, array_agg(cells.id) as ids
     from unnest(:lons::float8[], :lats::float8[]) with ordinality as point(lon, lat, place)
     join cells on st_covers(cells.geometry, st_setsrid(st_makepoint(lon, lat), 4326)) group by place order by place`,
    { lons: points.map(([lon]) => lon), lats: points.map(([, lat]) => lat) },
  );
  expect(rows.map((row: { ids: number[] }) => row.ids)).toEqual(
    points.map(([lon, lat]) => locate(lon, lat, at('2026-01-01T00:00:00Z'))),
  );
});

test('reads the cells again once a publication has raised their revision, inside a transaction too', async () => {
  const { publish } = await makePlans();
  const before = await cellsInForce(db);
  expect(await cellsInForce(db)).toBe(before);
  await publish('community', 2000, '2025-01-01T00:00:00Z');
  const after = await db.transaction((trx) => cellsInForce(trx));
  expect(after.revision).toBeGreaterThan(before.revision);
  expect(after.locate(119.033, 48.021, at('2026-01-01T00:00:00Z'))).toHaveLength(1);
  expect(await cellsInForce(db)).toBe(after);
});
