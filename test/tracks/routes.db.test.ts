import { expect, test } from 'vitest';
import { makeAccount } from '../support/accounts.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makeCarrier, makeCell, makeDevice, makePerson, makePlan } from '../support/district.ts';
import { startServer } from '../support/server.ts';
import { deliver, depsOf, fixAt, start, walk } from './movement.ts';

const { db } = await testDatabase();
const deps = depsOf(db);
const iso = (seconds: number) => new Date(start + seconds * 1000).toISOString();

type Kind = { properties: { kind: string; reasons?: string[] } };
const kindsOf = (features: Kind[]) => features.map(({ properties }) => properties.kind);

/** Two stations side by side at 120.05° east, and a device that a person of the western one carried from west to east. */
async function makeStations() {
  const server = await startServer(db, { RETENTION_MONTHS: '0' });
  const west = await makeArea(db, { kind: 'station', box: [119.9, 48.9, 120.05, 49.1] });
  const east = await makeArea(db, { kind: 'station', box: [120.05, 48.9, 120.2, 49.1] });
  const person = await makePerson(db, { stationAreaId: west });
  const device = await makeDevice(db, { stationAreaId: west });
  await db('devices').where({ id: device }).update({ always_on_duty: true });
  await makeCarrier(db, { deviceId: device, personId: person, from: iso(-3_600) });
  await deliver(deps, device, walk(0, 700, { metresPerSecond: 10 }));
  const as = async (
    role: 'chief' | 'viewer' | 'volunteer',
    areaId: number,
    personId: number | null = null,
  ) => {
    const account = await makeAccount(db, { grants: [{ role, areaId }], personId });
    return { client: server.withToken(account.token), accountId: account.accountId };
  };
  return { server, west, east, person, device, as };
}

test('shows the carrier’s station the whole track, and the next one its stretch without whose it is', async () => {
  const { west, east, person, device, as } = await makeStations();
  const own = await as('chief', west);
  const next = await as('chief', east);
  const { tracks } = (await own.client.get('/api/tracks')).body;
  expect(tracks).toMatchObject([
    { deviceId: device, person: { id: person }, from: iso(0), to: iso(700), fixes: 36 },
  ]);
  const seen = (await next.client.get('/api/tracks')).body.tracks;
  expect(seen).toMatchObject([
    { id: tracks[0].id, deviceId: null, deviceName: null, person: null, metres: null },
  ]);
  const whole = (await own.client.get(`/api/tracks/${tracks[0].id}`)).body;
  const stretch = (await next.client.get(`/api/tracks/${tracks[0].id}`)).body;
  const west0 = (features: { geometry: { coordinates: number[][] } }[]) =>
    Math.min(...features.flatMap(({ geometry }) => geometry.coordinates.map(([lon = 0]) => lon)));
  expect(west0(whole.features)).toBeCloseTo(120, 5);
  expect(west0(stretch.features)).toBeGreaterThanOrEqual(120.05);
  expect(JSON.stringify(stretch)).not.toContain('person 1');
  const filtered = await next.client.get(`/api/tracks?person=${person}`);
  expect(filtered.body.tracks).toEqual([]);
  expect((await next.client.get(`/api/devices/${device}/fixes`)).status).toBe(404);
});

test('shows a volunteer their own tracks only, and a viewer none', async () => {
  const { west, person, device, as } = await makeStations();
  const other = await makePerson(db, { stationAreaId: west });
  const own = await as('volunteer', west, person);
  const another = await as('volunteer', west, other);
  const viewer = await as('viewer', west);
  expect((await own.client.get('/api/tracks')).body.tracks).toHaveLength(1);
  expect((await own.client.get(`/api/devices/${device}/fixes`)).body.features).toHaveLength(36);
  expect((await another.client.get('/api/tracks')).body.tracks).toEqual([]);
  expect((await another.client.get(`/api/devices/${device}/fixes`)).status).toBe(404);
  for (const path of ['/api/tracks', '/api/tracks/lines', '/api/tracks/1', `/api/devices/${device}/fixes`])
    expect((await viewer.client.get(path)).status).toBe(403);
});

