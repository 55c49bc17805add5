import { expect, test } from 'vitest';
import { bindTerminal } from '../../server/devices/registration-store.ts';
import { rereading } from '../../server/tracks/rereadings.ts';
import { defaultThresholds } from '../../server/tracks/thresholds.ts';
import { makeAccount } from '../support/accounts.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makeDevice } from '../support/district.ts';
import { startServer } from '../support/server.ts';
import { deliver, depsOf, fixAt, walk } from './movement.ts';

const { db } = await testDatabase();
const deps = depsOf(db);
const { phone } = defaultThresholds;

async function makeServer() {
  const server = await startServer(db, { RETENTION_MONTHS: '0' });
  const as = async (role: 'admin' | 'chief', areaId: number | null = null) =>
    server.withToken((await makeAccount(db, { grants: [{ role, areaId }] })).token);
  return { as, admin: await as('admin') };
}

/** What the fixes of a device are flagged for, in order. */
async function flagsOf(device: number): Promise<number[]> {
  const rows = await db('fixes').where({ device_id: device }).orderBy('recorded_at').select('flags');
  return rows.map(({ flags }: { flags: number }) => flags);
}

test('an administrator changes what a kind of device is judged by, its history and what comes included', async () => {
  const { as, admin } = await makeServer();
  const [device, van] = [await makeDevice(db), await makeDevice(db)];
  await db('devices').where({ id: van }).update({ kind: 'vehicle' });
  const poor = (seconds: number) => fixAt(seconds, seconds, 0, { accuracyMetres: 60 });
  for (const id of [device, van]) await deliver(deps, id, [poor(0), poor(20)]);
  const before = (await admin.get('/api/thresholds')).body.kinds;
  expect(before.map(({ kind, devices }: { kind: string; devices: number }) => [kind, devices])).toEqual([
    ['phone', 1],
    ['vehicle', 1],
    ['body-worn', 0],
    ['tracker', 0],
  ]);
  expect(before[0]).toMatchObject({ thresholds: phone, defaults: phone, waiting: 0, changedAt: null });

  const stricter = { ...phone, presenceAccuracyMetres: 50 };
  const answer = await admin.put('/api/thresholds', { kind: 'phone', thresholds: stricter });
  expect(answer.body.kinds[0]).toMatchObject({
    thresholds: stricter,
    defaults: phone,
    waiting: 1,
    changedBy: expect.any(String),
  });
  const { flagged } = await deliver(deps, device, [poor(40)]);
  expect(flagged).toEqual([{ index: 0, reason: 'low-accuracy' }]);
  expect(await flagsOf(device)).toEqual([0, 0, 8]);
  await rereading.run(deps);
  expect([await flagsOf(device), await flagsOf(van)]).toEqual([
    [8, 8, 8],
    [0, 0],
  ]);
  expect((await (await as('chief')).get('/api/thresholds')).body.kinds[0].waiting).toBe(0);
});

test('thresholds out of bounds, incomplete, at odds or from somebody else are refused by name', async () => {
  const { as, admin } = await makeServer();
  const put = (thresholds: object, kind = 'phone', who = admin) =>
    who.put('/api/thresholds', { kind, thresholds });
  const paths = async (thresholds: object) =>
    (await put(thresholds)).body.errors.map(({ path }: { path: string }) => path);
  expect(await paths({ ...phone, jumpCloseShare: 2 })).toEqual(['thresholds.jumpCloseShare']);
  expect(await paths({ ...phone, stayMetres: 'wide' })).toEqual(['thresholds.stayMetres']);
  expect(await paths({ ...phone, patience: 1 })).toEqual(['thresholds.patience']);
  expect(await paths({ ...phone, pauseSeconds: 100 })).toEqual(['thresholds.legWithinSeconds']);
  expect(await paths({ ...phone, impossibleMetresPerSecond: 20 })).toEqual(['thresholds.legMetresPerSecond']);
  const { pauseSeconds: _left, ...incomplete } = phone;
  expect(await paths(incomplete)).toContain('thresholds.pauseSeconds');
  expect((await put(phone, 'horse')).status).toBe(422);
  expect((await put(phone, 'phone', await as('chief'))).status).toBe(403);
  const station = await makeArea(db, { kind: 'station', box: [119.9, 48.9, 120.05, 49.1] });
  expect((await put(phone, 'phone', await as('admin', station))).status).toBe(403);
  expect(await db('threshold_changes').select()).toEqual([]);
});

test('a device of another kind is judged anew, and a terminal is a vehicle unless somebody said otherwise', async () => {
  const { as } = await makeServer();
  const chief = await as('chief');
  const [device, terminal, said] = [await makeDevice(db), await makeDevice(db), await makeDevice(db)];
  // Out and back at 30 m/s: a jump on foot, none for a car.
  const dash = [...walk(0, 40), fixAt(50, 350), fixAt(60, 60), fixAt(70, 65)];
  for (const id of [device, terminal, said]) await deliver(deps, id, dash);
  const jumps = async (id: number) => (await flagsOf(id)).filter((flags) => flags !== 0).length;
  expect(await jumps(device)).toBe(1);
  expect((await chief.get(`/api/devices/${device}`)).body.kind).toBe('phone');
  expect((await chief.patch(`/api/devices/${device}`, { kind: 'vehicle' })).body.kind).toBe('vehicle');
  await chief.patch(`/api/devices/${said}`, { kind: 'tracker' });
  expect(await bindTerminal(db, terminal, 'maker 1')).toBe(true);
  expect(await bindTerminal(db, said, 'maker 2')).toBe(true);
  await rereading.run(deps);
  expect([await jumps(device), await jumps(terminal), await jumps(said)]).toEqual([0, 0, 1]);
  expect((await chief.get(`/api/devices/${terminal}`)).body.kind).toBe('vehicle');
  expect((await chief.get(`/api/devices/${said}`)).body.kind).toBe('tracker');
  expect((await chief.patch(`/api/devices/${device}`, { kind: 'horse' })).status).toBe(422);
});

test('what a device said in another datum can be read, and a change of datum counts for what arrives from then on', async () => {
  const { as } = await makeServer();
  const chief = await as('chief');
  const device = await makeDevice(db);
  const path = `/api/devices/${device}`;
  const before = { receivedAt: Date.now() - 60_000 };
  const change = async (datum: string) => expect((await chief.patch(path, { datum })).status).toBe(200);
  await change('gcj02');
  await deliver(deps, device, [fixAt(0, 0)], { receivedAt: Date.now() });
  await change('gcj02');
  await change('bd09');
  await change('wgs84');
  await deliver(deps, device, [fixAt(20, 0)], { receivedAt: Date.now() + 1 });
  // What arrived before, and is decoded again.
  await deliver(deps, device, [fixAt(40, 0)], before);
  const { features } = (await chief.get(`${path}/fixes`)).body;
  const said = features.map(
    (fix: { properties: { reportedPosition: unknown } }) => fix.properties.reportedPosition,
  );
  expect(said).toEqual([[120, 49], null, null]);
  const [first, ...others] = features.map(
    (fix: { geometry: { coordinates: number[] } }) => fix.geometry.coordinates,
  );
  expect(first).not.toEqual([120, 49]);
  expect(others).toEqual([
    [120, 49],
    [120, 49],
  ]);
  const { former_datums: former } = await db('devices').where({ id: device }).first('former_datums');
  expect(former.map(([datum]: [string]) => datum)).toEqual(['wgs84', 'gcj02', 'bd09']);
});
