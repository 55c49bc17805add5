import { expect, test } from 'vitest';
import { makeAccount } from '../support/accounts.ts';
import { testDatabase } from '../support/database.ts';
import {
  makeArea,
  makeAssignment,
  makeCell,
  makeDevice,
  makePerson,
  makePlan,
  makeVisit,
} from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();

const january = '2026-01-01T00:00:00Z';
const march = 'from=2026-03-01T00:00:00Z&to=2026-03-31T00:00:00Z';

async function makeGround() {
  const station = await makeArea(db, { kind: 'station', box: [119, 48, 120, 49] });
  const village = await makeArea(db, { kind: 'village', box: [119, 48, 119.2, 48.1], parentId: station });
  await db('areas').where({ id: village }).update({ households: 100 });
  const planId = await makePlan(db, { from: january });
  const half = (west: number) => [west, 48, west + 0.1, 48.1] as const;
  const first = await makeCell(db, { planIds: [planId], box: half(119), ownerAreaId: village });
  const second = await makeCell(db, { planIds: [planId], box: half(119.1), ownerAreaId: village });
  return { station, village, first, second };
}

test('counts cells, households and the time inside cells, each once', async () => {
  const { station, village, first, second } = await makeGround();
  const busy = await makePerson(db, { stationAreaId: station });
  const idle = await makePerson(db, { stationAreaId: station });
  await db('plan_cells').where({ cell_id: first }).update({ households: 30 });
  await makeAssignment(db, { personId: busy, cellId: first, from: january });
  await makeAssignment(db, { personId: busy, cellId: first, role: 'steward', from: january });
  await makeAssignment(db, { personId: busy, cellId: second, from: january });
  const whole = await makePerson(db, { stationAreaId: station });
  await makeAssignment(db, { personId: whole, areaId: village, from: january });
  await makeAssignment(db, { personId: whole, cellId: first, from: january });
  const [deviceId, otherId] = [await makeDevice(db), await makeDevice(db)];
  const visit = { cellId: first, personId: busy };
  // Two devices at once are one presence; what lies before the period is not in it.
  await makeVisit(db, { ...visit, deviceId, from: '2026-03-04T08:00:00Z', to: '2026-03-04T09:00:00Z' });
  await makeVisit(db, {
    ...visit,
    deviceId: otherId,
    from: '2026-03-04T08:30:00Z',
    to: '2026-03-04T09:15:00Z',
  });
  await makeVisit(db, { ...visit, deviceId, from: '2026-02-28T23:50:00Z', to: '2026-03-01T00:10:00Z' });
  const server = await startServer(db);
  const chief = server.withToken(
    (await makeAccount(db, { grants: [{ role: 'chief', areaId: station }] })).token,
  );
  const { body } = await chief.get(`/api/load?station=${station}&${march}`);
  const counted = body.people.map((one: Record<string, unknown> & { person: { id: number } }) => [
    one.person.id,
    one['cells'],
    one['areas'],
    one['households'],
    one['minutes'],
  ]);
  expect(counted.slice(0, 2).sort()).toEqual(
    [
      [busy, 2, 0, 80, 85],
      [whole, 1, 1, 100, 0],
    ].sort(),
  );
  expect(counted[2]).toEqual([idle, 0, 0, 0, 0]);
  expect(body.isEstimated).toBe(true);
  const { rows } = await db.raw(
    `select percentile_cont(0.9) within group (order by value)::float8 as p90 from unnest(array[80, 100, 0]) as value`,
  );
  expect(body.groups).toMatchObject([
    { kind: 'volunteer', households: { people: 3, median: 80, p90: rows[0].p90 } },
  ]);
  const page = await chief.get(`/api/load?${march}&sort=minutes&limit=1`);
  expect(page.body.people).toMatchObject([{ person: { id: busy }, minutes: 85 }]);
  expect(
    (await chief.get(`/api/load?${march}&sort=minutes&limit=2&cursor=${page.body.next}`)).body.next,
  ).toBeNull();
});

test('a chief sees the people of the own station, a volunteer the own load alone', async () => {
  const { station, first } = await makeGround();
  const other = await makeArea(db, { kind: 'station', box: [121, 48, 122, 49] });
  const mine = await makePerson(db, { stationAreaId: station });
  await makePerson(db, { stationAreaId: station });
  await makePerson(db, { stationAreaId: other });
  await makeAssignment(db, { personId: mine, cellId: first, from: january });
  const server = await startServer(db);
  const ask = async (role: 'chief' | 'volunteer' | 'viewer', personId: number | null) => {
    const { token } = await makeAccount(db, { grants: [{ role, areaId: station }], personId });
    return server.withToken(token).get('/api/load');
  };
  expect((await ask('chief', null)).body.people).toHaveLength(2);
  expect((await ask('volunteer', mine)).body.people).toMatchObject([{ person: { id: mine }, cells: 1 }]);
  expect((await ask('viewer', null)).status).toBe(403);
  const reversed = await server
    .withToken((await makeAccount(db, { grants: [{ role: 'chief', areaId: station }] })).token)
    .get('/api/load?from=2026-03-02&to=2026-03-01');
  expect(reversed.status).toBe(422);
});
