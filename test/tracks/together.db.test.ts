import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ReportedFix } from '../../server/tracks/fix.ts';
import { ingest } from '../../server/tracks/ingest.ts';
import { testDatabase } from '../support/database.ts';
import { makeCell, makeDevice, makePerson, makePlan } from '../support/district.ts';
import { deliver, depsOf, fixAt, start, storedOf, walk } from './movement.ts';

const { db } = await testDatabase();

async function makeGround(): Promise<void> {
  const plan = await makePlan(db, { from: '2026-01-01T00:00:00Z' });
  for (let column = 0; column < 8; column++) {
    const west = 120 + (column * 200) / 73_150;
    await makeCell(db, { planIds: [plan], box: [west, 48.99, west + 200 / 73_150, 49.01] });
  }
}

const devices = (count: number) => Promise.all(Array.from({ length: count }, () => makeDevice(db)));

/** A walk in parts; some are sent twice, some out of order, some with a fix far off. */
function partsOf(sizes: readonly number[], swap: number, outlier: boolean): ReportedFix[][] {
  const fixes = walk(0, 1_200);
  if (outlier && fixes[20]) fixes[20] = fixAt(20 * 20, 40_000);
  const parts: ReportedFix[][] = [];
  for (let at = 0, n = 0; at < fixes.length; at += sizes[n++ % sizes.length] ?? 1)
    parts.push(fixes.slice(at, at + (sizes[n % sizes.length] ?? 1)));
  const moved = parts.splice(swap % parts.length, 1);
  return [...parts, ...moved, parts[0] ?? []];
}

test('deliveries of many devices at once come to what each would have come to alone', {
  timeout: 600_000,
}, async () => {
  await makeGround();
  const grouped = depsOf(db, { INGEST_GROUP_MS: '3' });
  const alone = depsOf(db);
  const sizes = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 4 });
  const way = fc.record({ sizes, swap: fc.nat(30), outlier: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(way, { minLength: 2, maxLength: 6 }), async (ways) => {
      const [together, apart] = [await devices(ways.length), await devices(ways.length)];
      const parts = ways.map(({ sizes, swap, outlier }) => partsOf(sizes, swap, outlier));
      const receipts = await Promise.all(
        parts.flatMap((of, n) => of.map((fixes) => deliver(grouped, together[n] ?? 0, fixes))),
      );
      const oneByOne = [];
      for (const [n, of] of parts.entries())
        for (const fixes of of) oneByOne.push(await deliver(alone, apart[n] ?? 0, fixes));
      const counts = (all: typeof receipts) =>
        all.map(({ received, stored, duplicates, offDuty }) => ({ received, stored, duplicates, offDuty }));
      expect(counts(receipts)).toEqual(counts(oneByOne));
      for (const [n, device] of together.entries())
        expect(await storedOf(db, device)).toEqual(await storedOf(db, apart[n] ?? 0));
    }),
    { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 5) },
  );
});

test('what holds no fix leaves where reading stopped as it is, in a form that is not known too', async () => {
  const deps = depsOf(db);
  const [disturbed, control] = await devices(2);
  await makeGround();
  for (const device of [disturbed, control]) await deliver(deps, device ?? 0, walk(0, 600));
  await db.raw(
    `update resume_points set state = cast(jsonb_set(cast(state as jsonb), '{form}', '0') as json)
    where device_id = ? and at = 'infinity'`,
    [disturbed ?? 0],
  );
  await deliver(deps, disturbed ?? 0, []);
  for (const device of [disturbed, control]) await deliver(deps, device ?? 0, walk(620, 1_200));
  expect(await storedOf(db, disturbed ?? 0)).toEqual(await storedOf(db, control ?? 0));
});

