import { beforeEach, expect, test } from 'vitest';
import { makeAccount } from '../support/accounts.ts';
import type { Client } from '../support/client.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makePerson } from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();

let chief: Client;
let station: number;
let nextStation: number;
let people: number[];

beforeEach(async () => {
  station = await makeArea(db, { kind: 'station', box: [110, 40, 110.1, 40.1] });
  nextStation = await makeArea(db, { kind: 'station', box: [110.1, 40, 110.2, 40.1] });
  const { token } = await makeAccount(db, { grants: [{ role: 'chief', areaId: station }] });
  chief = (await startServer(db)).withToken(token);
  people = [];
  for (let i = 0; i < 3; i++) people.push(await makePerson(db, { stationAreaId: station }));
});

const found = (more: object = {}) =>
  chief.post('/api/teams', {
    name: '护林一队',
    kind: 'forest',
    stationAreaId: station,
    members: people.slice(0, 2),
    ...more,
  });

test('a team is founded, read, listed by kind and member, and changed', async () => {
  const { status, body: team } = await found();
  expect([status, team]).toEqual([
    201,
    {
      id: team.id,
      name: '护林一队',
      kind: 'forest',
      stationAreaId: station,
      members: people.slice(0, 2),
      leaderPersonId: null,
      leader: null,
      cells: [],
    },
  ]);
  expect((await chief.get(`/api/teams/${team.id}`)).body).toEqual(team);
  expect((await chief.get(`/api/teams?kind=forest&station=${station}&person=${people[0]}`)).body).toEqual({
    teams: [team],
    next: null,
  });
  expect((await chief.get(`/api/teams?person=${people[2]}`)).body.teams).toEqual([]);
  expect((await chief.get('/api/teams?kind=taxi')).body.teams).toEqual([]);
  expect((await chief.get('/api/teams?q=一队')).body.teams).toHaveLength(1);
  expect((await chief.get('/api/teams?q=三队')).body.teams).toEqual([]);
  const renamed = await chief.patch(`/api/teams/${team.id}`, { name: '护林二队' });
  expect(renamed.body).toEqual({ ...team, name: '护林二队' });
});

test('members change from now on, and who belonged before is kept', async () => {
  const { body: team } = await found();
  const changed = await chief.patch(`/api/teams/${team.id}`, { members: people.slice(1) });
  expect(changed.body.members).toEqual(people.slice(1));
  const rows = await db('team_members')
    .orderBy('person_id')
    .select('person_id', db.raw('upper_inf(period) as open'));
  expect(rows).toEqual(people.map((person_id, index) => ({ person_id, open: index > 0 })));
  await chief.patch(`/api/teams/${team.id}`, { members: people });
  expect(await db('team_members').count({ count: '*' })).toEqual([{ count: 4 }]);
});

test('nobody who has left or joins later anyway becomes a member once more', async () => {
  const { body: team } = await found();
  const late = people[2];
  await chief.post(`/api/teams/${team.id}/members`, { people: [late], from: '2099-01-01' });
  const slugs = [await chief.patch(`/api/teams/${team.id}`, { members: people })];
  await chief.patch(`/api/people/${late}`, { leftOn: '2024-01-01' });
  slugs.push(
    await chief.patch(`/api/teams/${team.id}`, { members: people }),
    await found({ members: [late] }),
  );
  expect(slugs.map(({ status, body }) => [status, body.type.split('/').at(-1)])).toEqual([
    [409, 'already-member'],
    [422, 'person-has-left'],
    [422, 'person-has-left'],
  ]);
  expect((await chief.get(`/api/teams/${team.id}`)).body.members).toEqual(people.slice(0, 2));
  expect((await chief.get('/api/teams')).body.teams).toHaveLength(1);
});

test('a disbanded team is gone from the register, and its past is kept', async () => {
  const { body: team } = await found();
  expect((await chief.delete(`/api/teams/${team.id}`)).status).toBe(204);
  expect((await chief.get(`/api/teams/${team.id}`)).status).toBe(404);
  expect((await chief.get('/api/teams')).body.teams).toEqual([]);
  expect((await chief.delete(`/api/teams/${team.id}`)).status).toBe(404);
  expect(await db('team_members').whereRaw('not upper_inf(period)').count({ count: '*' })).toEqual([
    { count: 2 },
  ]);
});

test('people and stations of another area are not found', async () => {
  const stranger = await makePerson(db, { stationAreaId: nextStation });
  expect((await found({ members: [stranger] })).status).toBe(404);
  expect((await found({ stationAreaId: nextStation })).status).toBe(404);
  expect((await found({ stationAreaId: undefined })).status).toBe(422);
  const { body: team } = await found();
  expect((await chief.patch(`/api/teams/${team.id}`, { members: [stranger] })).status).toBe(404);
});

test('members of another area are neither shown nor touched', async () => {
  const { body: team } = await found();
  const stranger = await makePerson(db, { stationAreaId: nextStation });
  await db('team_members').insert({ team_id: team.id, person_id: stranger });
  const changed = await chief.patch(`/api/teams/${team.id}`, { members: people.slice(0, 1) });
  expect(changed.body.members).toEqual(people.slice(0, 1));
  const open = await db('team_members').whereRaw('upper_inf(period)').orderBy('person_id').pluck('person_id');
  expect(open).toEqual([people[0], stranger]);
});
