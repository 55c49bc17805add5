import { expect, test } from 'vitest';
import { makeAccount } from '../support/accounts.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makeCell, makePlan } from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();

async function chiefOf(areaId: number | null = null) {
  const server = await startServer(db);
  return server.withToken((await makeAccount(db, { grants: [{ role: 'chief', areaId }] })).token);
}

const at = (lon: number, lat: number, properties: object = {}) => ({
  type: 'Feature',
  geometry: { type: 'Point', coordinates: [lon, lat] },
  properties: { label: '017', kind: 'household', ...properties },
});

test('a point comes back as it was entered, with the cell it lies in, and is found by box, kind and label', async () => {
  const planIds = [await makePlan(db, { from: '2026-01-01T00:00:00Z' })];
  const cell = await makeCell(db, { planIds, box: [119.1, 48.1, 119.2, 48.2], code: 'A1' });
  const chief = await chiefOf();
  const created = await chief.post(
    '/api/points',
    at(119.15, 48.15, { from: '2026-03-01', weight: 2, key: true }),
  );
  expect(created.status).toBe(201);
  expect(created.body).toEqual({
    type: 'Feature',
    id: created.body.id,
    geometry: { type: 'Point', coordinates: [119.15, 48.15] },
    properties: {
      label: '017',
      kind: 'household',
      weight: 2,
      key: true,
      radiusMetres: 100,
      replaces: null,
      from: '2026-02-28T16:00:00.000Z',
      to: null,
      periods: [{ from: '2026-02-28T16:00:00.000Z', to: null }],
      cell: { id: cell, code: 'A1', name: 'A1' },
    },
  });
  await chief.post('/api/points', at(119.9, 48.15, { label: '018', kind: 'gate' }));
  const labels = async (query: string) =>
    (await chief.get(`/api/points?${query}`)).body.features.map(
      (one: { properties: { label: string } }) => one.properties.label,
    );
  expect(await labels('bbox=119,48,119.5,49')).toEqual(['017']);
  expect(await labels('kind=gate')).toEqual(['018']);
  expect(await labels('q=01')).toEqual(['017', '018']);
  expect(await labels('key=true')).toEqual(['017']);
  expect(await labels('at=2026-02-01')).toEqual([]);
  const first = await chief.get('/api/points?limit=1');
  expect([first.body.total, first.body.features[0].properties.label]).toEqual([2, '017']);
  expect(await labels(`limit=1&cursor=${first.body.next}`)).toEqual(['018']);
});

test('moving a point begins another version of it: what it was until then stays', async () => {
  const chief = await chiefOf();
  const { body } = await chief.post('/api/points', at(119.15, 48.15, { from: '2026-03-01' }));
  const moved = await chief.patch(`/api/points/${body.id}`, {
    geometry: { type: 'Point', coordinates: [119.3, 48.3] },
  });
  expect(moved.body.geometry.coordinates).toEqual([119.3, 48.3]);
  expect(moved.body.properties.periods).toHaveLength(2);
  const then = await chief.get('/api/points?at=2026-03-05');
  expect(then.body.features[0].geometry.coordinates).toEqual([119.15, 48.15]);
  const past = await chief.patch(`/api/points/${body.id}`, { properties: { key: true, from: '2026-04-01' } });
  expect([past.status, past.body.errors[0].path]).toEqual([422, 'properties.from']);
  expect((await chief.delete(`/api/points/${body.id}`)).status).toBe(204);
  expect((await chief.get('/api/points')).body.features).toEqual([]);
  expect((await chief.get('/api/points?at=2026-03-05')).body.features).toHaveLength(1);
});

test('a seasonal camp stands for a house in its periods; reversed and overlapping ones are refused', async () => {
  const chief = await chiefOf();
  const house = (await chief.post('/api/points', at(119.15, 48.15))).body;
  const summers = (...periods: [string, string][]) =>
    chief.post(
      '/api/points',
      at(119.4, 48.4, {
        label: '017-夏',
        kind: 'camp',
        replaces: house.id,
        periods: periods.map(([from, to]) => ({ from, to })),
      }),
    );
  const camp = await summers(['2026-06-01', '2026-09-01'], ['2027-06-01', '2027-09-01']);
  expect([camp.status, camp.body.properties.replaces]).toEqual([201, house.id]);
  expect((await summers(['2026-06-01', '2026-05-01'])).status).toBe(422);
  expect((await summers(['2026-06-01', '2026-09-01'], ['2026-08-01', '2026-10-01'])).status).toBe(409);
  const further = await chief.patch(`/api/points/${camp.body.id}`, {
    properties: { periods: [{ from: '2999-06-01', to: '2999-09-01' }] },
  });
  expect(further.status, JSON.stringify(further.body)).toBe(200);
  expect(further.body.properties.periods).toHaveLength(3);
});

