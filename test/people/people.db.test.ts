import { beforeEach, describe, expect, test } from 'vitest';
import { hashSecret, makeSecret } from '../../server/accounts/token.ts';
import { makeAccount } from '../support/accounts.ts';
import type { Client } from '../support/client.ts';
import { testDatabase } from '../support/database.ts';
import {
  makeArea,
  makeAssignment,
  makeCarrier,
  makeDevice,
  makeDuty,
  makePerson,
} from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();

let server: Client;
let chief: Client;
let station: number;
let nextStation: number;

const clientOf = async (
  role: 'chief' | 'volunteer' | 'viewer' | 'planner',
  areaId: number | null,
  personId?: number,
) => {
  const { token } = await makeAccount(db, { grants: [{ role, areaId }], personId: personId ?? null });
  return server.withToken(token);
};

beforeEach(async () => {
  server = await startServer(db);
  station = await makeArea(db, { kind: 'station', box: [110, 40, 110.1, 40.1] });
  nextStation = await makeArea(db, { kind: 'station', box: [110.1, 40, 110.2, 40.1] });
  chief = await clientOf('chief', station);
});

const wang = {
  number: 'V-001',
  name: '演示义警001',
  kind: 'volunteer',
  phone: '138 0000 0000',
  organisation: '护林队',
  skills: ['急救', '骑马'],
  joinedOn: '2020-03-01',
  leftOn: null,
};

/** What a file says where nothing else was entered. */
const unsaid = {
  occupation: null,
  languages: [],
  homeAreaId: null,
  availability: null,
  nextExpiryOn: null,
  teams: [],
  revision: 1,
  erased: false,
};

test('a person is entered, read with what they do now, changed and listed', async () => {
  const input = { ...wang, stationAreaId: station };
  const made = await chief.post('/api/people', input);
  const { phone, ...rest } = input;
  const person = { ...unsaid, id: made.body.id, ...rest, hasPhone: true };
  expect([made.status, made.body]).toEqual([201, { ...person, phone }]);
  const from = '2026-01-01T00:00:00Z';
  const assignmentId = await makeAssignment(db, {
    personId: person.id,
    areaId: station,
    role: 'guard',
    from,
  });
  await makeDuty(db, { personId: person.id, from });
  await chief.post('/api/teams', {
    name: '一队',
    kind: 'forest',
    stationAreaId: station,
    members: [person.id],
  });
  const teams = [{ id: expect.any(Number), name: '一队', kind: 'forest' }];
  const { body } = await chief.get(`/api/people/${person.id}`);
  const at = '2026-01-01T00:00:00+00:00';
  expect(body).toEqual({
    ...person,
    phone,
    teams,
    certificates: [],
    trainings: [],
    assignments: [{ id: assignmentId, cellId: null, areaId: station, role: 'guard', from: at, to: null }],
    duties: [{ id: expect.any(Number), from: at, to: null }],
  });
  const changed = await chief.patch(`/api/people/${person.id}`, { skills: ['急救'] });
  expect(changed.body).toEqual({ ...person, teams, skills: ['急救'], revision: 2 });
  const cleared = await chief.patch(`/api/people/${person.id}`, { phone: null });
  expect(cleared.body).toEqual({ ...changed.body, phone: null, hasPhone: false, revision: 3 });
  const { phone: _, ...listed } = cleared.body;
  expect((await chief.get('/api/people')).body).toEqual({ people: [listed], next: null });
});

test('people are found by text, kind, station and skill, page by page', async () => {
  const district = await clientOf('chief', null);
  for (const [number, kind, stationAreaId, skills] of [
    ['B1', 'officer', station, []],
    ['A1', 'volunteer', station, ['急救']],
    ['A2', 'volunteer', nextStation, ['急救', '骑马']],
    ['C1', 'volunteer', null, []],
  ] as const)
    await district.post('/api/people', { number, name: `人${number}`, kind, stationAreaId, skills });
  const numbers = async (query: string) =>
    (await district.get(`/api/people?${query}`)).body.people.map(({ number }: { number: string }) => number);
  expect(await numbers('')).toEqual(['A1', 'A2', 'B1', 'C1']);
  expect(await numbers('q=人a')).toEqual(['A1', 'A2']);
  expect(await numbers('kind=officer')).toEqual(['B1']);
  expect(await numbers(`station=${station}`)).toEqual(['A1', 'B1']);
  expect(await numbers('skill=骑马')).toEqual(['A2']);
  expect(await numbers('q=%25')).toEqual([]);
  const first = (await district.get('/api/people?limit=3')).body;
  expect(await numbers(`limit=3&cursor=${first.next}`)).toEqual(['C1']);
  expect(
    (await chief.get('/api/people')).body.people.map(({ number }: { number: string }) => number),
  ).toEqual(['A1', 'B1']);
});

