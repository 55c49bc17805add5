import { expect, test } from 'vitest';
import { makeAccount } from '../support/accounts.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makeCarrier, makeDevice, makeDuty, makePerson } from '../support/district.ts';
import { startServer } from '../support/server.ts';
import { deliver, depsOf } from '../tracks/movement.ts';

const { db } = await testDatabase();

/** Two stations, each with an officer on duty, whose devices have just reported. */
async function stations() {
  const now = Date.now();
  const hourAgo = new Date(now - 3_600_000).toISOString();
  const of = async (west: number) => {
    const station = await makeArea(db, { kind: 'station', box: [west, 48, west + 1, 49] });
    const person = await makePerson(db, { kind: 'officer', stationAreaId: station });
    const device = await makeDevice(db, { stationAreaId: station });
    await makeCarrier(db, { deviceId: device, personId: person, from: hourAgo });
    await makeDuty(db, { personId: person, from: hourAgo });
    const report = (secondsAgo: number, north = 0) =>
      deliver(
        depsOf(db),
        device,
        [{ index: 0, recordedAt: Date.now() - secondsAgo * 1000, lon: west + 0.5, lat: 48.5 + north }],
        { receivedAt: Date.now() },
      );
    return { station, person, device, report };
  };
  return { one: await of(119), other: await of(120) };
}

test('tells a chief where the own people on duty are, and where they go, and records the look once', async () => {
  const { one, other } = await stations();
  await one.report(40);
  await other.report(40);
  const server = await startServer(db);
  const { token, accountId } = await makeAccount(db, { grants: [{ role: 'chief', areaId: one.station }] });
  const events = await server.withToken(token).events('/api/live');
  const first = await events.next('positions');
  expect(first).toEqual({
    positions: [
      expect.objectContaining({
        device: one.device,
        person: expect.objectContaining({ id: one.person }),
        lon: 119.5,
        lat: 48.5,
        precisionMetres: 0,
      }),
    ],
    gone: [],
  });
  await one.report(10, 0.0002);
  expect((await events.next('positions')).positions).toEqual([expect.objectContaining({ lat: 48.5002 })]);
  await db.raw('update duties set period = tstzrange(lower(period), now()) where person_id = ?', [
    one.person,
  ]);
  expect(await events.next('positions')).toEqual({ positions: [], gone: [one.device] });
  expect(await db('looks').select('account_id', 'person_id', 'what')).toEqual([
    { account_id: accountId, person_id: one.person, what: 'live' },
  ]);
  await db('tokens').where({ account_id: accountId }).update({ revoked_at: db.fn.now() });
  await events.close();
});

test('an old position is told roughly, one from before the duty not at all, and nothing to a viewer', async () => {
  const { one, other } = await stations();
  await one.report(20 * 60);
  await other.report(40);
  await db.raw('update duties set period = tstzrange(now(), null) where person_id = ?', [other.person]);
  const server = await startServer(db);
  const chief = await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] });
  const events = await server.withToken(chief.token).events('/api/live');
  const { positions } = await events.next('positions');
  expect(positions).toEqual([expect.objectContaining({ device: one.device, precisionMetres: 200 })]);
  expect(positions[0].lat).not.toBe(48.5);
  await events.close();
  const viewer = await makeAccount(db, { grants: [{ role: 'viewer', areaId: null }] });
  expect((await server.withToken(viewer.token).get('/api/live')).status).toBe(403);
  const planner = await makeAccount(db, { grants: [{ role: 'planner', areaId: null }] });
  expect((await server.withToken(planner.token).get('/api/live')).status).toBe(403);
  expect((await server.withToken(chief.token).get('/api/live?plan=1')).status).toBe(403);
});

test('who comes while others are asked about stays, and is told where everybody is', async () => {
  const { one } = await stations();
  await one.report(40);
  const server = await startServer(db);
  const streams = await Promise.all(
    Array.from({ length: 30 }, async (_, place) => {
      await new Promise((resolve) => setTimeout(resolve, place * 7));
      const { token } = await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] });
      return server.withToken(token).events('/api/live');
    }),
  );
  for (const stream of streams)
    expect((await stream.next('positions')).positions).toEqual([
      expect.objectContaining({ device: one.device }),
    ]);
  await Promise.all(streams.map((stream) => stream.close()));
});
