import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { expect, test } from 'vitest';
import { makeAccount } from '../support/accounts.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makeCarrier, makeDevice, makePerson } from '../support/district.ts';
import { startServer } from '../support/server.ts';
import { deliver, depsOf, fixAt, start, walk } from '../tracks/movement.ts';

const { db } = await testDatabase();
const deps = depsOf(db);
const iso = (seconds: number) => new Date(start + seconds * 1000).toISOString();

/** Two stations side by side at 120.05° east; a person of the western one went from 120° over the border, and on later. */
async function makeStations() {
  const server = await startServer(db, { RETENTION_MONTHS: '0' });
  const west = await makeArea(db, { kind: 'station', box: [119.9, 48.9, 120.05, 49.1] });
  const east = await makeArea(db, { kind: 'station', box: [120.05, 48.9, 120.2, 49.1] });
  const person = await makePerson(db, { stationAreaId: west });
  const device = await makeDevice(db, { stationAreaId: west });
  await db('devices').where({ id: device }).update({ always_on_duty: true });
  await makeCarrier(db, { deviceId: device, personId: person, from: iso(-3_600) });
  const way = walk(0, 700, { metresPerSecond: 10 });
  await deliver(deps, device, [...way.slice(0, 10), fixAt(190, 1_900, 8_000), ...way.slice(10)]);
  const tile = async (role: 'chief' | 'viewer', areaId: number, path: string) => {
    const { token, accountId } = await makeAccount(db, { grants: [{ role, areaId }] });
    const ask = async () => {
      const headers = { authorization: `Bearer ${token}` };
      const response = await fetch(new URL(path, server.url), { headers });
      const bytes = new Uint8Array(await response.arrayBuffer());
      const said = (name: string) => response.headers.get(name);
      const [cache, truncated] = [said('cache-control'), said('gridwarden-truncated')];
      return { status: response.status, cache, truncated, bytes };
    };
    return { ...(await ask()), ask, accountId };
  };
  return { west, east, person, tile };
}

function layersOf(bytes: Uint8Array, z: number, x: number, y: number) {
  const read = Object.entries(new VectorTile(new PbfReader(bytes)).layers).map(([name, layer]) => {
    const features = Array.from({ length: layer.length }, (_, index) => layer.feature(index));
    return [name, features.map((feature) => ({ ...feature.toGeoJSON(x, y, z) }))];
  });
  return Object.fromEntries(read);
}

const [z, x, y] = [8, 213, 87];
const path = `/tiles/tracks/${z}/${x}/${y}.mvt`;

test('draws legs, gaps and flagged positions of a period, and records the look once an hour', async () => {
  const { west, person, tile } = await makeStations();
  const { status, cache, bytes, ask, accountId } = await tile('chief', west, `${path}?from=${iso(0)}`);
  expect([status, cache]).toEqual([200, 'private, no-cache']);
  const { tracks, flagged } = layersOf(bytes, z, x, y);
  const [track] = await db('tracks').select('id');
  const kindsOf = (features: { properties: object }[]) => features.map(({ properties }) => properties);
  expect(kindsOf(tracks)).toEqual([{ kind: 'leg', track: track.id, from: iso(0), to: iso(700) }]);
  expect(kindsOf(flagged)).toMatchObject([{ kind: 'flagged', reasons: 'impossible-speed' }]);
  await ask();
  const looks = await db('looks').where({ account_id: accountId }).select('what', 'person_id');
  expect(looks).toEqual([{ what: 'track-lines', person_id: person }]);
});

test('is empty of another time and another place, and the next station has its own stretch', async () => {
  const { west, east, tile } = await makeStations();
  expect((await tile('chief', west, `${path}?to=2020-01-01`)).bytes).toHaveLength(0);
  expect((await tile('chief', west, '/tiles/tracks/8/10/10.mvt')).bytes).toHaveLength(0);
  const { tracks } = layersOf((await tile('chief', east, path)).bytes, z, x, y);
  const longitudes = tracks.flatMap(({ geometry }: { geometry: { coordinates: [number, number][] } }) =>
    geometry.coordinates.map(([lon]) => lon),
  );
  expect(Math.min(...longitudes)).toBeGreaterThan(120.049);
});

test('says where there are more tracks than a tile holds, and holds the latest', async () => {
  const { west, tile } = await makeStations();
  const truncated = async (query: string) => {
    const { status, truncated: said, bytes } = await tile('chief', west, `${path}${query}`);
    return { status, said, tracks: layersOf(bytes, z, x, y).tracks };
  };
  expect(await truncated('')).toMatchObject({ status: 200, said: 'false', tracks: [{}] });
  // A silence of half an hour ends a track.
  const device = await makeDevice(db, { stationAreaId: west });
  await db('devices').where({ id: device }).update({ always_on_duty: true });
  const tracks = Array.from({ length: 1_000 }, (_, index) => 3_600 + index * 1_900);
  await deliver(
    deps,
    device,
    tracks.flatMap((at) => walk(at, at + 60)),
  );
  expect(await db('tracks').where({ device_id: device })).toHaveLength(1_000);
  const full = await truncated('');
  expect([full.said, full.tracks.length]).toEqual(['true', 1_000]);
  const [first] = await db('tracks').orderBy('started_at').limit(1);
  const drawn = full.tracks.map(({ properties }: { properties: { track: number } }) => properties.track);
  expect(drawn).not.toContain(first.id);
  expect(await truncated(`?to=${iso(3_000)}`)).toMatchObject({ said: 'false', tracks: [{}] });
});

test('is refused to viewers, and where there is no such tile', async () => {
  const { west, tile } = await makeStations();
  expect((await tile('viewer', west, path)).status).toBe(403);
  expect((await tile('chief', west, '/tiles/tracks/3/8/0.mvt')).status).toBe(422);
});