test('a chief sees and enters points of the own areas alone', async () => {
  const west = await makeArea(db, { kind: 'station', box: [119, 48, 120, 49] });
  const everybody = await chiefOf();
  const theirs = (await everybody.post('/api/points', at(121.5, 48.5))).body;
  const chief = await chiefOf(west);
  expect((await chief.post('/api/points', at(121.5, 48.5))).status).toBe(403);
  expect((await chief.post('/api/points', at(119.5, 48.5))).status).toBe(201);
  expect((await chief.get('/api/points')).body.features).toHaveLength(1);
  expect((await chief.get(`/api/points/${theirs.id}`)).status).toBe(404);
  expect((await chief.patch(`/api/points/${theirs.id}`, { properties: { label: 'x' } })).status).toBe(404);
});

test('points come from a CSV: a preview tells what cannot be taken, and loading it again changes nothing', async () => {
  const chief = await chiefOf();
  const csv = [
    '编号,类型,经度,纬度,重点,半径,开始,结束,替代',
    '017,住户,109.84,40.65,是,120,2026-03-01,,',
    '018,城堡,109.85,40.65,,,,,',
    '019,岗亭,,40.65,,,,,',
    '017-夏,夏营地,109.90,40.70,,,2026-06-01,2026-09-01,017',
    '020-夏,夏营地,109.90,40.71,,,2026-06-01,2026-09-01,020',
  ].join('\n');
  const send = async () => {
    const form = new FormData();
    form.set('kind', 'visit-points');
    form.set('datum', 'gcj02');
    form.set('file', new Blob([csv]), '走访点.csv');
    return chief.post('/api/imports', form);
  };
  const preview = await send();
  expect(preview.status, JSON.stringify(preview.body)).toBe(201);
  const told = preview.body.problems.map(({ index }: { index: number }) => index);
  expect([...new Set(told)]).toEqual([1, 2]);
  // The preview shows what each would be, the usual radius of its kind included, and nothing of what is refused.
  const { body: detail } = await chief.get(`/api/imports/${preview.body.id}`);
  type Previewed = { id: number; point?: { label: string; radiusMetres: number; from: string | null } };
  expect(detail.preview.features.map(({ id, point }: Previewed) => [id, point?.radiusMetres])).toEqual([
    [0, 120],
    [1, undefined],
    [3, 100],
    [4, 100],
  ]);
  expect(detail.preview.features[2].point).toEqual({
    ...{ label: '017-夏', kind: 'camp', weight: 1, key: false, radiusMetres: 100 },
    ...{ from: '2026-05-31T16:00:00.000Z', to: '2026-08-31T16:00:00.000Z', replaces: '017' },
  });
  const result = await chief.post(`/api/imports/${preview.body.id}/commit`, {});
  expect(result.body).toMatchObject({ created: 2, skipped: [{ index: 1 }, { index: 2 }, { index: 4 }] });
  const { features } = (await chief.get('/api/points?at=2026-07-01')).body;
  expect(features.map(({ properties }: { properties: { label: string } }) => properties.label)).toEqual([
    '017',
    '017-夏',
  ]);
  const [house, camp] = features;
  expect(house.properties).toMatchObject({ kind: 'household', key: true, radiusMetres: 120 });
  expect(house.geometry.coordinates[0]).not.toBeCloseTo(109.84, 4);
  expect(camp.properties).toMatchObject({
    kind: 'camp',
    replaces: house.id,
    from: '2026-05-31T16:00:00.000Z',
  });
  const again = (await send()).body;
  const second = await chief.post(`/api/imports/${again.id}/commit`, {});
  expect(second.body.created, JSON.stringify(second.body)).toBe(0);
});
