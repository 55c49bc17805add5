import { expect, test, vi } from 'vitest';
import { relocateAll } from '../../server/tracks/relocate.ts';
import { drainRereadings } from '../../server/tracks/rereadings.ts';
import { makeAccount } from '../support/accounts.ts';
import { testDatabase } from '../support/database.ts';
import { makeCarrier, makeCell, makeDevice, makeDuty, makePerson, makePlan } from '../support/district.ts';
import { startServer } from '../support/server.ts';
import { deliver, depsOf, fixAt, start, storedOf, walk } from './movement.ts';

const { db, isEmbedded } = await testDatabase();
const deps = depsOf(db);

const iso = (seconds: number) => new Date(start + seconds * 1000).toISOString();

/** Published cells of 300 m, eastwards from 120°, in a plan of their own. */
async function makeCells(
  count: number,
  from = '2026-01-01T00:00:00Z',
  to: string | null = null,
): Promise<number[]> {
  const plan = await makePlan(db, { from, to });
  const width = 300 / 73_150;
  const ids: number[] = [];
  for (let cell = 0; cell < count; cell++)
    ids.push(
      await makeCell(db, {
        planIds: [plan],
        box: [120 + cell * width, 48.99, 120 + (cell + 1) * width, 49.01],
      }),
    );
  return ids;
}

const seconds = (at: Date) => (at.getTime() - start) / 1000;

async function visitsOf(deviceId: number) {
  const { visits } = await storedOf(db, deviceId);
  return visits.map(
    (visit: { cell_id: number; person_id: number | null; entered_at: Date; left_at: Date }) => [
      visit.cell_id,
      visit.person_id,
      seconds(visit.entered_at),
      seconds(visit.left_at),
    ],
  );
}

async function trackIds(deviceId: number): Promise<number[]> {
  return db('tracks').where({ device_id: deviceId }).orderBy('started_at').pluck('id');
}

test('stores a fix once, however often it is sent, and another position of the same time with a flag', async () => {
  const device = await makeDevice(db);
  const fixes = walk(0, 100);
  expect(await deliver(deps, device, fixes)).toMatchObject({ stored: 6, duplicates: 0 });
  expect(await deliver(deps, device, [...fixes, ...fixes])).toMatchObject({ stored: 0, duplicates: 12 });
  const other = await deliver(deps, device, [fixAt(60, 5_000)]);
  expect(other).toMatchObject({ stored: 1, flagged: [{ index: 0, reason: 'same-time' }] });
  expect((await storedOf(db, device)).fixes).toHaveLength(7);
});

test('writes a visit as it goes on, cell by cell, with the carrier of the time', async () => {
  const [first = 0, second = 0] = await makeCells(2);
  const [device, person] = [await makeDevice(db), await makePerson(db)];
  await makeCarrier(db, { deviceId: device, personId: person, from: iso(-60), to: iso(290) });
  await makeDuty(db, { personId: person, from: iso(-60) });
  for (const fix of walk(0, 400)) await deliver(deps, device, [fix]);
  expect(await visitsOf(device)).toEqual([
    [first, person, 0, 200],
    [second, person, 220, 280],
    [second, null, 300, 400],
  ]);
});

test('keeps the ids of tracks that a late fix does not touch, and of the one whose beginning it moves', async () => {
  const device = await makeDevice(db);
  await deliver(deps, device, walk(0, 600));
  await deliver(deps, device, walk(4_000, 4_600));
  await deliver(deps, device, walk(9_000, 9_600));
  const before = await trackIds(device);
  expect(before).toHaveLength(3);
  await deliver(deps, device, [fixAt(3_950, 5_500)]);
  await deliver(deps, device, [fixAt(9_300, 12_700), fixAt(4_310, 6_000)]);
  expect(await trackIds(device)).toEqual(before);
  await deliver(deps, device, [...walk(5_000, 9_000, { every: 300 })]);
  const joined = await trackIds(device);
  expect(joined[0]).toBe(before[0]);
  expect(joined.length).toBeLessThan(3);
  expect(before).toContain(joined[1]);
});

test('corrects the past by a week-late upload and leaves other days as they are', async () => {
  const cells = await makeCells(12);
  const device = await makeDevice(db);
  await deliver(deps, device, walk(0, 600));
  await deliver(deps, device, walk(7 * 86_400, 7 * 86_400 + 600));
  const late = await storedOf(db, device);
  const { receivedAt } = { receivedAt: start + 8 * 86_400_000 };
  expect(
    await deliver(deps, device, walk(700, 1_400, { eastMetres: 900 }), { isLive: false, receivedAt }),
  ).toMatchObject({ stored: 36 });
  const after = await storedOf(db, device);
  expect(after.tracks.length).toBe(2);
  expect(after.visits.slice(-3)).toEqual(late.visits.slice(-3));
  expect(cells).toContain(after.visits.at(-1)?.cell_id);
});