test('wrong files are refused by the name of what is wrong', async () => {
  const refusal = async (change: object) => {
    const { status, body } = await chief.post('/api/people', { ...wang, stationAreaId: station, ...change });
    return [status, body.title, body.errors?.[0]?.path];
  };
  expect(await refusal({})).toEqual([201, undefined, undefined]);
  expect(await refusal({})).toEqual([409, 'number taken', undefined]);
  expect(await refusal({ kind: 'king' })).toEqual([422, 'invalid input', 'kind']);
  expect(await refusal({ joinedOn: '2020-02-30' })).toEqual([422, 'invalid input', 'joinedOn']);
  expect(await refusal({ number: 'V-2', leftOn: '2019-01-01' })).toEqual([
    422,
    'left before joined',
    'leftOn',
  ]);
  expect(await refusal({ nickname: 'x' })).toEqual([422, 'invalid input', 'nickname']);
  expect(await refusal({ number: 'V-3', name: 'nul\u0000' })).toEqual([422, 'unstorable text', undefined]);
  expect(await refusal({ number: 'V-4', stationAreaId: nextStation })).toEqual([
    404,
    'area not found',
    undefined,
  ]);
  expect(await refusal({ number: 'V-5', stationAreaId: null })).toEqual([
    422,
    'station required',
    'stationAreaId',
  ]);
});

