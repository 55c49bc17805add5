import { beforeEach, describe, expect, test } from 'vitest';
import { makeAccount } from '../support/accounts.ts';
import type { Client } from '../support/client.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makePerson } from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();
const password = 'a good password';

let server: Client;
let admin: Client;
let station: number;
let village: number;
let nextStation: number;

beforeEach(async () => {
  server = await startServer(db);
  admin = server.withToken((await makeAccount(db, { grants: [{ role: 'admin', areaId: null }] })).token);
  station = await makeArea(db, { kind: 'station', box: [110, 40, 110.1, 40.1] });
  village = await makeArea(db, { kind: 'village', box: [110.01, 40.01, 110.02, 40.02] });
  nextStation = await makeArea(db, { kind: 'station', box: [110.1, 40, 110.2, 40.1] });
});

test('an account is made, read, listed and changed', async () => {
  const personId = await makePerson(db, { stationAreaId: station });
  const grants = [{ role: 'chief', areaId: station }];
  const made = await admin.post('/api/accounts', {
    username: ' Chief.A ',
    displayName: '甲所所长',
    password,
    grants,
    personId,
  });
  expect(made.status).toBe(201);
  const { id, createdAt } = made.body;
  const account = {
    id,
    createdAt,
    username: 'chief.a',
    displayName: '甲所所长',
    personId,
    grants,
    disabled: false,
    sessions: 0,
  };
  expect(made.body).toEqual(account);
  expect((await admin.get(`/api/accounts/${id}`)).body).toEqual(account);
  expect((await admin.get('/api/accounts?q=所长')).body).toEqual({ accounts: [account], next: null });
  const change = { displayName: '所长', personId: null, grants: [{ role: 'viewer', areaId: null }] };
  expect((await admin.patch(`/api/accounts/${id}`, change)).body).toEqual({ ...account, ...change });
});

test('a taken user name, a weak password and an unknown area are refused by name', async () => {
  const account = { username: 'first', displayName: 'First', password };
  const post = async (change: object) => {
    const { status, body } = await admin.post('/api/accounts', { ...account, ...change });
    return [status, body.title, body.errors?.map(({ path }: { path: string }) => path)];
  };
  expect(await post({})).toEqual([201, undefined, undefined]);
  expect(await post({ username: 'FIRST' })).toEqual([409, 'username taken', undefined]);
  expect(await post({ username: 'b', password: '1234567' })).toEqual([422, 'invalid input', ['password']]);
  expect(await post({ username: 'b', password: 'x'.repeat(1001) })).toEqual([
    422,
    'invalid input',
    ['password'],
  ]);
  expect(await post({ username: 'somebody', password: 'SomeBody' })).toEqual([
    422,
    'password is username',
    ['password'],
  ]);
  expect(await post({ username: 'b', grants: [{ role: 'chief', areaId: 999_999 }] })).toEqual([
    404,
    'area not found',
    undefined,
  ]);
  expect(await post({ username: 'b', grants: [{ role: 'king', areaId: null }] })).toEqual([
    422,
    'invalid input',
    ['grants.0.role'],
  ]);
});

test('pages through accounts', async () => {
  const first = await admin.get('/api/accounts?limit=1');
  await makeAccount(db, { grants: [] });
  const page = await admin.get('/api/accounts?limit=1');
  expect([first.body.next, page.body.accounts.length]).toEqual([null, 1]);
  const rest = await admin.get(`/api/accounts?limit=1&cursor=${page.body.next}`);
  expect([rest.body.accounts.length, rest.body.next]).toEqual([1, null]);
  expect((await admin.get('/api/accounts?cursor=nonsense')).status).toBe(422);
});

