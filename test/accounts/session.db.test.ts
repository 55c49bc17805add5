import { beforeEach, describe, expect, test } from 'vitest';
import { createAdministrator, ensureAdministrator } from '../../server/accounts/administrator.ts';
import { readConfig } from '../../server/config.ts';
import { makeAccount } from '../support/accounts.ts';
import type { Client } from '../support/client.ts';
import { testDatabase } from '../support/database.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();
const credentials = { username: 'admin', password: 'a good password' };

let server: Client;

describe('with an administrator', () => {
  beforeEach(async () => {
    server = await startServer(db);
    await createAdministrator({ db }, credentials.username, credentials.password);
  });

  const cookieOf = async (client: Client, headers: Record<string, string> = {}) => {
    const answer = await client.post('/api/session', credentials, headers);
    return answer.headers.getSetCookie()[0] ?? '';
  };

  test('signing in says who it is and sets a cookie that scripts and other sites cannot use', async () => {
    const { status, body, headers } = await server.post('/api/session', credentials);
    expect(status).toBe(201);
    expect(body.user).toMatchObject({ username: 'admin', displayName: 'admin', personId: null });
    expect(body.user.grants).toEqual(['admin', 'planner', 'chief'].map((role) => ({ role, areaId: null })));
    const [cookie = ''] = headers.getSetCookie();
    expect(cookie).toMatch(
      /^gridwarden_session=\S+; Max-Age=43200; Path=\/; Expires=.*; HttpOnly; SameSite=Strict$/,
    );
  });

  test('the cookie is Secure behind https, said by a proxy on this machine or by PUBLIC_URL', async () => {
    expect(await cookieOf(server)).not.toContain('Secure');
    expect(await cookieOf(server, { 'x-forwarded-proto': 'https' })).toContain('; Secure');
    const published = await startServer(db, { PUBLIC_URL: 'https://grid.example' });
    expect(await cookieOf(published)).toContain('; Secure');
  });

  test('user names do not distinguish case', async () => {
    const { status } = await server.post('/api/session', { ...credentials, username: ' Admin ' });
    expect(status).toBe(201);
  });

  test('a wrong password, an unknown and a disabled user are refused alike', async () => {
    await db('accounts').insert({
      username: 'gone',
      display_name: 'gone',
      password_hash: 'x',
      disabled_at: db.fn.now(),
    });
    const answers = [
      await server.post('/api/session', { ...credentials, password: 'wrong' }),
      await server.post('/api/session', { ...credentials, username: 'nobody' }),
      await server.post('/api/session', { ...credentials, username: 'gone' }),
    ];
    const [first] = answers;
    expect(first?.status).toBe(401);
    for (const answer of answers) {
      expect(answer.body).toEqual(first?.body);
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
  });

  test('an unknown user costs a password check too', async () => {
    const seconds = async (username: string) => {
      const started = process.cpuUsage();
      for (let i = 0; i < 5; i++) await server.post('/api/session', { username, password: 'wrong' });
      const { user, system } = process.cpuUsage(started);
      return (user + system) / 1e6;
    };
    await seconds('admin');
    const [known, unknown] = [await seconds('admin'), await seconds('nobody')];
    expect(unknown).toBeGreaterThan(known / 2);
  });

  test('thirty wrong passwords from one address are enough for five minutes', async () => {
    const attempt = (password: string) => server.post('/api/session', { ...credentials, password });
    await attempt(credentials.password);
    const answers = await Promise.all(Array.from({ length: 30 }, () => attempt('wrong')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    const refused = await attempt(credentials.password);
    expect([refused.status, refused.body.title]).toEqual([429, 'too many attempts']);
  });

  test('signing out ends the session on the server', async () => {
    const page = await server.signIn(credentials.username, credentials.password);
    expect((await page.get('/api/session')).status).toBe(200);
    expect((await page.delete('/api/session')).status).toBe(204);
    expect((await page.get('/api/session')).status).toBe(401);
  });

  test('an expired session and an expired or revoked token are refused', async () => {
    const page = await server.signIn(credentials.username, credentials.password);
    const { token } = await makeAccount(db, { grants: [] });
    await db('tokens').update({ expires_at: db.raw("now() - interval '1 second'") });
    expect((await page.get('/api/session')).status).toBe(401);
    const expired = await server.withToken(token).get('/api/session');
    expect([expired.status, expired.body.title]).toEqual([401, 'wrong token']);
    await db('tokens').update({ expires_at: null, revoked_at: db.fn.now() });
    expect((await server.withToken(token).get('/api/session')).status).toBe(401);
  });

  test('an Authorization header decides and the cookie is ignored', async () => {
    const page = await server.signIn(credentials.username, credentials.password);
    const { username, token } = await makeAccount(db, { grants: [] });
    const both = await page.get('/api/session', undefined, { authorization: `Bearer ${token}` });
    expect(both.body.user.username).toBe(username);
    for (const authorization of ['Bearer wrong', 'Bearer', 'Basic YWRtaW46YQ==', 'nonsense'])
      expect((await page.get('/api/session', undefined, { authorization })).status).toBe(401);
  });

  test('a changing request by cookie comes from our own page', async () => {
    const page = await server.signIn(credentials.username, credentials.password);
    const post = (origin: string) => page.post('/api/tokens', { name: 'x' }, { origin });
    const foreign = await post('https://evil.example');
    expect([foreign.status, foreign.body.title]).toEqual([403, 'foreign origin']);
    expect((await post('null')).status).toBe(403);
    expect((await post(server.url)).status).toBe(201);
    const { token } = await makeAccount(db, { grants: [] });
    const script = await server
      .withToken(token)
      .post('/api/tokens', { name: 'x' }, { origin: 'https://evil.example' });
    expect(script.status).toBe(201);
    const published = await startServer(db, { PUBLIC_URL: 'https://grid.example' });
    const proxied = await published.signIn(credentials.username, credentials.password);
    expect(
      (await proxied.post('/api/tokens', { name: 'x' }, { origin: 'https://grid.example' })).status,
    ).toBe(201);
  });

  test('the own password is changed by whoever knows it, and other sessions end', async () => {
    const page = await server.signIn(credentials.username, credentials.password);
    const other = await server.signIn(credentials.username, credentials.password);
    const change = (current: string, next: string) => page.post('/api/session/password', { current, next });
    const wrong = await change('not it', 'another password');
    expect([wrong.status, wrong.body.errors]).toEqual([422, [{ path: 'current', reason: 'wrong' }]]);
    expect((await change(credentials.password, 'short')).body.errors[0].path).toBe('next');
    expect((await change(credentials.password, 'another password')).status).toBe(204);
    expect((await page.get('/api/session')).status).toBe(200);
    expect((await other.get('/api/session')).status).toBe(401);
    expect((await server.post('/api/session', credentials)).status).toBe(401);
    await server.signIn(credentials.username, 'another password');
  });
});

describe('the set-up link', () => {
  const setUp = async () => {
    server = await startServer(db);
    const deps = { db, config: readConfig({}), log: undefined as never };
    const lines = await ensureAdministrator(deps);
    const [, token = ''] = /\/setup\/(\S+) /.exec(lines(3000).join(' ')) ?? [];
    return token;
  };
  const attempt = (token: string, username: string) =>
    server.post('/api/setup', { token, username, password: 'a good password' });

  test('makes the administrator, signed in, and works once', async () => {
    const token = await setUp();
    expect((await attempt('wrong', 'first')).status).toBe(404);
    const weak = await server.post('/api/setup', { token, username: 'first', password: 'first' });
    expect(weak.status).toBe(422);
    const made = await attempt(token, 'first');
    expect([made.status, made.body.user.username]).toEqual([201, 'first']);
    expect(made.headers.getSetCookie()[0]).toContain('HttpOnly');
    await server.signIn('first', 'a good password');
    const again = await attempt(token, 'second');
    expect([again.status, again.body.title]).toEqual([404, 'setup link spent']);
  });

  test('works for one of several who use it at the same moment', async () => {
    const token = await setUp();
    const answers = await Promise.all(['a1', 'b1', 'c1', 'd1'].map((name) => attempt(token, name)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 404, 404, 404]);
    expect(await db('accounts').count({ count: '*' })).toEqual([{ count: 1 }]);
  });

  test('does not work once it ran out, or an account exists', async () => {
    const token = await setUp();
    await db('tokens').update({ expires_at: db.raw("now() - interval '1 second'") });
    expect((await attempt(token, 'late')).status).toBe(404);
    await db('tokens').update({ expires_at: db.raw("now() + interval '1 hour'") });
    await makeAccount(db, { grants: [] });
    expect((await attempt(token, 'late')).status).toBe(404);
    expect(await db('tokens').where({ kind: 'setup' }).whereNotNull('revoked_at')).toEqual([]);
  });
});
