import { expect, test } from 'vitest';
import { forgetPositionsOf } from '../../server/tracks/forget.ts';
import { makeAccount } from '../support/accounts.ts';
import { testDatabase } from '../support/database.ts';
import { makeCarrier, makeDevice, makeDuty, makePerson } from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();

const hour = (of: number) => new Date(Date.UTC(2026, 4, 1) + of * 3_600_000);

/** One position an hour from 8 to 12, of which the third says no latitude and the last no time. */
function gpx(): string {
  const points = [8, 9, 10, 11, 12].map((of) => {
    const lat = of === 10 ? 'north' : `49.${of}`;
    const time = of === 12 ? '' : `<time>${hour(of).toISOString()}</time>`;
    return `<trkpt lat="${lat}" lon="120">${time}</trkpt>`;
  });
  return `<gpx><trk><trkseg>${points.join('')}</trkseg></trk></gpx>`;
}

async function upload(deviceId: number) {
  const server = await startServer(db, { RETENTION_MONTHS: '0' });
  const { token } = await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] });
  const chief = server.withToken(token);
  const type = { 'content-type': 'application/gpx+xml' };
  const { body } = await chief.post(`/api/tracks?device=${deviceId}`, gpx(), type);
  return { chief, receipt: body };
}

const waiting = (deviceId: number) => db('quarantine').where({ device_id: deviceId }).orderBy('id');

test('records of a file that cannot be read wait where those of live clients do, and are read once they can be', async () => {
  const device = await makeDevice(db);
  const { chief, receipt } = await upload(device);
  expect(receipt).toMatchObject({ received: 5, stored: 3, refusedCount: 2 });
  const { body } = await chief.get(`/api/quarantine?device=${device}`);
  expect(body.records).toMatchObject([
    { protocol: 'gpx', reason: 'no-time', isText: true },
    { protocol: 'gpx', reason: 'not-a-number', isText: true },
  ]);
  expect(body.records[1].text).toContain('lat="north"');
  const retry = () => chief.post('/api/quarantine/retry', { deviceId: device });
  expect((await retry()).body).toMatchObject({ tried: 2, still: 2 });
  // What a mended reader would make of it.
  const mended = Buffer.from(body.records[1].text.replace('north', '49.5'));
  await db('quarantine').where({ id: body.records[1].id }).update({ raw: mended });
  expect((await retry()).body).toMatchObject({ tried: 2, stored: 1, still: 1 });
  const [fix] = await db('fixes').where({ device_id: device, recorded_at: hour(10) });
  expect(fix).toMatchObject({ lat_e7: 495_000_000, lon_e7: 1_200_000_000 });
});

test('of a record that says no time the neighbours tell whether it was on duty; nothing of a time off duty is kept', async () => {
  const person = await makePerson(db);
  const [onDuty, partly, never] = [await makeDevice(db), await makeDevice(db), await makeDevice(db)];
  for (const device of [onDuty, partly])
    await makeCarrier(db, { deviceId: device, personId: person, from: '2026-01-01' });
  await makeCarrier(db, { deviceId: never, personId: await makePerson(db), from: '2026-01-01' });
  await makeDuty(db, { personId: person, from: hour(7).toISOString(), to: hour(13).toISOString() });
  await upload(onDuty);
  expect(await waiting(onDuty)).toMatchObject([
    { reason: 'not-a-number', recorded_at: hour(10) },
    { reason: 'no-time', recorded_at: hour(11) },
  ]);
  await db('duties').where({ person_id: person }).delete();
  await makeDuty(db, { personId: person, from: hour(9.5).toISOString(), to: hour(13).toISOString() });
  await upload(partly);
  expect(await waiting(partly)).toMatchObject([{ reason: 'not-a-number', recorded_at: hour(10) }]);
  await upload(never);
  expect(await waiting(never)).toEqual([]);
});

test('a record goes with whoever carried the device when it was, not when it arrived', async () => {
  const [before, since] = [await makePerson(db), await makePerson(db)];
  const device = await makeDevice(db);
  await makeCarrier(db, { deviceId: device, personId: before, from: '2026-01-01', to: '2026-05-02' });
  await makeCarrier(db, { deviceId: device, personId: since, from: '2026-05-02' });
  await makeDuty(db, { personId: before, from: '2026-05-01T00:00:00Z', to: '2026-05-02T00:00:00Z' });
  await upload(device);
  expect(await waiting(device)).toHaveLength(2);
  await db.transaction((trx) => forgetPositionsOf(trx, since));
  expect(await waiting(device)).toHaveLength(2);
  await db.transaction((trx) => forgetPositionsOf(trx, before));
  expect(await waiting(device)).toEqual([]);
});