test('doubts the clock of a live client before 2010, and that of a file only before 1990', async () => {
  const [phone, file] = [await makeDevice(db), await makeDevice(db)];
  const old = [2009, 1989].map((year) => ({ ...fixAt(0, 0), recordedAt: Date.UTC(year, 5) }));
  const ahead = { ...fixAt(0, 0), recordedAt: start + 32 * 86_400_000 };
  const suspect = (index: number) => ({ index, reason: 'time-suspect' });
  const receivedAt = start + 30 * 86_400_000;
  expect((await deliver(deps, phone, [...old, ahead], { receivedAt })).flagged).toEqual(
    [0, 1, 2].map(suspect),
  );
  expect((await deliver(deps, file, [...old, ahead], { receivedAt, isLive: false })).flagged).toEqual(
    [1, 2].map(suspect),
  );
  expect((await storedOf(db, phone)).tracks).toEqual([]);
});

test('keeps a time that was suspect when it came for a copy, not for news, when it comes again', async () => {
  const device = await makeDevice(db);
  await deliver(deps, device, walk(0, 100), { receivedAt: start + 200_000 });
  const ahead = fixAt(3 * 86_400, 0);
  expect(await deliver(deps, device, [ahead], { receivedAt: start + 300_000 })).toMatchObject({ stored: 1 });
  const later = await deliver(deps, device, [ahead, fixAt(3 * 86_400 + 20, 20)]);
  expect(later).toMatchObject({ stored: 1, duplicates: 1 });
});

test('corrects a week number that has rolled over and keeps both times', async () => {
  const device = await makeDevice(db);
  const rolledOver = { ...fixAt(0, 0), recordedAt: start - 1024 * 7 * 86_400_000 };
  expect((await deliver(deps, device, [rolledOver])).flagged).toEqual([]);
  const [stored] = await db('fixes').where({ device_id: device }).select('recorded_at', 'reported_at');
  expect(stored).toEqual({ recorded_at: new Date(start), reported_at: new Date(rolledOver.recordedAt) });
});

test('converts the positions of a device that reports GCJ-02', async () => {
  const device = await makeDevice(db);
  await db('devices').where({ id: device }).update({ datum: 'gcj02' });
  await deliver(deps, device, [{ ...fixAt(0, 0), lon: 119.7659, lat: 49.2153 }]);
  const [fix] = (await storedOf(db, device)).fixes;
  const metres = Math.hypot((fix.lon_e7 / 1e7 - 119.7659) * 72_800, (fix.lat_e7 / 1e7 - 49.2153) * 111_200);
  expect(metres).toBeGreaterThan(300);
  expect(metres).toBeLessThan(800);
});

test('keeps no position, receipt body or refused request of a carrier off duty', async () => {
  const [device, person] = [await makeDevice(db), await makePerson(db)];
  await makeCarrier(db, { deviceId: device, personId: person, from: iso(-60) });
  await makeDuty(db, { personId: person, from: iso(0), to: iso(50) });
  const server = await startServer(db, { RETENTION_MONTHS: '0' });
  const { token } = await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] });
  const path = `/ingest/osmand/${(await server.withToken(token).post(`/api/devices/${device}/token`)).body.token}`;
  const send = (query: string) => server.get(`${path}?${query}`);
  await send(`lat=49.1234567&lon=120.1&timestamp=${start / 1000 + 10}`);
  await send(`lat=49.7654321&lon=120.1&timestamp=${start / 1000 + 60}`);
  await send('lat=49.7654321&lon=x');
  const bodies: (Buffer | null)[] = await db('receipts')
    .where({ device_id: device })
    .orderBy('id')
    .pluck('body');
  expect(bodies.map((body) => body?.toString().includes('49.1234567') ?? null)).toEqual([true, null, null]);
  expect((await storedOf(db, device)).fixes).toHaveLength(1);
  expect(await db('off_duty_counts').select('count')).toEqual([{ count: 1 }]);
  await makeDuty(db, { personId: person, from: iso(50), to: iso(100) });
  expect((await storedOf(db, device)).fixes).toHaveLength(1);
});

test('keeps everything of a terminal that is always on duty', async () => {
  const [device, person] = [await makeDevice(db), await makePerson(db)];
  await db('devices').where({ id: device }).update({ always_on_duty: true });
  await makeCarrier(db, { deviceId: device, personId: person, from: iso(-60) });
  expect(await deliver(deps, device, walk(0, 100))).toMatchObject({ stored: 6, offDuty: 0 });
});

