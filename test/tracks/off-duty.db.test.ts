import { expect, test } from 'vitest';
import { everywhere } from '../../server/access/scope.ts';
import { changeDutyEnd } from '../../server/duties/enter.ts';
import { makeAccount } from '../support/accounts.ts';
import { testDatabase } from '../support/database.ts';
import { makeCarrier, makeDevice, makeDuty, makePerson } from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();

const now = Date.now();
const iso = (minutes: number) => new Date(now + minutes * 60_000).toISOString();
const seconds = (minutes: number) => Math.floor(now / 1000 + minutes * 60);

/** A phone whose carrier is on duty between two instants, in minutes from now; returns how to send and what is kept. */
async function phoneOnDuty(from: number, to: number) {
  const [device, person] = [await makeDevice(db), await makePerson(db)];
  await makeCarrier(db, { deviceId: device, personId: person, from: iso(-2_000) });
  await makeDuty(db, { personId: person, from: iso(from), to: iso(to) });
  const server = await startServer(db, { RETENTION_MONTHS: '0' });
  const { token } = await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] });
  const own = (await server.withToken(token).post(`/api/devices/${device}/token`)).body.token;
  return {
    post: async (protocol: string, body: unknown) => {
      const { status } = await server.post(`/ingest/${protocol}/${own}`, body);
      expect(status).toBe(200);
    },
    kept: async () => {
      const bodies: (Buffer | null)[] = await db('receipts').where({ device_id: device }).pluck('body');
      const records: { raw: Buffer }[] = await db('quarantine').where({ device_id: device });
      return [...bodies.map(String), ...records.map(({ raw }) => String(raw))].join('\n');
    },
    endDuty: async (minutes: number) => {
      const [duty] = await db('duties').where({ person_id: person });
      await changeDutyEnd(db, everywhere, 'UTC', duty.id, new Date(iso(minutes)));
    },
    fixes: () => db('fixes').where({ device_id: device }),
    records: () => db('quarantine').where({ device_id: device }).pluck('reason'),
  };
}

const feature = (lat: number, minutes: number, more = {}) => ({
  type: 'Feature',
  geometry: { type: 'Point', coordinates: [120.5, lat] },
  properties: { timestamp: iso(minutes), ...more },
});

test('keeps nothing of a preview, a visit or a trip beside positions on duty', async () => {
  const phone = await phoneOnDuty(-60, -30);
  await phone.post('overland', {
    locations: [feature(49.1, -40), feature(48.2222, -5, { action: 'visit' })],
    current: feature(48.1111, 0),
  });
  await phone.post('overland', {
    locations: [
      {
        type: 'Feature',
        geometry: { type: 'Point', coordinates: [120.5, 'x'] },
        properties: { timestamp: iso(-41) },
      },
    ],
    current: feature(48.1111, 0),
  });
  expect(await phone.kept()).not.toMatch(/48\.(1111|2222)/);
  expect(await phone.records()).toEqual(['not-a-number']);
});

test('judges a refused record by its own time', async () => {
  const phone = await phoneOnDuty(-60, 60);
  await phone.post('overland', {
    locations: [
      feature(49.1, -40),
      { ...feature(0, -90), geometry: { type: 'Point', coordinates: [48.3333, 120.5] } },
    ],
  });
  await phone.post('owntracks', { _type: 'location', lat: 120.5, lon: 48.3333, tst: seconds(-90) });
  expect(await phone.kept()).not.toContain('48.3333');
  expect(await phone.records()).toEqual([]);
});
test('keeps no crossing of a region’s border, whose time nobody judges', async () => {
  const phone = await phoneOnDuty(-60, 60);
  await phone.post('owntracks', {
    _type: 'transition',
    event: 'leave',
    lat: 48.4444,
    lon: 120,
    tst: seconds(-90),
  });
  await phone.post('owntracks', [
    { _type: 'transition', event: 'leave', lat: 48.4444, lon: 120, tst: seconds(-90) },
    { _type: 'location', lat: 49, lon: 120.5, tst: seconds(-9) },
  ]);
  expect(await phone.kept()).not.toContain('48.4444');
});

test('forgets what turns out to be off duty also where it was sent again or could not be read', async () => {
  const phone = await phoneOnDuty(-60, 60);
  const location = { _type: 'location', lat: 48.5555, lon: 120.5, tst: seconds(-5) };
  await phone.post('owntracks', location);
  await phone.post('owntracks', location);
  await phone.post('owntracks', { ...location, tst: 'soon' });
  expect(await phone.records()).toEqual(['no-time']);
  await phone.endDuty(-30);
  expect(await phone.fixes()).toEqual([]);
  expect(await phone.kept()).not.toContain('48.5555');
});
