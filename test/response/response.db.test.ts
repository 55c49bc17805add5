import { expect, test } from 'vitest';
import { metresBetween } from '../../server/geo/distance.ts';
import { makeAccount } from '../support/accounts.ts';
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

const january = '2026-01-01T00:00:00Z';
const at = '2026-03-02T09:00:00Z';
const ago = (minutes: number) => new Date(Date.parse(at) - minutes * 60_000).toISOString();
const degree = 0.001;

type Heard = { minutesAgo: number; steps: number; speed?: number; receivedAt?: string; flags?: number };

/** Somebody with a device, whose positions lie so many thousandths of a degree east of 119, 48. */
async function somebody({
  stationAreaId = null,
  isOnDuty = true,
  heard = [],
}: {
  stationAreaId?: number | null;
  isOnDuty?: boolean;
  heard?: Heard[];
}): Promise<{ personId: number; deviceId: number }> {
  const [personId, deviceId] = [await makePerson(db, { stationAreaId }), await makeDevice(db)];
  await makeCarrier(db, { deviceId, personId, from: january });
  await makeDuty(db, { personId, from: january, ...(isOnDuty ? {} : { to: ago(60) }) });
  for (const one of heard)
    await db('fixes').insert({
      device_id: deviceId,
      recorded_at: ago(one.minutesAgo),
      lon_e7: Math.round((119 + one.steps * degree) * 1e7),
      lat_e7: 480_000_000,
      receipt_id: 1,
      flags: one.flags ?? 0,
      speed_metres_per_second: one.speed ?? null,
      received_at: one.receivedAt ?? ago(one.minutesAgo),
    });
  return { personId, deviceId };
}

async function chiefOf(areaId: number | null) {
  const { accountId, token } = await makeAccount(db, { grants: [{ role: 'chief', areaId }] });
  return { accountId, client: (await startServer(db)).withToken(token) };
}

const stepMetres = metresBetween(
  { lonE7: 1_190_000_000, latE7: 480_000_000 },
  { lonE7: 1_190_010_000, latE7: 480_000_000 },
);
const here = `lon=119&lat=48&at=${at}`;

test('the nearest come first, by their last good position, and the nearer ones left out say why', async () => {
  await makeArea(db, { kind: 'community', box: [118.9, 47.9, 119.1, 48.1] });
  const walking = await somebody({
    heard: [
      { minutesAgo: 2, steps: 3 },
      { minutesAgo: 1, steps: 0, flags: 1 },
    ],
  });
  const driving = await somebody({
    heard: [
      { minutesAgo: 9, steps: 2, speed: 8 },
      { minutesAgo: -1, steps: 0 },
    ],
  });
  const old = await somebody({ heard: [{ minutesAgo: 11, steps: 1 }] });
  const silent = await somebody({});
  await somebody({ isOnDuty: false, heard: [{ minutesAgo: 70, steps: 0 }] });
  const { client, accountId } = await chiefOf(null);
  const { body } = await client.get(`/api/response?${here}`);
  expect(body).toMatchObject({ setting: 'urban', oldestMinutes: 10, unheard: 1 });
  expect(body.nearest).toEqual([
    expect.objectContaining({
      person: expect.objectContaining({ id: driving.personId }),
      ageSeconds: 540,
      metres: Math.round(2 * stepMetres),
      mover: 'vehicle',
      minutes: 0.4,
      tier: 1,
    }),
    expect.objectContaining({
      person: expect.objectContaining({ id: walking.personId }),
      ageSeconds: 120,
      metres: Math.round(3 * stepMetres),
      mover: 'foot',
      minutes: 3.6,
      tier: 5,
    }),
  ]);
  expect(body.excluded.map((one: { person: { id: number } }) => ({ ...one, person: one.person.id }))).toEqual(
    [
      expect.objectContaining({
        person: old.personId,
        reason: 'position-too-old',
        ageSeconds: 660,
        metres: Math.round(stepMetres),
      }),
      expect.objectContaining({ person: silent.personId, reason: 'no-position', metres: null }),
    ],
  );
  expect(body.assumes).toContain('no roads are known');
  expect(await db('looks').where({ account_id: accountId }).orderBy('person_id').pluck('person_id')).toEqual(
    [walking, driving, old, silent].map(({ personId }) => personId),
  );
});

