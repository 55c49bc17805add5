import { expect, test } from 'vitest';
import { makeAccount } from '../support/accounts.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makeCarrier, makeDevice, makeDuty, makePerson } from '../support/district.ts';
import { startServer } from '../support/server.ts';
import { deliver, depsOf, start, walk } from './movement.ts';

const { db } = await testDatabase();
const iso = (seconds: number) => new Date(start + seconds * 1000).toISOString();
const period = `from=${iso(0)}&to=${iso(7_200)}`;

/** Two stations side by side at 120° east; somebody of the western one walks into the eastern one, silent for a while. */
async function stations() {
  const west = await makeArea(db, { kind: 'station', box: [119.9, 48.9, 120.0012, 49.1] });
  const east = await makeArea(db, { kind: 'station', box: [120.0012, 48.9, 120.2, 49.1] });
  const person = await makePerson(db, { stationAreaId: west });
  const device = await makeDevice(db, { stationAreaId: west });
  await makeCarrier(db, { deviceId: device, personId: person, from: iso(-3_600) });
  await makeDuty(db, { personId: person, from: iso(-3_600) });
  await deliver(depsOf(db), device, [...walk(0, 600), ...walk(1_000, 1_300, { eastMetres: 900 })]);
  const server = await startServer(db, { RETENTION_MONTHS: '0' });
  const chiefOf = async (areaId: number) => {
    const account = await makeAccount(db, { grants: [{ role: 'chief', areaId }] });
    return { client: server.withToken(account.token), accountId: account.accountId };
  };
  return { west, east, person, chiefOf };
}

test('gives the way of a day in time, silent where nothing was reported, and records the look', async () => {
  const { west, person, chiefOf } = await stations();
  const { client, accountId } = await chiefOf(west);
  const { body } = await client.get(`/api/tracks/points?${period}`);
  expect(body).toMatchObject({ from: iso(0), to: iso(7_200), truncated: false });
  const [mover] = body.movers;
  expect(mover.person.id).toBe(person);
  const seconds = start / 1000;
  expect(mover.runs.map(({ start: [at] }: { start: number[] }) => at)).toEqual([seconds, seconds + 1_000]);
  // Who walks evenly needs the two ends: 600 seconds on, 840 metres east.
  expect(mover.runs[0].steps).toEqual([600, expect.closeTo(11_483, -1), 0]);
  expect(await db('looks').select('account_id', 'person_id', 'what')).toEqual([
    { account_id: accountId, person_id: person, what: 'track-points' },
  ]);
});

test('says nothing of who a stranger is, and only of the way on the own land', async () => {
  const { east, person, chiefOf } = await stations();
  const { client } = await chiefOf(east);
  const { movers } = (await client.get(`/api/tracks/points?${period}`)).body;
  expect(movers).toMatchObject([{ person: null, deviceName: null }]);
  for (const { start: first } of movers[0].runs) expect(first[1]).toBeGreaterThanOrEqual(120_001_200);
  expect((await client.get(`/api/tracks/points?${period}&person=${person}`)).body.movers).toEqual([]);
});

test('finds the members of a team at the time, and cuts lines by the way of moving', async () => {
  const { west, person, chiefOf } = await stations();
  const [team] = await db('teams')
    .insert({ name: '巡逻队', kind: 'community', station_area_id: west })
    .returning('id');
  await db.raw('insert into team_members (team_id, person_id, period) values (?, ?, tstzrange(?, null))', [
    team.id,
    person,
    iso(-60),
  ]);
  const { client } = await chiefOf(west);
  expect((await client.get(`/api/tracks/points?${period}&team=${team.id}`)).body.movers).toHaveLength(1);
  expect((await client.get(`/api/tracks/points?${period}&team=${team.id + 1}`)).body.movers).toEqual([]);
  const lines = (await client.get(`/api/tracks/lines?${period}&by=movement&team=${team.id}`)).body;
  expect(lines.tracks).toMatchObject([{ person: { id: person }, teams: [{ id: team.id, name: '巡逻队' }] }]);
  const legs = lines.features.filter(
    ({ properties }: { properties: { kind: string } }) => properties.kind === 'leg',
  );
  expect(legs.map(({ properties }: { properties: { movement: string } }) => properties.movement)).toEqual([
    'foot',
    'foot',
  ]);
});

test('refuses a period that is reversed, empty, or longer than two days', async () => {
  const { west, chiefOf } = await stations();
  const { client } = await chiefOf(west);
  for (const wrong of [
    'from=2026-03-02&to=2026-03-01',
    'from=2026-03-01&to=2026-03-01',
    'from=0001-01-01&to=9999-12-31',
  ]) {
    const { status, body } = await client.get(`/api/tracks/points?${wrong}`);
    expect([status, body.type]).toEqual([422, expect.stringMatching(/wrong-period$/)]);
  }
});
