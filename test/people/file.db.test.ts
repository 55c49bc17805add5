import { beforeEach, describe, expect, test } from 'vitest';
import { makeAccount } from '../support/accounts.ts';
import type { Client } from '../support/client.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makePerson } from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();

let server: Client;
let chief: Client;
let chiefAccount: number;
let station: number;
let village: number;

beforeEach(async () => {
  server = await startServer(db);
  station = await makeArea(db, { kind: 'station', box: [110, 40, 110.1, 40.1] });
  village = await makeArea(db, { kind: 'village', box: [110, 40, 110.05, 40.05] });
  const { token, accountId } = await makeAccount(db, { grants: [{ role: 'chief', areaId: station }] });
  chief = server.withToken(token);
  chiefAccount = accountId;
});

const certificate = {
  name: '急救证',
  skill: '急救',
  number: 'J-1',
  issuedOn: '2024-01-01',
  expiresOn: '2027-01-01',
};
const training = { heldOn: '2025-05-01', subject: '森林防火', hours: 8, result: '合格' };
const whole = () => ({
  number: 'V-001',
  name: '演示义警001',
  kind: 'volunteer',
  phone: '138 0000 0000',
  organisation: '护林队',
  occupation: '牧民',
  skills: ['急救'],
  languages: ['蒙古语', '汉语'],
  stationAreaId: station,
  homeAreaId: village,
  availability: [{ days: [6, 7], from: '08:00', to: '24:00' }],
  joinedOn: '2020-03-01',
  leftOn: null,
});
const enter = async (more = {}) => (await chief.post('/api/people', { ...whole(), ...more })).body;
const refusal = ({
  status,
  body,
}: {
  status: number;
  body: { title: string; errors?: { path: string }[] };
}) => [status, body.title, body.errors?.[0]?.path];

test('a file holds all that was entered, certificates and trainings included', async () => {
  const { id } = await enter({ certificates: [certificate], trainings: [training] });
  const { body } = await chief.get(`/api/people/${id}`);
  expect(body).toMatchObject({ ...whole(), hasPhone: true, nextExpiryOn: '2027-01-01' });
  expect(body.certificates).toEqual([{ id: expect.any(Number), ...certificate }]);
  expect(body.trainings).toEqual([{ id: expect.any(Number), ...training }]);
});

test('what is wrong in a file is refused by its name', async () => {
  const township = await makeArea(db, { kind: 'township', box: [110, 40, 110.1, 40.1] });
  const wrong = async (more: object) => refusal(await chief.post('/api/people', { ...whole(), ...more }));
  expect(await wrong({ homeAreaId: township })).toEqual([422, 'no home area', 'homeAreaId']);
  expect(await wrong({ homeAreaId: 999_999_999 })).toEqual([422, 'no home area', 'homeAreaId']);
  const hours = (from: string, to: string) => ({ availability: [{ days: [1], from, to }] });
  expect(await wrong(hours('22:00', '06:00'))).toEqual([422, 'invalid input', 'availability.0.to']);
  expect(await wrong({ certificates: [{ ...certificate, expiresOn: '2024-01-01' }] })).toEqual([
    422,
    'invalid input',
    'certificates.0.expiresOn',
  ]);
  expect(await wrong({ joinedOn: '0000-01-01' })).toEqual([422, 'invalid input', 'joinedOn']);
  expect(await db('people')).toEqual([]);
});

test('certificates and trainings are added, changed and removed in the file they are of', async () => {
  const { id } = await enter();
  const path = `/api/people/${id}`;
  const made = await chief.post(`${path}/certificates`, certificate);
  expect([made.status, made.body]).toEqual([201, { id: expect.any(Number), ...certificate }]);
  const one = `${path}/certificates/${made.body.id}`;
  expect((await chief.patch(one, { expiresOn: '2029-01-01' })).body.expiresOn).toBe('2029-01-01');
  expect(refusal(await chief.patch(one, { issuedOn: '2029-01-01' }))).toEqual([
    422,
    'expires before issued',
    'expiresOn',
  ]);
  const held = (await chief.post(`${path}/trainings`, training)).body;
  const changed = await chief.patch(`${path}/trainings/${held.id}`, { hours: null, result: '优秀' });
  expect(changed.body).toEqual({ ...held, hours: null, result: '优秀' });
  const colleague = await makePerson(db, { stationAreaId: station });
  expect((await chief.delete(`/api/people/${colleague}/certificates/${made.body.id}`)).status).toBe(404);
  expect((await chief.delete(one)).status).toBe(204);
  expect((await chief.delete(`${path}/trainings/${held.id}`)).status).toBe(204);
  expect((await chief.get(path)).body).toMatchObject({ certificates: [], trainings: [], revision: 7 });
});

test('a certificate that a later one replaces is not counted as ending', async () => {
  const { id } = await enter({
    certificates: [
      { name: '急救证', skill: '急救', expiresOn: '2025-01-01' },
      { name: '急救证（续）', skill: '急救', expiresOn: '2028-01-01' },
      { name: '驾驶证', expiresOn: '2027-06-01' },
      { name: '普通话', expiresOn: '2020-01-01' },
      { name: '普通话' },
    ],
  });
  const listed = async (query = '') => (await chief.get(`/api/people?${query}`)).body.people;
  expect((await listed())[0].nextExpiryOn).toBe('2027-06-01');
  expect(await listed('expiresBefore=2027-06-01')).toEqual([]);
  expect((await listed('expiresBefore=2027-06-02'))[0].id).toBe(id);
});