test('records every look once, with whose positions and of when', async () => {
  const { west, person, device, as } = await makeStations();
  const { client, accountId } = await as('chief', west);
  const { tracks } = (await client.get('/api/tracks')).body;
  await client.get(`/api/tracks/${tracks[0].id}`);
  await client.get('/api/tracks/lines');
  await client.get(`/api/devices/${device}/fixes`);
  await client.get('/api/tracks?to=2020-01-01');
  const looks = await db('looks').where({ account_id: accountId }).orderBy('id').select('what', 'person_id');
  expect(looks).toEqual(
    ['tracks', 'track', 'track-lines', 'fixes'].map((what) => ({ what, person_id: person })),
  );
});

test('leaves out of a device’s fixes the times in which another station’s people carried it', async () => {
  const { east, device, as } = await makeStations();
  await db('device_carriers')
    .where({ device_id: device })
    .update({ period: db.raw('tstzrange(?, ?)', [iso(-3_600), iso(350)]) });
  const heir = await makePerson(db, { stationAreaId: east });
  await makeCarrier(db, { deviceId: device, personId: heir, from: iso(350) });
  const { client } = await as('chief', east);
  const { features } = (await client.get(`/api/devices/${device}/fixes`)).body;
  expect(
    features.map((feature: { properties: { recordedAt: string } }) => feature.properties.recordedAt),
  ).toEqual(Array.from({ length: 18 }, (_, step) => iso(360 + step * 20)));
});

test('draws legs, gaps and flagged fixes apart, and who stood still as one place', async () => {
  const { server } = await makeStations();
  const { token } = await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] });
  const device = await makeDevice(db);
  const resting = Array.from({ length: 20 }, (_, step) =>
    fixAt(1_000 + step * 20, 1_400 + (step % 3) * 6, step % 4),
  );
  const fixes = [...walk(0, 400), fixAt(410, 90_000), ...walk(800, 980, { eastMetres: 1_120 }), ...resting];
  const { tracks } = await deliver(deps, device, fixes, { isLive: false });
  const { body } = await server.withToken(token).get(`/api/tracks/${tracks[0]}`);
  expect(kindsOf(body.features)).toEqual(['leg', 'leg', 'gap', 'flagged']);
  expect(body.features[3].properties.reasons).toEqual(['impossible-speed']);
  const [, afterGap] = body.features;
  expect(afterGap.geometry.coordinates).toHaveLength(10);
  const gpx = await server.withToken(token).get(`/api/tracks/${tracks[0]}?f=gpx`);
  expect(gpx.headers.get('content-type')).toContain('application/gpx+xml');
  expect(gpx.body.match(/<trkseg>/g)).toHaveLength(2);
  expect(gpx.body.match(/<trkpt /g)).toHaveLength(fixes.length - 1);
});

test('draws the leg on which a device leaves the place where a track was cut', async () => {
  const { server } = await makeStations();
  const { token } = await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] });
  const device = await makeDevice(db);
  const standing = Array.from({ length: 60 }, (_, step) => fixAt(step * 20, 0));
  const { tracks } = await deliver(deps, device, [...standing, ...walk(1_200, 1_400, { eastMetres: 110 })], {
    isLive: false,
  });
  expect(tracks).toHaveLength(2);
  const { body } = await server.withToken(token).get(`/api/tracks/${tracks[1]}`);
  expect(body.features[0].geometry.coordinates[0]).toEqual([120, 49]);
  expect(body.features[0].properties).toMatchObject({ kind: 'leg', from: iso(1_180) });
});

