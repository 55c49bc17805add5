import { expect, test } from 'vitest';
import { rereadPeriod } from '../../server/tracks/reread-period.ts';
import { testDatabase } from '../support/database.ts';
import { makeCarrier, makeCell, makeDevice, makePerson, makePlan } from '../support/district.ts';
import { deliver, depsOf, fixAt, start, storedOf } from './movement.ts';

const { db } = await testDatabase();
const deps = depsOf(db);

const hour = 3_600;
const instant = (seconds: number) => new Date(start + seconds * 1000);

/** The last fixes before a silence: their verdicts still wait when the hour ends, eight minutes later. */
const outings = [fixAt(hour - 500, 0), fixAt(hour - 490, 5), fixAt(5 * hour, 50_000)];

test('locates again the last fixes before a silence that begins just before a full hour', async () => {
  const [device, later] = [await makeDevice(db), await makeDevice(db)];
  await deliver(deps, device, outings, { isLive: false });
  const plan = await makePlan(db, { from: '2026-01-01T00:00:00Z' });
  const cell = await makeCell(db, { planIds: [plan], box: [119.9, 48.9, 120.1, 49.1] });
  await db('revisions').where({ name: 'cells' }).increment('revision', 1);
  await rereadPeriod(db, device, { from: start, to: Number.POSITIVE_INFINITY });
  await deliver(deps, later, outings, { isLive: false });
  expect(await storedOf(db, device)).toEqual(await storedOf(db, later));
  expect(await db('visits').where({ device_id: device }).select('cell_id', 'entered_at', 'left_at')).toEqual([
    { cell_id: cell, entered_at: instant(hour - 500), left_at: instant(hour - 490) },
  ]);
});

test('gives the last fixes before a silence to whoever turns out to have carried the device', async () => {
  const [device, person] = [await makeDevice(db), await makePerson(db)];
  await deliver(deps, device, outings, { isLive: false });
  await makeCarrier(db, {
    deviceId: device,
    personId: person,
    from: instant(0).toISOString(),
    to: instant(hour).toISOString(),
  });
  await rereadPeriod(db, device, { from: start, to: start + hour * 1000 });
  const tracks = await db('tracks').where({ device_id: device }).select('person_id').orderBy('started_at');
  expect(tracks).toEqual([{ person_id: person }, { person_id: null }]);
});