test('reads again as somebody’s what they turn out to have carried', async () => {
  const [cell = 0] = await makeCells(1);
  const [device, person] = [await makeDevice(db), await makePerson(db)];
  await deliver(deps, device, walk(0, 200));
  expect(await visitsOf(device)).toEqual([[cell, null, 0, 200]]);
  await makeCarrier(db, { deviceId: device, personId: person, from: iso(100) });
  await db.raw('insert into rereadings (device_id, period) values (?, tstzrange(?, ?))', [
    device,
    iso(100),
    iso(86_400),
  ]);
  await drainRereadings(deps, device);
  expect(await visitsOf(device)).toEqual([
    [cell, null, 0, 80],
    [cell, person, 100, 200],
  ]);
  expect(
    (await storedOf(db, device)).tracks.map((track: { person_id: number | null }) => track.person_id),
  ).toEqual([null, person]);
  expect(await db('rereadings').select()).toEqual([]);
});

/** A relocation waits for every transaction that was open before, also of other tests. */
async function untilRelocated(): Promise<void> {
  const isDone = async () => {
    await relocateAll(db);
    return (await db('relocations').whereNull('finished_at').first()) === undefined;
  };
  await vi.waitUntil(isDone, { timeout: 60_000 });
}

test('locates what was recorded since a plan’s date in its cells, and no longer in those it replaces', async () => {
  const [old = 0] = await makeCells(1, '2026-01-01T00:00:00Z');
  const device = await makeDevice(db);
  await deliver(deps, device, walk(0, 200));
  expect(await visitsOf(device)).toEqual([[old, null, 0, 200]]);
  await db.raw(`update plans set in_force = tstzrange(lower(in_force), ?), status = 'retired'`, [iso(90)]);
  const plan = await makePlan(db, { from: iso(90) });
  const cell = await makeCell(db, { planIds: [plan], box: [119.9, 48.9, 120.1, 49.1] });
  await db('relocations').insert({ plan_id: plan, period: db.raw('tstzrange(?, null)', [iso(90)]) });
  await untilRelocated();
  expect(await visitsOf(device)).toEqual([
    [old, null, 0, 80],
    [cell, null, 100, 200],
  ]);
  const [relocation] = await db('relocations').select('finished_at', 'device_id_done');
  expect(relocation).toEqual({ finished_at: expect.any(Date), device_id_done: device });
});

// In the embedded database transactions never overlap.
test.skipIf(isEmbedded)(
  'lets a relocation wait for deliveries that may have read the older cells',
  async () => {
    const plan = await makePlan(db, { from: iso(0) });
    const [device, other] = [await makeDevice(db), await makeDevice(db)];
    await deliver(deps, device, walk(0, 100));
    const delivery = await db.transaction();
    await delivery.raw('select id from devices where id = ? for no key update', [other]);
    await db('relocations').insert({ plan_id: plan, period: db.raw('tstzrange(?, null)', [iso(0)]) });
    await relocateAll(db);
    expect(await db('relocations').whereNull('finished_at').select('id')).toHaveLength(1);
    await delivery.commit();
    await untilRelocated();
  },
);

test('leaves the visits of a person who has been erased as totals of their cells', async () => {
  const [cell = 0] = await makeCells(1);
  const [device, person] = [await makeDevice(db), await makePerson(db)];
  await db('devices').where({ id: device }).update({ always_on_duty: true });
  await makeCarrier(db, { deviceId: device, personId: person, from: iso(-60), to: iso(150) });
  await deliver(deps, device, walk(0, 200));
  await db('people').where({ id: person }).update({ erased_at: new Date() });
  await db('fixes').where({ device_id: device }).andWhere('recorded_at', '<', iso(150)).delete();
  await deliver(deps, device, [fixAt(190, 200)]);
  expect((await visitsOf(device))[0]).toEqual([cell, person, 0, 140]);
});

test('ends at the same whatever order many deliveries of one device arrive in at once', async () => {
  await makeCells(20);
  const [atOnce, inTurn] = [await makeDevice(db), await makeDevice(db)];
  const fixes = walk(0, 3_000);
  const parts = Array.from({ length: 16 }, (_, part) => fixes.filter((_fix, index) => index % 16 === part));
  await Promise.all([...parts, ...parts.slice(0, 4)].map((part) => deliver(deps, atOnce, part)));
  await deliver(deps, inTurn, fixes);
  expect(await storedOf(db, atOnce)).toEqual(await storedOf(db, inTurn));
});