test('a late fix goes on over an hour from a session that was the last until fixes long after it came', async () => {
  const deps = depsOf(db);
  const [late, inOrder] = await devices(2);
  await makeGround();
  const [before, after] = [walk(3_000, 3_300), walk(4 * 3_600, 4 * 3_600 + 100)];
  const between = [fixAt(3_610, 3_400 * 1.4)];
  // What has a time that cannot be believed is stored alone.
  const suspect = fixAt(0, 0, 0, { recordedAt: Date.UTC(2003, 0) });
  for (const fixes of [before, [suspect, ...after], between]) await deliver(deps, late ?? 0, fixes);
  for (const fixes of [[suspect], before, between, after]) await deliver(deps, inOrder ?? 0, fixes);
  expect(await storedOf(db, late ?? 0)).toEqual(await storedOf(db, inOrder ?? 0));
});

test('a device that there is not, and one off duty, leave their neighbours alone', async () => {
  const deps = depsOf(db, { INGEST_GROUP_MS: '20' });
  const [known, carried] = await devices(2);
  const person = await makePerson(db);
  await db.raw("insert into device_carriers (device_id, person_id, period) values (?, ?, '[2026-01-01,)')", [
    carried ?? 0,
    person,
  ]);
  const [stored, offDuty, missing] = await Promise.allSettled([
    deliver(deps, known ?? 0, walk(0, 100)),
    deliver(deps, carried ?? 0, walk(0, 100)),
    deliver(deps, 999_999_999, walk(0, 100)),
  ]);
  expect(stored).toMatchObject({ status: 'fulfilled', value: { stored: 6 } });
  expect(offDuty).toMatchObject({ status: 'fulfilled', value: { stored: 0, offDuty: 6 } });
  expect(missing).toMatchObject({ status: 'rejected', reason: { slug: 'device-not-found' } });
});

test('what cannot be understood is kept record by record, but nothing of a time off duty', async () => {
  const deps = depsOf(db);
  const [device, carried] = (await devices(2)).sort((a, b) => a - b);
  const person = await makePerson(db);
  await db.raw("insert into device_carriers (device_id, person_id, period) values (?, ?, '[2026-01-01,)')", [
    carried ?? 0,
    person,
  ]);
  await db.raw('insert into duties (person_id, period) values (?, tstzrange(?, ?))', [
    person,
    new Date(start),
    new Date(start + 60_000),
  ]);
  const decoded = {
    fixes: [
      { ...fixAt(10, 0), lat: 120, lon: 49, index: 0 },
      { ...fixAt(90, 0), lat: 99, lon: 10, index: 1 },
    ],
    refused: [{ index: 2, reason: 'not-a-record', raw: Buffer.from('7') }],
    labels: { tid: 'AB' },
    batteryPercent: 57,
  };
  for (const deviceId of [device ?? 0, carried ?? 0])
    await ingest(deps, { deviceId, protocol: 'osmand', isLive: true, receivedAt: start + 120_000, decoded });
  const rows = await db('quarantine').orderBy(['device_id', 'id']);
  expect(rows.map(({ device_id, protocol, reason }) => [device_id === device, protocol, reason])).toEqual([
    [true, 'osmand', 'not-a-record'],
    [true, 'reported', 'maybe-swapped'],
    [true, 'reported', 'maybe-swapped'],
    [false, 'reported', 'maybe-swapped'],
  ]);
  expect(rows[0].raw.toString()).toBe('7');
  expect(JSON.parse(rows[1].raw.toString())).toMatchObject({ lat: 120, lon: 49 });
  const receipts = await db('receipts').where({ device_id: device }).first();
  expect(receipts).toMatchObject({ labels: { tid: 'AB' }, battery_percent: 57, received: 3 });
});

test('a device whose state cannot be read takes no neighbour along', async () => {
  const deps = depsOf(db, { INGEST_GROUP_MS: '20' });
  const [broken, whole] = await devices(2);
  for (const device of [broken, whole]) await deliver(deps, device ?? 0, walk(0, 100));
  await db.raw(
    `update resume_points set state = jsonb_set(cast(state as jsonb), '{visits}', 'null') where device_id = ?`,
    [broken ?? 0],
  );
  const outcomes = await Promise.allSettled(
    [broken, whole].map((device) => deliver(deps, device ?? 0, walk(120, 200))),
  );
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
});