test('outside of town half an hour is recent; asked as known then, what came later is not there', async () => {
  await makeArea(db, { kind: 'village', box: [118.9, 47.9, 119.1, 48.1] });
  const late = await somebody({ heard: [{ minutesAgo: 25, steps: 1, receivedAt: '2026-03-09T00:00:00Z' }] });
  const { client } = await chiefOf(null);
  const known = await client.get(`/api/response?${here}`);
  expect(known.body.nearest).toMatchObject([{ person: { id: late.personId }, ageSeconds: 1500 }]);
  const then = await client.get(`/api/response?${here}&asKnownThen=true`);
  expect(then.body).toMatchObject({ nearest: [], unheard: 1 });
});

test('of strangers a chief sees who is on the own land, without a name', async () => {
  const alpha = await makeArea(db, { kind: 'station', box: [118.9, 47.9, 119.0025, 48.1] });
  const bravo = await makeArea(db, { kind: 'station', box: [119.0025, 47.9, 119.1, 48.1] });
  await somebody({ stationAreaId: bravo, heard: [{ minutesAgo: 1, steps: 2 }] });
  await somebody({ stationAreaId: bravo, heard: [{ minutesAgo: 1, steps: 3 }] });
  const own = await somebody({ stationAreaId: alpha, heard: [{ minutesAgo: 1, steps: 4 }] });
  const { client } = await chiefOf(alpha);
  const { body } = await client.get(`/api/response?${here}`);
  expect(body.nearest).toMatchObject([
    { person: null, device: null, metres: Math.round(2 * stepMetres) },
    { person: { id: own.personId } },
  ]);
});

test('a cell beyond its limit is a gap of the day, by the limit of its kind and of its time', async () => {
  const village = await makeArea(db, { kind: 'village', box: [118.99, 47.99, 119.05, 48.01] });
  const planId = await makePlan(db, { from: january });
  const near = await makeCell(db, {
    planIds: [planId],
    ownerAreaId: village,
    box: [119, 47.999, 119.002, 48.001],
  });
  const far = await makeCell(db, {
    planIds: [planId],
    ownerAreaId: village,
    box: [119.04, 47.999, 119.042, 48.001],
  });
  await somebody({ heard: [{ minutesAgo: 20, steps: 1 }] });
  const { client } = await chiefOf(null);
  const gapsAt = async (instant: string) => {
    const { body } = await client.get(`/api/gaps?plan=${planId}&kind=too-far&at=${instant}`);
    return body.gaps.map(({ cell, since, message, severity }: Record<string, unknown>) => ({
      cell,
      since,
      message,
      severity,
    }));
  };
  expect(await gapsAt(at)).toEqual([]);
  const { accountId } = await makeAccount(db, { grants: [] });
  await db.raw(
    `insert into response_limits (owner_kind, metres, period, account_id)
     values ('village', 1000, tstzrange('2026-03-01', '2026-03-03'), :accountId),
       ('community', 10, tstzrange('2026-03-01', null), :accountId)`,
    { accountId },
  );
  expect(await gapsAt(at)).toEqual([
    {
      cell: far,
      since: '2026-03-01T16:00:00.000Z',
      message: expect.stringMatching(/nearest person on duty is 3 km from cell .*more than 1 km/),
      severity: 57,
    },
  ]);
  const nobody = await gapsAt('2026-03-02T12:00:00Z');
  expect(nobody.map(({ cell }: { cell: number }) => cell).sort()).toEqual([near, far]);
  expect(nobody[0].message).toContain('Nobody on duty has a recent position');
  expect(await gapsAt('2026-03-03T09:00:00Z')).toEqual([]);
});

test('a limit begins now or later, follows the one before, and is set by an administrator of all', async () => {
  const { token } = await makeAccount(db, { grants: [{ role: 'admin', areaId: null }] });
  const client = (await startServer(db)).withToken(token);
  const put = (body: object) => client.put('/api/response/limits', body);
  const past = await put({ ownerKind: 'village', metres: 5000, from: '2026-01-01' });
  expect(past.body.title).toBe('limit in the past');
  await put({ ownerKind: 'village', metres: 5000 });
  await put({ ownerKind: 'village', metres: 4000, from: '2999-01-01' });
  const { body } = await put({ ownerKind: 'village', metres: 3000, from: '2998-01-01' });
  expect(
    body.limits.map(({ metres, to }: { metres: number; to: string | null }) => ({ metres, to })),
  ).toEqual([
    { metres: 3000, to: null },
    { metres: 5000, to: '2997-12-31T16:00:00.000Z' },
  ]);
  const ended = await put({ ownerKind: 'village', metres: null, from: '2998-01-01' });
  expect(ended.body.limits).toMatchObject([{ metres: 5000 }]);
});
