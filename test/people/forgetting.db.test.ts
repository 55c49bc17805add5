import pino from 'pino';
import { beforeEach, expect, test } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { rereading } from '../../server/tracks/rereadings.ts';
import { makeAccount } from '../support/accounts.ts';
import type { Client } from '../support/client.ts';
import { testDatabase } from '../support/database.ts';
import {
  makeArea,
  makeCarrier,
  makeCell,
  makeDevice,
  makeDuty,
  makePerson,
  makePlan,
} from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();
const deps = { db, config: readConfig({}), log: pino({ level: 'silent' }) };
const from = '2026-03-02T00:00:00Z';
const handedOver = '2026-03-02T08:20:00Z';

let chief: Client;
let deviceId: number;
let personId: number;
let nextCarrier: number;

/** Forty minutes from 08:00 on in one cell; the device changes hands after twenty. */
beforeEach(async () => {
  const station = await makeArea(db, { kind: 'station', box: [110, 40, 110.1, 40.1] });
  const planIds = [await makePlan(db, { from: '2026-01-01T00:00:00Z' })];
  await makeCell(db, { planIds, box: [110.01, 40.01, 110.09, 40.09] });
  const { token } = await makeAccount(db, { grants: [{ role: 'chief', areaId: station }] });
  chief = (await startServer(db)).withToken(token);
  deviceId = await makeDevice(db, { stationAreaId: station });
  personId = await makePerson(db, { stationAreaId: station });
  nextCarrier = await makePerson(db, { stationAreaId: station });
  await makeCarrier(db, { deviceId, personId, from, to: handedOver });
  await makeCarrier(db, { deviceId, personId: nextCarrier, from: handedOver });
  await makeDuty(db, { personId: nextCarrier, from });
  await makeDuty(db, { personId, from });
  const points = Array.from({ length: 41 }, (_, minute) => {
    const time = new Date(Date.parse('2026-03-02T08:00:00Z') + minute * 60_000).toISOString();
    return `<trkpt lat="${40.02 + minute * 0.0005}" lon="110.05"><time>${time}</time></trkpt>`;
  });
  const gpx = `<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>${points.join('')}</trkseg></trk></gpx>`;
  const type = { 'content-type': 'application/gpx+xml' };
  expect((await chief.post(`/api/tracks?device=${deviceId}`, gpx, type)).body.stored).toBe(41);
});

const visits = () =>
  db('visits').orderBy('entered_at').select('person_id', 'entered_at', 'left_at', 'metres');
const tracks = () => db('tracks').orderBy('started_at').select('id', 'person_id', 'started_at', 'fixes');
const of = <T extends { person_id: number }>(rows: T[], id: number) =>
  rows.filter((row) => row.person_id === id);

test('erasing takes tracks and fixes, leaves the visits as totals, and the next carrier as they were', async () => {
  const [visitsBefore, tracksBefore] = [await visits(), await tracks()];
  expect([of(visitsBefore, personId).length, of(tracksBefore, personId).length]).toEqual([1, 1]);
  expect((await chief.delete(`/api/people/${personId}`)).status).toBe(204);
  await rereading.run(deps);
  expect(await visits()).toEqual(visitsBefore);
  expect(await tracks()).toEqual(of(tracksBefore, nextCarrier));
  const [earliest] = await db('fixes').orderBy('recorded_at').limit(1).pluck('recorded_at');
  expect(earliest).toEqual(new Date(handedOver));
});

test('a duty that ends earlier shortens tracks and visits to what was on duty', async () => {
  const before = of(await visits(), nextCarrier);
  const { duties } = (await chief.get(`/api/duties?person=${personId}`)).body;
  await chief.patch(`/api/duties/${duties[0].id}`, { to: '2026-03-02T08:10:00Z' });
  await rereading.run(deps);
  const [visit] = of(await visits(), personId);
  expect(visit.left_at).toEqual(new Date('2026-03-02T08:09:00Z'));
  expect(of(await tracks(), personId)).toMatchObject([{ fixes: 10 }]);
  expect(of(await visits(), nextCarrier)).toEqual(before);
  expect(await db('off_duty_counts')).toEqual([{ device_id: deviceId, day: '2026-03-02', count: 10 }]);
});

test('what somebody carried after leaving is nobody’s', async () => {
  await chief.patch(`/api/people/${nextCarrier}`, { leftOn: '2026-03-02' });
  await rereading.run(deps);
  expect((await tracks()).map(({ person_id }) => person_id)).toEqual([personId, null]);
  expect((await visits()).map(({ person_id }) => person_id)).toEqual([personId, null]);
});