test('finds tracks by period, person, device, cell and box, page by page', async () => {
  const { server, person } = await makeStations();
  const { token } = await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] });
  const chief = server.withToken(token);
  const plan = await makePlan(db, { from: '2026-01-01T00:00:00Z' });
  const cell = await makeCell(db, { planIds: [plan], box: [120.3, 48.9, 120.4, 49.1] });
  const device = await makeDevice(db);
  const files = [0, 5_000, 10_000].map((from) => walk(from, from + 300, { eastMetres: 23_000 }));
  const ids: number[] = [];
  for (const file of files) ids.push(...(await deliver(deps, device, file, { isLive: false })).tracks);
  const found = async (query: string) =>
    (await chief.get(`/api/tracks?${query}`)).body.tracks.map(({ id }: { id: number }) => id);
  expect(await found(`device=${device}`)).toEqual([...ids].reverse());
  expect(await found(`cell=${cell}&from=${iso(4_000)}&to=${iso(6_000)}`)).toEqual([ids[1]]);
  expect(await found('bbox=120.3,48.9,120.5,49.1')).toEqual([...ids].reverse());
  expect(await found(`person=${person}`)).toHaveLength(1);
  const first = (await chief.get(`/api/tracks?device=${device}&limit=2`)).body;
  const second = (await chief.get(`/api/tracks?device=${device}&limit=2&cursor=${first.next}`)).body;
  expect([...first.tracks, ...second.tracks].map(({ id }: { id: number }) => id)).toEqual([...ids].reverse());
  expect(second.next).toBeNull();
  const lines = (await chief.get(`/api/tracks/lines?plan=${plan}&limit=2`)).body;
  expect([
    lines.truncated,
    new Set(lines.features.map((one: { properties: { track: number } }) => one.properties.track)).size,
  ]).toEqual([true, 2]);
});

type Decision = { decision: string; reasons: string[]; recordedAt: string };
type Sums = { metres: number; flagged: number };

test('pages through the fixes of a device, with or without the flagged ones', async () => {
  const { server } = await makeStations();
  const { token } = await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] });
  const chief = server.withToken(token);
  const device = await makeDevice(db);
  const more = { accuracyMetres: 7.5, speedMetresPerSecond: 1.25, courseDegrees: 90, altitudeMetres: 612.5 };
  await deliver(deps, device, [fixAt(0, 0, 0, more), fixAt(20, 50_000), fixAt(40, 28)]);
  const path = `/api/devices/${device}/fixes`;
  const first = (await chief.get(`${path}?limit=2`)).body;
  expect(first.features[0]).toEqual({
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [120, 49] },
    properties: {
      ...{ recordedAt: iso(0), receivedAt: expect.any(String), reportedAt: null, ...more },
      ...{ flags: [], restored: null, excluded: false, reportedPosition: null },
    },
  });
  expect(first.features[1].properties.flags).toEqual(['impossible-speed']);
  const second = (await chief.get(`${path}?limit=2&cursor=${first.next}`)).body;
  expect([second.features.length, second.next]).toEqual([1, null]);
  expect((await chief.get(`${path}?flagged=false`)).body.features).toHaveLength(2);
  expect((await chief.get(`${path}?from=${iso(20)}&to=${iso(40)}`)).body.features).toHaveLength(1);
});

test('a chief restores a flagged fix, takes it back, and both are recorded', async () => {
  const { west, east, device, as } = await makeStations();
  const chief = await as('chief', west);
  const at = 350;
  await deliver(deps, device, [fixAt(at, 9_000, 9_000)]);
  const fixes = async () => (await chief.client.get(`/api/devices/${device}/fixes`)).body.features;
  const jump = (await fixes()).find(
    ({ properties }: { properties: { recordedAt: string } }) => properties.recordedAt === iso(at),
  );
  expect(jump.properties).toMatchObject({ flags: ['impossible-speed'], restored: null });
  const [lon, lat] = jump.geometry.coordinates;
  const wanted = { recordedAt: iso(at), lon, lat };
  const post = (who: typeof chief, body: object) =>
    who.client.post(`/api/devices/${device}/fixes/restore`, body);
  const metres = async () => (await chief.client.get('/api/tracks')).body.tracks[0].metres;
  const before = await metres();

  expect((await post(chief, wanted)).body.properties).toMatchObject({
    flags: [],
    restored: ['impossible-speed'],
  });
  expect(await metres()).not.toBe(before);
  const { tracks } = (await chief.client.get('/api/tracks')).body;
  const drawn = (await chief.client.get(`/api/tracks/${tracks[0].id}`)).body.features;
  expect(kindsOf(drawn)).toContain('restored');
  // Sent again, it stays as it was decided.
  await deliver(deps, device, [fixAt(at, 9_000, 9_000)]);
  expect((await post(chief, wanted)).body.properties).toMatchObject({
    flags: [],
    restored: ['impossible-speed'],
  });

  expect((await post(chief, { ...wanted, restored: false })).body.properties).toMatchObject({
    flags: ['impossible-speed'],
    restored: null,
  });
  expect(await metres()).toBe(before);
  const { decisions } = (await chief.client.get(`/api/fix-decisions?device=${device}`)).body;
  expect(
    decisions.map(({ decision, reasons, recordedAt }: Decision) => [decision, reasons, recordedAt]),
  ).toEqual([
    ['judge', ['impossible-speed'], iso(at)],
    ['restore', ['impossible-speed'], iso(at)],
  ]);
  expect(decisions[0].account.id).toBe(chief.accountId);
  expect((await post(chief, { ...wanted, lat: lat + 1 })).status).toBe(404);
  expect((await post(chief, { ...wanted, lon: 'x' })).status).toBe(422);
  expect((await post(await as('chief', east), wanted)).status).toBe(404);
  expect((await post(await as('viewer', west), wanted)).status).toBe(403);
});

