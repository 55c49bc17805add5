import pino from 'pino';
import { expect, test } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { DEMO_RULES } from '../../server/demo/rules.ts';
import { prepareDemonstration } from '../../server/demo/start.ts';
import { beginDemonstration } from '../../server/demo/store.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea } from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();
const depsWith = (environment: NodeJS.ProcessEnv = {}) => ({
  db,
  config: readConfig(environment),
  log: pino({ level: 'silent' }),
});
const counted = async (table: string) => Number((await db(table).count({ rows: '*' }))[0]?.['rows']);

test('an empty database becomes the demonstration district, once, and opens on gaps of several kinds', async () => {
  const environment = { DEMO: '1', ADMIN_PASSWORD: 'chosen by the operator' };
  const told = await prepareDemonstration(depsWith(environment), { embedded: true, wanted: true });
  expect(told.at(-1)).toBe('User admin was created with the password in ADMIN_PASSWORD.');
  const accounts = told.slice(1, -1).map((line) => line.trim().split(/\s+/));
  expect(accounts.map(([username]) => username)).toEqual([
    'demo-admin',
    'demo-planner',
    'demo-chief',
    'demo-station',
    'demo-officer',
    'demo-volunteer',
    'demo-viewer',
  ]);
  expect({
    areas: await counted('areas'),
    teams: await counted('teams'),
    members: await counted('team_members'),
    devices: await counted('devices'),
    published: await counted('plans'),
  }).toEqual({ areas: 96, teams: 22, members: 395, devices: 47, published: 1 });
  expect(await counted('fixes')).toBeGreaterThan(50_000);
  expect(await counted('off_duty_counts')).toBeGreaterThan(0);
  const client = await startServer(db);
  const [chiefName = '', chiefPassword = ''] = accounts.find(([username]) => username === 'demo-chief') ?? [];
  const chief = await client.signIn(chiefName, chiefPassword);

  await client.signIn('admin', environment.ADMIN_PASSWORD);

  const { body: gaps } = await chief.get('/api/gaps?limit=1000');
  const kinds = new Set(gaps.gaps.map(({ kind }: { kind: string }) => kind));
  for (const kind of ['unassigned-land', 'no-officer', 'short-staffed', 'never-visited', 'overdue'])
    expect(kinds).toContain(kind);

  // Teams are as old as the assignments: a week ago schools and forests were not without their volunteers.
  const weekAgo = new Date(Date.now() - 7 * 86_400_000).toISOString();
  const { body: then } = await chief.get(`/api/shortfalls?at=${weekAgo}`);
  type Judged = { name: string | null; short: number; judged: number };
  for (const name of ['上下学护校', '每个林场至少四名护林义警']) {
    const rule: Judged | undefined = then.rules.find((one: Judged) => one.name === name);
    expect(rule?.short).toBeLessThan((rule?.judged ?? 0) / 2);
  }
  const { body: campus } = await chief.get('/api/teams?kind=campus');
  expect(campus.teams.some(({ cells }: { cells: number[] }) => cells.length > 0)).toBe(true);

  const from = new Date(Date.now() - 7 * 86_400_000).toISOString();
  const week = `from=${from}&to=${new Date().toISOString()}`;
  const { body: lines } = await chief.get(`/api/tracks/lines?${week}&limit=1000`);
  const teams = new Set(
    lines.tracks.flatMap((track: { teams: { name: string }[] }) => track.teams.map(({ name }) => name)),
  );
  expect(teams.size).toBeGreaterThan(5);
  const { body: coverage } = await chief.get(`/api/coverage?${week}`);
  const statuses: string[] = coverage.cells.map(({ status }: { status: string }) => status);
  const share = (status: string) => statuses.filter((one) => one === status).length / statuses.length;
  expect(statuses.length).toBeGreaterThan(1_500);
  expect(statuses.length).toBeLessThan(2_500);
  expect(share('met')).toBeGreaterThan(0.4);
  expect(share('met')).toBeLessThan(0.9);
  expect(share('never')).toBeGreaterThan(0.01);

  const { body: inForce } = await chief.get('/api/rules');
  let [met, selected] = [0, 0];
  for (const { name, kind, selects, requires } of inForce.rules) {
    if (kind !== 'staffing') continue;
    const { body: found } = await chief.post('/api/rules/preview', { name, kind, selects, requires });
    expect([name, found.selected > 0, found.met / found.selected >= 0.6]).toEqual([name, true, true]);
    met += found.met;
    selected += found.selected;
  }
  expect(inForce.rules).toHaveLength(DEMO_RULES.length);
  expect(met / selected).toBeGreaterThan(0.8);
  expect(met / selected).toBeLessThan(0.97);

  expect(await prepareDemonstration(depsWith(), { embedded: true, wanted: true })).toHaveLength(1);
  expect(await counted('areas')).toBe(96);
  expect((await client.get('/api/info')).body.demo).toBe(true);
}, 300_000);

test('a load that was cut short is discarded at the next start of the embedded database', async () => {
  await beginDemonstration(db);
  await makeArea(db, { kind: 'district', box: [119, 48, 120, 49] });
  expect(await prepareDemonstration(depsWith(), { embedded: true, wanted: false })).toEqual([]);
  expect({ areas: await counted('areas'), marks: await counted('demonstrations') }).toEqual({
    areas: 0,
    marks: 0,
  });
});

test('on a shared server an unfinished load may be somebody else’s, and stops the start', async () => {
  await beginDemonstration(db);
  await makeArea(db, { kind: 'district', box: [119, 48, 120, 49] });
  await expect(prepareDemonstration(depsWith(), { embedded: false, wanted: true })).rejects.toThrow(
    /not finished/,
  );
  expect(await counted('areas')).toBe(1);
});

test('a database in use is left as it is, and whoever asked for the demonstration is told', async () => {
  await makeArea(db, { kind: 'district', box: [119, 48, 120, 49] });
  expect(await prepareDemonstration(depsWith(), { embedded: true, wanted: true })).toEqual([]);
  expect(await prepareDemonstration(depsWith({ DEMO: '1' }), { embedded: true, wanted: true })).toEqual([
    'DEMO=1 loads the demonstration into an empty database only; this one is in use.',
  ]);
  expect(await counted('demonstrations')).toBe(0);
});

test('the demonstration is neither loaded nor served beyond this machine', async () => {
  const beyond = depsWith({ HOST: '0.0.0.0', DEMO: '1' });
  await expect(prepareDemonstration(beyond, { embedded: true, wanted: true })).rejects.toThrow(
    /HOST=127.0.0.1/,
  );
  await db('demonstrations').insert({ finished_at: db.fn.now() });
  await expect(prepareDemonstration(beyond, { embedded: true, wanted: false })).rejects.toThrow(
    /HOST is 0.0.0.0/,
  );
});
