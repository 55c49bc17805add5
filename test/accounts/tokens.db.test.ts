import { beforeEach, expect, test } from 'vitest';
import { hashSecret } from '../../server/accounts/token.ts';
import { makeAccount } from '../support/accounts.ts';
import type { Client } from '../support/client.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makeDevice, makePerson } from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();

let server: Client;
beforeEach(async () => {
  server = await startServer(db);
});

test('an API token is shown once, stored hashed, listed without its secret, and revoked', async () => {
  const account = await makeAccount(db, { grants: [{ role: 'viewer', areaId: null }] });
  const owner = server.withToken(account.token);
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  const { status, body, headers } = await owner.post('/api/tokens', { name: 'nightly export', expiresAt });
  expect([status, headers.get('cache-control')]).toEqual([201, 'no-store']);
  const { token, ...described } = body;
  expect(described).toEqual({
    id: body.id,
    name: 'nightly export',
    createdAt: body.createdAt,
    expiresAt,
    lastUsedAt: null,
  });
  expect((await db('tokens').where({ id: body.id }).first()).hash).toEqual(hashSecret(token));

  expect((await server.withToken(token).get('/api/session')).body.user.id).toBe(account.accountId);
  const listed = await owner.get('/api/tokens?limit=1');
  expect(listed.body.tokens).toEqual([{ ...described, lastUsedAt: expect.any(String) }]);
  expect(listed.body.next).not.toBeNull();

  expect((await owner.delete(`/api/tokens/${body.id}`)).status).toBe(204);
  expect((await server.withToken(token).get('/api/session')).status).toBe(401);
  expect((await owner.delete(`/api/tokens/${body.id}`)).status).toBe(404);
});

test('nobody sees or revokes the token of another', async () => {
  const [one, other] = [await makeAccount(db, { grants: [] }), await makeAccount(db, { grants: [] })];
  const { body } = await server.withToken(one.token).post('/api/tokens', { name: 'mine' });
  const stranger = server.withToken(other.token);
  expect((await stranger.delete(`/api/tokens/${body.id}`)).status).toBe(404);
  expect(JSON.stringify((await stranger.get('/api/tokens')).body)).not.toContain('mine');
});

test('a token that would already have run out is refused', async () => {
  const { token } = await makeAccount(db, { grants: [] });
  const { status, body } = await server
    .withToken(token)
    .post('/api/tokens', { name: 'x', expiresAt: '2020-01-01T00:00:00Z' });
  expect([status, body.errors[0].path]).toEqual([422, 'expiresAt']);
});

test('looks at a person are seen by their chief and by themself, and by nobody else', async () => {
  const station = await makeArea(db, { kind: 'station', box: [110, 40, 110.1, 40.1] });
  const next = await makeArea(db, { kind: 'station', box: [110.1, 40, 110.2, 40.1] });
  const personId = await makePerson(db, { stationAreaId: station });
  const deviceId = await makeDevice(db, { stationAreaId: station });
  const accountOf = (role: 'chief' | 'volunteer' | 'viewer', areaId: number, person: number | null = null) =>
    makeAccount(db, { grants: [{ role, areaId }], personId: person });
  const chief = await accountOf('chief', station);
  const volunteer = await accountOf('volunteer', station, personId);
  const viewer = await accountOf('viewer', station);
  const foreigner = await accountOf('chief', next);
  const period = '[2026-03-01T00:00:00Z,2026-03-02T00:00:00Z)';
  const ids = await db('looks')
    .insert([
      { account_id: chief.accountId, person_id: personId, device_id: deviceId, what: 'tracks', period },
      { account_id: chief.accountId, person_id: null, device_id: deviceId, what: 'fixes', period: null },
    ])
    .returning('id');
  const seenBy = async ({ token }: { token: string }) =>
    (await server.withToken(token).get('/api/looks')).body.looks;
  const seen = await seenBy(chief);
  expect(seen.map(({ id }: { id: number }) => id)).toEqual(ids.map(({ id }) => id).reverse());
  expect(seen[1]).toEqual({
    id: ids[0].id,
    lookedAt: expect.any(String),
    what: 'tracks',
    from: '2026-03-01T00:00:00.000Z',
    to: '2026-03-02T00:00:00.000Z',
    account: { id: chief.accountId, displayName: chief.username },
    person: { id: personId, name: expect.any(String) },
    device: { id: deviceId, name: expect.any(String) },
  });
  expect(await seenBy(volunteer)).toEqual([seen[1]]);
  expect(await seenBy(viewer)).toEqual([]);
  expect(await seenBy(foreigner)).toEqual([]);
});