test('of two who give the same number at the same moment one is told', async () => {
  const post = () => chief.post('/api/people', { ...wang, stationAreaId: station });
  const answers = await Promise.all([post(), post()]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
});

test('a file is for the chief of the station and the person, with the phone, and for nobody else', async () => {
  const { body } = await chief.post('/api/people', { ...wang, stationAreaId: station });
  const colleague = await makePerson(db, { stationAreaId: station });
  const path = `/api/people/${body.id}`;
  const self = await clientOf('volunteer', station, body.id);
  expect((await self.get(path)).body.phone).toBe(wang.phone);
  expect((await self.get('/api/people')).body.people).toHaveLength(1);
  expect((await self.get(`/api/people/${colleague}`)).status).toBe(404);
  expect((await self.patch(path, { name: 'x' })).status).toBe(403);
  expect((await (await clientOf('chief', nextStation)).get(path)).status).toBe(404);
  for (const role of ['viewer', 'planner'] as const)
    expect((await (await clientOf(role, station)).get(path)).status).toBe(403);
});

test('leaving ends what a person is engaged in on that day, and what would begin later goes', async () => {
  const personId = await makePerson(db, { stationAreaId: station });
  const deviceId = await makeDevice(db);
  const from = '2026-01-01T00:00:00Z';
  await makeAssignment(db, { personId, areaId: station, from });
  await makeAssignment(db, { personId, areaId: station, role: 'next', from: '2027-01-01T00:00:00Z' });
  await makeAssignment(db, { personId, areaId: station, role: 'past', from, to: '2026-02-01T00:00:00Z' });
  await makeCarrier(db, { deviceId, personId, from });
  await makeDuty(db, { personId, from: '2026-05-31T08:00:00Z', to: '2026-05-31T20:00:00Z' });
  const answer = await chief.patch(`/api/people/${personId}`, { leftOn: '2026-06-01' });
  expect([answer.status, answer.body.leftOn]).toEqual([200, '2026-06-01']);
  const ends = async (table: string) =>
    (
      await db(table).where({ person_id: personId }).orderBy('id').select(db.raw('upper(period) as ends'))
    ).map(({ ends }) => ends.toISOString());
  const leaves = '2026-05-31T16:00:00.000Z'; // midnight in Shanghai
  expect(await ends('assignments')).toEqual([leaves, '2026-02-01T00:00:00.000Z']);
  expect(await ends('device_carriers')).toEqual([leaves]);
  expect(await ends('duties')).toEqual([leaves]);
  const [queued] = await db('rereadings').select('device_id', db.raw('lower(period) as since'));
  expect([queued?.device_id, queued?.since.toISOString()]).toEqual([deviceId, leaves]);
});

describe('erasing a person', () => {
  const erase = async () => {
    const made = await chief.post('/api/people', { ...wang, stationAreaId: station });
    const personId: number = made.body.id;
    const account = await makeAccount(db, { grants: [{ role: 'volunteer', areaId: station }], personId });
    const [carried, later] = [await makeDevice(db), await makeDevice(db)];
    const from = '2026-01-01T00:00:00Z';
    const to = '2026-02-01T00:00:00Z';
    await makeAssignment(db, { personId, areaId: station, from });
    await makeCarrier(db, { deviceId: carried, personId, from, to });
    await makeDuty(db, { personId, from });
    const fix = (device_id: number, recorded_at: string, receipt_id: number) => ({
      device_id,
      recorded_at,
      receipt_id,
      lon_e7: 1_100_500_000,
      lat_e7: 400_500_000,
    });
    const receipt = { protocol: 'osmand', received: 1, stored: 1, duplicates: 0, flagged: 0, off_duty: 0 };
    const receipts = await db('receipts')
      .insert([
        { ...receipt, device_id: carried, received_at: '2026-01-10', body: Buffer.from('lat=40') },
        { ...receipt, device_id: carried, received_at: '2026-02-10', body: Buffer.from('late: lat=40') },
        { ...receipt, device_id: carried, received_at: '2026-02-10', body: Buffer.from('kept') },
        { ...receipt, device_id: later, received_at: '2026-01-10', body: Buffer.from('kept') },
      ])
      .returning('id');
    const [one, late, after, other] = receipts.map(({ id }) => id);
    await db('fixes').insert([
      fix(carried, '2026-01-10T00:00:00Z', one),
      fix(carried, '2026-01-31T23:00:00Z', late),
      fix(carried, '2026-02-01T00:00:00Z', after),
      fix(later, '2026-01-10T00:00:00Z', other),
    ]);
    const track = (device_id: number, started_at: string, person_id: number | null) => ({
      device_id,
      person_id,
      started_at,
      ended_at: started_at,
      fixes: 1,
      flagged: 0,
      metres: 0,
      moving_seconds: 0,
      west_e7: 0,
      south_e7: 0,
      east_e7: 0,
      north_e7: 0,
    });
    await db('tracks').insert([
      track(carried, '2026-01-10T00:00:00Z', personId),
      track(carried, '2026-02-01T00:00:00Z', null),
    ]);
    const point = (device_id: number, at: string, state: string) => ({
      device_id,
      at,
      state: JSON.stringify(state),
    });
    await db('resume_points').insert([
      point(carried, '2026-01-09T23:00:00Z', 'before'),
      point(carried, '2026-01-31T23:30:00Z', 'within'),
      point(carried, 'infinity', 'last'),
      point(later, '2026-01-31T23:30:00Z', 'of another'),
    ]);
    await db('looks').insert({ account_id: account.accountId, person_id: personId, what: 'tracks' });
    const answer = await chief.delete(`/api/people/${personId}`);
    expect(answer.status).toBe(204);
    return { personId, account, carried };
  };

  test('replaces identity by a number, everywhere', async () => {
    const { personId, account } = await erase();
    const { body } = await chief.get(`/api/people/${personId}`);
    expect(body).toMatchObject({
      number: `erased-${personId}`,
      name: `#${personId}`,
      phone: null,
      organisation: null,
      skills: [],
      erased: true,
      assignments: [],
    });
    expect((await chief.get('/api/people')).body.people).toEqual([]);
    expect((await server.withToken(account.token).get('/api/session')).status).toBe(401);
    expect(await db('accounts').where({ id: account.accountId }).first()).toMatchObject({
      username: `erased-${account.accountId}`,
      person_id: null,
      disabled_at: expect.any(Date),
    });
    expect(await db('looks')).toMatchObject([{ account_id: account.accountId, person_id: personId }]);
    const again = await chief.patch(`/api/people/${personId}`, { name: wang.name });
    expect([again.status, again.body.title]).toEqual([409, 'person erased']);
    expect(
      (await chief.post('/api/people', { ...wang, number: 'erased-1', stationAreaId: station })).status,
    ).toBe(422);
  });

  test('keeps nothing of what a device still sends of that time', async () => {
    const { carried } = await erase();
    const token = makeSecret();
    await db('tokens').insert({ kind: 'device', hash: hashSecret(token), device_id: carried });
    const at = Date.parse('2026-01-20T00:00:00Z') / 1000;
    const { status } = await server.get(`/ingest/osmand/${token}?lat=40.05&lon=110.05&timestamp=${at}`);
    expect(status).toBe(200);
    expect(await db('fixes').where({ device_id: carried }).pluck('recorded_at')).toEqual([
      new Date('2026-02-01T00:00:00Z'),
    ]);
    expect(await db('off_duty_counts')).toEqual([{ device_id: carried, day: '2026-01-20', count: 1 }]);
  });

  test('deletes the positions of their carrying periods, and no others', async () => {
    const { carried } = await erase();
    const left = await db('fixes').orderBy('recorded_at').select('device_id', 'recorded_at');
    expect(left.map(({ recorded_at }) => recorded_at.toISOString())).toEqual([
      '2026-01-10T00:00:00.000Z',
      '2026-02-01T00:00:00.000Z',
    ]);
    expect(left[0].device_id).not.toBe(carried);
    const bodies = (await db('receipts').orderBy('id').pluck('body')).map((body) => body?.toString() ?? null);
    expect(bodies).toEqual([null, null, 'kept', 'kept']);
    expect(await db('tracks').pluck('person_id')).toEqual([null]);
    expect(await db('resume_points').orderBy('at').pluck('state')).toEqual(['before', 'of another']);
    expect(await db('rereadings').pluck('device_id')).toEqual([carried]);
  });
});
