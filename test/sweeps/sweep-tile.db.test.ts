import { decode } from 'fast-png';
import pino from 'pino';
import { expect, test } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { ingest } from '../../server/tracks/ingest.ts';
import { makeAccount } from '../support/accounts.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makeCarrier, makeCell, makeDevice, makePerson, makePlan } from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();
const period = 'from=2026-03-01T00:00:00Z&to=2026-03-05T00:00:00Z';
const zoom = 15;

const tileOf = (lon: number, lat: number) => {
  const sine = Math.sin((lat * Math.PI) / 180);
  const y = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  return [Math.floor(((lon + 180) / 360) * 2 ** zoom), Math.floor(y * 2 ** zoom)] as const;
};

/** A cell of some 300 m with a walk across it, and one to the east that nobody came to. */
async function walked() {
  const areas = [
    await makeArea(db, { kind: 'station', box: [119, 48, 119.004, 48.003] }),
    await makeArea(db, { kind: 'station', box: [119.004, 48, 119.008, 48.003] }),
  ];
  const planId = await makePlan(db, { from: '2026-01-01T00:00:00Z' });
  for (const [index, west] of [119, 119.004].entries())
    await makeCell(db, {
      planIds: [planId],
      box: [west, 48, west + 0.004, 48.003],
      ownerAreaId: areas[index] ?? null,
      usage: 'residential',
    });
  const fixes = Array.from({ length: 120 }, (_, index) => ({
    index,
    recordedAt: Date.parse('2026-03-02T04:00:00Z') + index * 10_000,
    lon: 119.0002 + index * 0.00003,
    lat: 48.0015,
  }));
  const deps = { db, config: readConfig({ RETENTION_MONTHS: '0' }), log: pino({ level: 'silent' }) };
  const deviceId = await makeDevice(db);
  await ingest(deps, {
    deviceId,
    protocol: 'test',
    isLive: false,
    receivedAt: Date.now(),
    decoded: { fixes, refused: [] },
  });
  return { areas, planId, deviceId };
}

test('a tile shows what was swept, as large as it is, to whom the cells are shown', async () => {
  const { areas, planId } = await walked();
  const server = await startServer(db);
  const [x, y] = tileOf(119.002, 48.0015);
  const seen = async (areaId: number | null) => {
    const { token } = await makeAccount(db, { grants: [{ role: 'chief', areaId }] });
    const path = `/tiles/sweep/${planId}/${zoom}/${x}/${y}.png?${period}`;
    const answer = await fetch(new URL(path, server.url), { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(200);
    const { data } = decode(new Uint8Array(await answer.arrayBuffer()));
    return data.filter((_, place) => place % 4 === 3 && data[place] !== 0).length;
  };
  const all = await seen(null);
  // A pixel of the tile is 3.2 m on the ground at 48° N, and the strip some 270 m by 50 m with round ends inside the cell.
  const metres = (Math.cos((48 * Math.PI) / 180) * 40_075_017) / (256 * 2 ** zoom);
  expect(all * metres * metres).toBeGreaterThan(260 * 50 * 0.9);
  expect(all * metres * metres).toBeLessThan(300 * 50 * 1.1);
  expect(await seen(areas[0] ?? 0)).toBe(all);
  expect(await seen(areas[1] ?? 0)).toBe(0);
});

test('on a quiet day a tile is a look at somebody’s way, recorded once, and nothing for those who may not see people', async () => {
  const { planId, deviceId } = await walked();
  const personId = await makePerson(db);
  await makeCarrier(db, { deviceId, personId, from: '2026-01-01T00:00:00Z' });
  const server = await startServer(db);
  const account = await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] });
  const chief = server.withToken(account.token);
  const [x, y] = tileOf(119.002, 48.0015);
  for (const column of [x, x, x + 4])
    expect((await chief.get(`/tiles/sweep/${planId}/${zoom}/${column}/${y}.png?${period}`)).status).toBe(200);
  expect(await db('looks').select('person_id', 'device_id', 'what')).toEqual([
    { person_id: personId, device_id: null, what: 'sweep' },
  ]);
  for (const role of ['viewer', 'planner'] as const) {
    const { token } = await makeAccount(db, { grants: [{ role, areaId: null }] });
    const refused = await server
      .withToken(token)
      .get(`/tiles/sweep/${planId}/${zoom}/${x}/${y}.png?${period}`);
    expect(refused.status).toBe(403);
  }
});

test('a tile from too far away is refused, and one of a strange plan not found', async () => {
  const { planId } = await walked();
  const server = await startServer(db);
  const chief = server.withToken(
    (await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] })).token,
  );
  expect((await chief.get(`/tiles/sweep/${planId}/5/26/11.png?${period}`)).status).toBe(422);
  expect((await chief.get(`/tiles/sweep/999999999/15/26/11.png?${period}`)).status).toBe(404);
});

test('what more than a part of has to be worked out for is pending, and is whole at the next question', async () => {
  const { planId, deviceId } = await walked();
  const days = Array.from({ length: 120 }, (_, day) => Date.parse('2026-03-03T04:00:00Z') + day * 86_400_000);
  const deps = { db, config: readConfig({ RETENTION_MONTHS: '0' }), log: pino({ level: 'silent' }) };
  const fixes = days.flatMap((day) =>
    [0, 1, 2].map((step) => ({
      index: 0,
      recordedAt: day + step * 10_000,
      lon: 119.0002 + step * 0.0002,
      lat: 48.001,
    })),
  );
  await ingest(deps, {
    deviceId,
    protocol: 'test',
    isLive: false,
    receivedAt: Date.now(),
    decoded: { fixes: fixes.map((fix, index) => ({ ...fix, index })), refused: [] },
  });
  const server = await startServer(db);
  const { token } = await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] });
  const [x, y] = tileOf(119.002, 48.0015);
  const asked = 'from=2026-03-01T00:00:00Z&to=2026-08-01T00:00:00Z';
  const tile = async () => {
    const answer = await fetch(new URL(`/tiles/sweep/${planId}/${zoom}/${x}/${y}.png?${asked}`, server.url), {
      headers: { authorization: `Bearer ${token}` },
    });
    const { data } = decode(new Uint8Array(await answer.arrayBuffer()));
    return { isEmpty: data.every((value) => value === 0), cache: answer.headers.get('cache-control') };
  };
  // Of 121 days of a device a hundred are made at a time.
  expect(await tile()).toEqual({ isEmpty: true, cache: 'private, max-age=5' });
  const chief = server.withToken(token);
  const state = () => chief.get(`/api/sweeps/${planId}?${asked}`);
  expect((await state()).body).toEqual({ pending: false });
  expect(await tile()).toEqual({ isEmpty: false, cache: 'private, max-age=30' });
  await db('sweeps').delete();
  await db('visit_days').update({ revision: db.raw('revision + 1') });
  expect((await state()).body).toEqual({ pending: true });
  expect((await state()).body).toEqual({ pending: false });
});