test('of two chiefs who change the same file the second is told what it says now', async () => {
  const { id, revision } = await enter();
  const path = `/api/people/${id}`;
  expect((await chief.patch(path, { skills: ['骑马'], revision })).status).toBe(200);
  const late = await chief.patch(path, { name: '另一个', revision });
  expect([late.status, late.body.title, late.body.person.skills]).toEqual([409, 'file changed', ['骑马']]);
  expect(late.body.person.phone).toBeUndefined();
  const both = await Promise.all(
    ['甲', '乙'].map((name) => chief.patch(path, { name, revision: late.body.person.revision })),
  );
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
});

test('people are found by language, home and whether they are still here', async () => {
  const { id } = await enter();
  const gone = await enter({ number: 'V-002', languages: [], homeAreaId: null, leftOn: '2024-01-01' });
  const ids = async (query: string) =>
    (await chief.get(`/api/people?${query}`)).body.people.map((one: { id: number }) => one.id);
  expect(await ids('language=蒙古语')).toEqual([id]);
  expect(await ids(`home=${village}`)).toEqual([id]);
  expect(await ids('left=false')).toEqual([id]);
  expect(await ids('left=true')).toEqual([gone.id]);
});

test('the table has everybody of the chief’s area in columns, without contact details', async () => {
  const { id } = await enter({ certificates: [certificate] });
  await chief.post('/api/teams', { name: '一队', kind: 'forest', stationAreaId: station, members: [id] });
  await makePerson(db, {
    stationAreaId: await makeArea(db, { kind: 'station', box: [110.2, 40, 110.3, 40.1] }),
  });
  const { body } = await chief.get('/api/people/table');
  expect(body).toMatchObject({
    id: [id],
    number: ['V-001'],
    hasPhone: [true],
    skills: [['急救']],
    homeAreaId: [village],
    nextExpiryOn: ['2027-01-01'],
    leftOn: [null],
    teamNames: [{ id: body.teams[0][0], name: '一队', kind: 'forest' }],
  });
  expect(body.areaNames.map((area: { id: number }) => area.id).sort()).toEqual([station, village].sort());
  expect(JSON.stringify(body)).not.toContain('138');
  await enter({ number: 'V-000' });
  expect((await chief.get('/api/people/table?limit=1')).body.number).toEqual(['V-000']);
});

describe('contact details', () => {
  test('are in no list, and each reading of the file is recorded for the person to see', async () => {
    const { id } = await enter();
    const { token } = await makeAccount(db, {
      grants: [{ role: 'volunteer', areaId: station }],
      personId: id,
    });
    const self = server.withToken(token);
    expect(JSON.stringify((await chief.get('/api/people')).body)).not.toContain('138');
    expect(JSON.stringify((await chief.patch(`/api/people/${id}`, { name: '改名' })).body)).not.toContain(
      '138',
    );
    expect((await self.get('/api/looks')).body.looks).toEqual([]);
    expect((await chief.get(`/api/people/${id}`)).body.phone).toBe('138 0000 0000');
    expect((await self.get(`/api/people/${id}`)).body.phone).toBe('138 0000 0000');
    const { looks } = (await self.get('/api/looks')).body;
    expect(looks).toMatchObject([{ what: 'contact', account: { id: chiefAccount }, person: { id } }]);
  });

  test('of somebody without a telephone number there is nothing to be recorded', async () => {
    const { id } = await enter({ phone: null });
    await chief.get(`/api/people/${id}`);
    expect(await db('looks')).toEqual([]);
  });
});

test('leading a team ends with leaving, as membership does', async () => {
  const { id } = await enter();
  const team = (
    await chief.post('/api/teams', { name: '一队', kind: 'forest', stationAreaId: station, members: [id] })
  ).body;
  await db('teams').where({ id: team.id }).update({ leader_person_id: id });
  await chief.patch(`/api/people/${id}`, { leftOn: '2099-01-01' });
  expect(await db('teams').pluck('leader_person_id')).toEqual([id]);
  await chief.patch(`/api/people/${id}`, { leftOn: '2026-06-01' });
  expect(await db('teams').pluck('leader_person_id')).toEqual([null]);
  expect((await chief.get(`/api/teams/${team.id}`)).body.members).toEqual([]);
});

test('erasing clears all that the file held, and one’s own copy has held all of it', async () => {
  const { id } = await enter({ certificates: [certificate], trainings: [training] });
  await chief.post('/api/teams', { name: '一队', kind: 'forest', stationAreaId: station, members: [id] });
  const { token } = await makeAccount(db, { grants: [{ role: 'volunteer', areaId: station }], personId: id });
  const stored = (await server.withToken(token).get('/api/me/stored')).body;
  expect(stored.person).toMatchObject(whole());
  expect(stored.certificates).toMatchObject([certificate]);
  expect(stored.trainings).toMatchObject([training]);
  expect(stored.memberships).toMatchObject([{ name: '一队' }]);
  expect((await chief.delete(`/api/people/${id}`)).status).toBe(204);
  expect((await chief.get(`/api/people/${id}`)).body).toMatchObject({
    phone: null,
    occupation: null,
    languages: [],
    homeAreaId: null,
    availability: null,
    certificates: [],
    trainings: [],
    teams: [],
    erased: true,
  });
  expect((await chief.post(`/api/people/${id}/certificates`, certificate)).status).toBe(409);
});

test('a village where somebody lives is not deleted', async () => {
  await enter();
  const { token } = await makeAccount(db, { grants: [{ role: 'planner', areaId: null }] });
  const { status, body } = await server.withToken(token).delete(`/api/areas/${village}`);
  expect([status, body.dependents]).toEqual([409, [{ what: 'people', count: 1 }]]);
});
