import { beforeEach, expect, test } from 'vitest';
import { makeAccount } from '../support/accounts.ts';
import type { Client } from '../support/client.ts';
import { testDatabase } from '../support/database.ts';
import { makeCarrier, makeDevice, makeDeviceToken, makeDuty, makePerson } from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();

let chief: Client;

beforeEach(async () => {
  const server = await startServer(db);
  chief = server.withToken((await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] })).token);
});

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);

/** A device whose carrier has been on duty for so long, with contacts so many minutes ago. */
async function deviceOnDuty(dutyMinutes: number | null, contacts: readonly number[], clockSeconds = -5) {
  const [deviceId, personId] = [await makeDevice(db), await makePerson(db)];
  await makeDeviceToken(db, deviceId);
  await makeCarrier(db, { deviceId, personId, from: ago(30_000).toISOString() });
  if (dutyMinutes !== null) await makeDuty(db, { personId, from: ago(dutyMinutes).toISOString() });
  await addContacts(deviceId, contacts, clockSeconds);
  return deviceId;
}

async function addContacts(deviceId: number, contacts: readonly number[], clockSeconds = -5) {
  const counts = { received: 1, stored: 1, duplicates: 0, flagged: 0, off_duty: 0 };
  const rows = contacts.map((minutes) => ({
    device_id: deviceId,
    received_at: ago(minutes),
    latest_at: new Date(ago(minutes).getTime() + clockSeconds * 1000),
    protocol: 'osmand',
    is_live: true,
    battery_percent: 40 + (minutes % 10),
    ...counts,
  }));
  if (rows.length > 0) await db('receipts').insert(rows);
}

const every = (minutes: number, from: number, to: number) =>
  Array.from({ length: Math.floor((to - from) / minutes) + 1 }, (_, index) => from + index * minutes);
const health = async (id: number) => (await chief.get(`/api/devices/${id}`)).body.health;

test('a device is silent once it has been quiet for twice its habit, while somebody on duty carries it', async () => {
  // Reports every ten minutes: silent after twenty.
  const quiet = await deviceOnDuty(600, every(10, 30, 550));
  const lively = await deviceOnDuty(600, every(10, 17, 550));
  const offDuty = await deviceOnDuty(null, every(10, 30, 550));
  expect(await health(quiet)).toMatchObject({ habitSeconds: 600, silentAfterSeconds: 1200 });
  expect(Date.parse((await health(quiet)).silentSince)).toBeCloseTo(ago(30).getTime(), -5);
  expect(await health(lively)).toMatchObject({ silentSince: null, reportsSince: expect.any(String) });
  expect(await health(offDuty)).toMatchObject({ silentSince: null, reportsSince: null, habitSeconds: null });
});

test('silences between two duties are nobody’s habit, and a silence begins with the duty', async () => {
  const device = await deviceOnDuty(20, []);
  const [held] = await db('device_carriers').where({ device_id: device });
  for (const days of [1, 2, 3])
    await makeDuty(db, {
      personId: held.person_id,
      from: ago(days * 1440).toISOString(),
      to: ago(days * 1440 - 60).toISOString(),
    });
  await addContacts(
    device,
    [1, 2, 3].flatMap((days) => every(5, days * 1440 - 59, days * 1440 - 1)),
  );
  expect(await health(device)).toMatchObject({ habitSeconds: 300, silentAfterSeconds: 900 });
  expect(Date.parse((await health(device)).silentSince)).toBeCloseTo(ago(20).getTime(), -5);
});

test('with few silences known an hour is waited; a device without a way in is not waited for', async () => {
  const fresh = await deviceOnDuty(50, [49]);
  const never = await deviceOnDuty(70, []);
  expect(await health(fresh)).toMatchObject({
    habitSeconds: null,
    silentAfterSeconds: 3600,
    silentSince: null,
  });
  expect((await health(never)).silentSince).not.toBeNull();
  await db('tokens').where({ device_id: never }).update({ revoked_at: new Date() });
  expect(await health(never)).toMatchObject({ silentSince: null, reportsSince: null });
});

test('in the order of attention the longest silent come first, page by page, then the others by name', async () => {
  const named = async (name: string, id: number) => {
    await db('devices').where({ id }).update({ name });
    return id;
  };
  const b = await named('b', await deviceOnDuty(500, every(10, 40, 400)));
  const z = await named('z', await deviceOnDuty(500, every(10, 90, 400)));
  const a = await named('a', await deviceOnDuty(500, every(10, 3, 400)));
  const c = await named('c', await deviceOnDuty(null, []));
  const seen: number[] = [];
  for (let cursor = ''; ; ) {
    const { body } = await chief.get(`/api/devices?order=attention&limit=1${cursor}`);
    seen.push(...body.devices.map(({ id }: { id: number }) => id));
    if (body.next === null) break;
    cursor = `&cursor=${body.next}`;
  }
  expect(seen).toEqual([z, b, a, c]);
  const byName = (await chief.get('/api/devices')).body.devices.map(({ id }: { id: number }) => id);
  expect(byName).toEqual([a, b, c, z]);
});

test('a clock is called ahead or behind only where that means something', async () => {
  const at = every(10, 1, 100);
  const ahead = await deviceOnDuty(null, at, 90);
  const behind = await deviceOnDuty(null, at, -600);
  const right = await deviceOnDuty(null, at, -20);
  const unknown = await deviceOnDuty(null, [1, 2], 90);
  const late = await deviceOnDuty(null, [], 0);
  for (const minutes of at) await addContacts(late, [minutes], -minutes * 60);
  const clocks = await Promise.all([ahead, behind, right, unknown, late].map(health));
  expect(clocks.map(({ clock, clockSeconds }) => [clock, clockSeconds && Math.round(clockSeconds)])).toEqual([
    ['ahead', 90],
    ['behind', -600],
    ['right', -20],
    [null, null],
    [null, null],
  ]);
});

test('battery, flagged fixes, quarantine and positions off duty are counted', async () => {
  const device = await deviceOnDuty(null, [3, 5]);
  const fix = (minutes: number, flags: number) => ({
    device_id: device,
    recorded_at: ago(minutes),
    lon_e7: minutes,
    lat_e7: 0,
    receipt_id: 1,
    flags,
  });
  // A restored one counts as good, one of last month not at all.
  await db('fixes').insert([fix(1, 0), fix(2, 8), fix(3, 8 | 128), fix(4, 0), fix(50_000, 8)]);
  const waiting = {
    device_id: device,
    receipt_id: 1,
    received_at: ago(1),
    protocol: 'osmand',
    raw: '',
    is_live: true,
  };
  await db('quarantine').insert([
    { ...waiting, reason: 'no-position' },
    { ...waiting, reason: 'no-position' },
    { ...waiting, reason: 'not-json' },
    { ...waiting, reason: 'not-json', outcome: 'dismissed' },
  ]);
  await db.raw(
    `insert into off_duty_counts (device_id, day, count)
     values (:device, cast(now() at time zone 'Asia/Shanghai' as date), 3), (:device, '2020-01-01', 50)`,
    { device },
  );
  expect(await health(device)).toMatchObject({
    batteryPercent: 43,
    recentFixes: 4,
    flaggedShare: 0.25,
    quarantined: [
      { reason: 'no-position', count: 2 },
      { reason: 'not-json', count: 1 },
    ],
    offDutyCount: 3,
  });
});