describe('an administrator of a station', () => {
  let local: Client;
  const make = (client: Client, username: string, grants: object[], more: object = {}) =>
    client.post('/api/accounts', { username, displayName: username, password, grants, ...more });

  beforeEach(async () => {
    local = server.withToken((await makeAccount(db, { grants: [{ role: 'admin', areaId: station }] })).token);
  });

  test('manages the accounts whose grants all lie inside it, and no others', async () => {
    const inside = await make(local, 'inside', [{ role: 'chief', areaId: village }]);
    const foreign = [
      await make(admin, 'foreign', [{ role: 'chief', areaId: nextStation }]),
      await make(admin, 'both', [
        { role: 'chief', areaId: village },
        { role: 'viewer', areaId: nextStation },
      ]),
      await make(admin, 'everywhere', [{ role: 'viewer', areaId: null }]),
      await make(admin, 'nothing', []),
      await make(admin, 'others-person', [{ role: 'volunteer', areaId: village }], {
        personId: await makePerson(db, { stationAreaId: nextStation }),
      }),
    ];
    expect(inside.status).toBe(201);
    const seen = (await local.get('/api/accounts')).body.accounts.map(({ id }: { id: number }) => id);
    expect(seen).toContain(inside.body.id);
    for (const { status, body } of foreign) {
      expect(status).toBe(201);
      expect(seen).not.toContain(body.id);
      const answers = await Promise.all([
        local.get(`/api/accounts/${body.id}`),
        local.patch(`/api/accounts/${body.id}`, { disabled: true }),
        local.post(`/api/accounts/${body.id}/password`, { password }),
        local.delete(`/api/accounts/${body.id}/sessions`),
      ]);
      expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404, 404]);
    }
  });

  test('is told the names of its own people to give accounts to, and nothing else of them', async () => {
    const own = await makePerson(db, { stationAreaId: station });
    const foreign = await makePerson(db, { stationAreaId: nextStation });
    const { number, name, kind } = await db('people').where({ id: own }).first();
    const { people } = (await local.get('/api/accounts/people')).body;
    expect(people).toEqual([{ id: own, number, name, kind }]);
    expect((await local.get(`/api/accounts/people?q=${number}`)).body.people).toHaveLength(1);
    expect((await local.get('/api/accounts/people?q=nobody')).body.people).toEqual([]);
    expect((await local.get(`/api/accounts/people?id=${foreign}`)).body.people).toEqual([]);
    expect((await admin.get(`/api/accounts/people?id=${foreign}`)).body.people).toHaveLength(1);
  });

  test('gives no more than its own area, and no role everywhere', async () => {
    const inside = await make(local, 'inside', [{ role: 'officer', areaId: station }]);
    const attempts = [
      await make(local, 'a', [{ role: 'viewer', areaId: null }]),
      await make(local, 'b', [{ role: 'viewer', areaId: nextStation }]),
      await local.patch(`/api/accounts/${inside.body.id}`, { grants: [{ role: 'admin', areaId: null }] }),
    ];
    expect(attempts.map(({ status, body }) => [status, body.title])).toEqual(
      attempts.map(() => [403, 'grant beyond own']),
    );
    expect((await make(local, 'c', [])).status).toBe(422);
    const foreigner = await makePerson(db, { stationAreaId: nextStation });
    const linked = await local.patch(`/api/accounts/${inside.body.id}`, { personId: foreigner });
    expect([linked.status, linked.body.title]).toEqual([404, 'person not found']);
  });
});

test('the last administrator of everything is neither disabled nor stripped, even by two at once', async () => {
  const second = await makeAccount(db, { grants: [{ role: 'admin', areaId: null }] });
  const { body } = await admin.get('/api/session');
  const disable = (id: number) => admin.patch(`/api/accounts/${id}`, { disabled: true });
  const [one, other] = await Promise.all([disable(second.accountId), disable(second.accountId)]);
  expect([one.status, other.status]).toEqual([200, 200]);
  const last = await disable(body.user.id);
  expect([last.status, last.body.title]).toEqual([409, 'last administrator']);
  const stripped = await admin.patch(`/api/accounts/${body.user.id}`, { grants: [] });
  expect([stripped.status, stripped.body.title]).toEqual([409, 'last administrator']);
  await admin.patch(`/api/accounts/${second.accountId}`, { disabled: false });
  const both = await Promise.all([disable(body.user.id), disable(second.accountId)]);
  expect(both.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1);
});

test('a disabled account is signed out, its tokens end for good, and it cannot sign in', async () => {
  const { body } = await admin.post('/api/accounts', {
    username: 'leaver',
    displayName: 'Leaver',
    password,
    grants: [{ role: 'viewer', areaId: null }],
  });
  const page = await server.signIn('leaver', password);
  const token = server.withToken((await page.post('/api/tokens', { name: 'script' })).body.token);
  expect((await admin.get(`/api/accounts/${body.id}`)).body.sessions).toBe(1);
  const changed = await admin.patch(`/api/accounts/${body.id}`, { disabled: true });
  expect([changed.body.disabled, changed.body.sessions]).toEqual([true, 0]);
  const disabled = [
    await page.get('/api/session'),
    await token.get('/api/session'),
    await server.post('/api/session', { username: 'leaver', password }),
  ];
  expect(disabled.map(({ status }) => status)).toEqual([401, 401, 401]);
  await admin.patch(`/api/accounts/${body.id}`, { disabled: false });
  expect((await page.get('/api/session')).status).toBe(401);
  expect((await token.get('/api/session')).status).toBe(401);
  await server.signIn('leaver', password);
});

test('a reset password ends the sessions and is the one that counts', async () => {
  const account = { username: 'forgetful', displayName: 'F', password, grants: [] };
  const { body } = await admin.post('/api/accounts', account);
  const page = await server.signIn('forgetful', password);
  const weak = await admin.post(`/api/accounts/${body.id}/password`, { password: 'forgetful' });
  expect([weak.status, weak.body.title]).toEqual([422, 'password is username']);
  expect((await admin.post(`/api/accounts/${body.id}/password`, { password: 'another one' })).status).toBe(
    204,
  );
  expect((await page.get('/api/session')).status).toBe(401);
  expect((await server.post('/api/session', { username: 'forgetful', password })).status).toBe(401);
  await server.signIn('forgetful', 'another one');
});

test('an administrator ends the sessions of an account', async () => {
  const { body } = await admin.post('/api/accounts', { username: 'busy', displayName: 'B', password });
  const pages = [await server.signIn('busy', password), await server.signIn('busy', password)];
  expect((await admin.delete(`/api/accounts/${body.id}/sessions`)).body).toEqual({ ended: 2 });
  for (const page of pages) expect((await page.get('/api/session')).status).toBe(401);
});