test('a chief excludes a good fix, takes it back, and who decided what is listed for those it concerns', async () => {
  const { west, east, device, as } = await makeStations();
  const chief = await as('chief', west);
  const [fix] = (await chief.client.get(`/api/devices/${device}/fixes?flagged=false`)).body.features.slice(2);
  const [lon, lat] = fix.geometry.coordinates;
  const { recordedAt } = fix.properties;
  const wanted = { recordedAt, lon, lat };
  const post = (who: typeof chief, body: object, what = 'exclude') =>
    who.client.post(`/api/devices/${device}/fixes/${what}`, body);
  const tracks = async () =>
    (await chief.client.get('/api/tracks')).body.tracks.map(({ metres, flagged }: Sums) => [metres, flagged]);
  const before = await tracks();

  expect((await post(chief, wanted)).body.properties).toMatchObject({ flags: ['excluded'], excluded: true });
  expect(await tracks()).not.toEqual(before);
  expect((await post(chief, wanted)).status).toBe(200);
  // Saying that nobody restored it does not take the exclusion back.
  expect((await post(chief, { ...wanted, restored: false }, 'restore')).body.properties.excluded).toBe(true);
  expect((await post(chief, { ...wanted, excluded: false })).body.properties).toEqual(fix.properties);
  expect(await tracks()).toEqual(before);

  const listed = async (who: typeof chief) =>
    (await who.client.get('/api/fix-decisions')).body.decisions.map(({ decision }: Decision) => decision);
  expect(await listed(chief)).toEqual(['judge', 'exclude']);
  expect(await listed(await as('chief', east))).toEqual([]);
  const paged = (await chief.client.get('/api/fix-decisions?limit=1')).body;
  const rest = (await chief.client.get(`/api/fix-decisions?limit=1&cursor=${paged.next}`)).body;
  expect([rest.decisions[0].decision, rest.next]).toEqual(['exclude', null]);
  expect((await post(chief, { ...wanted, lat: lat + 1 })).status).toBe(404);
  expect((await post(await as('chief', east), wanted)).status).toBe(404);
  expect((await post(await as('viewer', west), wanted)).status).toBe(403);
  expect((await (await as('viewer', west)).client.get('/api/fix-decisions')).status).toBe(403);
});

test('of one instant one position is restored, and none whose time is in doubt', async () => {
  const { west, device, as } = await makeStations();
  const { client } = await as('chief', west);
  const twins = [fixAt(360, 9_000, 0), fixAt(360, 9_500, 0)];
  await deliver(deps, device, twins);
  const restore = ({ lon, lat }: { lon: number; lat: number }, recordedAt = iso(360)) =>
    client.post(`/api/devices/${device}/fixes/restore`, { recordedAt, lon, lat });
  const [first, second] = twins;
  if (!first || !second) throw new Error('two were made');
  expect((await restore(first)).status).toBe(200);
  expect((await restore(second)).body).toMatchObject({ status: 409, title: 'another restored' });
  const early = { ...fixAt(0, 0), recordedAt: Date.UTC(1970, 0, 2) };
  await deliver(deps, device, [early]);
  expect((await restore(early, new Date(early.recordedAt).toISOString())).body).toMatchObject({
    status: 422,
    title: 'time suspect',
  });
});
