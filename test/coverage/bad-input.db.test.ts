import { expect, test } from 'vitest';
import { makeAccount } from '../support/accounts.ts';
import type { Client } from '../support/client.ts';
import { testDatabase } from '../support/database.ts';
import {
  makeArea,
  makeCarrier,
  makeCell,
  makeDevice,
  makeDuty,
  makePerson,
  makePlan,
  makeRule,
} from '../support/district.ts';
import { startServer } from '../support/server.ts';
import { gpxFile, gpxType } from '../tracks/gpx-file.ts';
import { deliver, depsOf, fixAt, start, walk } from '../tracks/movement.ts';

const { db } = await testDatabase();
const deps = depsOf(db);
const january = '2026-01-01T00:00:00Z';
/** Cells around where walks begin: one to each side of the meridian of 120 degrees, some 3.6 km wide. */
const [west, east] = [
  [119.95, 48.98, 120, 49.02],
  [120, 48.98, 120.05, 49.02],
] as const;

async function chief(variables: NodeJS.ProcessEnv = {}): Promise<Client> {
  const server = await startServer(db, { RETENTION_MONTHS: '0', ...variables });
  return server.withToken((await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] })).token);
}

async function carried(deviceId: number, from = january, to: string | null = null): Promise<number> {
  const personId = await makePerson(db, { kind: 'officer' });
  await makeCarrier(db, { deviceId, personId, from, to });
  await makeDuty(db, { personId, from: january });
  return personId;
}

const visitedDaily = { kind: 'patrol', requires: { measure: 'visits', atLeast: 1, per: 'day' } } as const;

/** What the three ways to ask say of a local day. */
async function told(client: Client, day: string, next: string) {
  const coverage = await client.get(`/api/coverage?from=${day}&to=${next}`);
  const missed = await client.get(`/api/missed?day=${day}`);
  const gaps = await client.get(`/api/gaps?at=${missed.body.at}`);
  expect([coverage.status, missed.status, gaps.status]).toEqual([200, 200, 200]);
  type Row = { cell?: number; kind: string };
  const kinds = (rows: Row[]) => rows.filter(({ kind }) => /visit|due/.test(kind));
  expect(kinds(missed.body.rows).map(({ kind, cell }) => [kind, cell])).toEqual(
    kinds(gaps.body.gaps).map(({ kind, cell }) => [kind, cell]),
  );
  type Cell = { cell: number; visits: number; dwellSeconds: number; metres: number; status: string };
  const cells = new Map<number, Cell>(coverage.body.cells.map((cell: Cell) => [cell.cell, cell]));
  return { coverage: coverage.body, at: missed.body.at, cells, open: kinds(gaps.body.gaps) };
}

test('of two plans that begin on one day each is judged for its own hours, and neither loses a cell', async () => {
  // 12 May in Shanghai: the second begins at 14:00, when the walk through both is long over.
  const noon = '2026-05-12T06:00:00Z';
  const first = await makePlan(db, { from: '2026-05-11T16:00:00Z', to: noon });
  const second = await makePlan(db, { from: noon });
  const whole = await makeCell(db, { planIds: [first], box: [119.95, 48.98, 120.05, 49.02] });
  const halves = [
    await makeCell(db, { planIds: [second], box: west }),
    await makeCell(db, { planIds: [second], box: east }),
  ];
  await makeRule(db, { ...visitedDaily, from: january });
  const device = await makeDevice(db);
  await carried(device);
  await deliver(deps, device, walk(0, 1_200));
  const client = await chief();
  const { cells, open } = await told(client, '2026-05-12', '2026-05-13');
  expect([...cells.keys()]).toEqual([whole, ...halves]);
  expect(cells.get(whole)).toMatchObject({ visits: 1, dwellSeconds: 1_200, status: 'met' });
  for (const half of halves) expect(cells.get(half)?.visits).toBe(0);
  expect(open.map(({ kind, cell }) => [kind, cell])).toEqual(halves.map((half) => ['never-visited', half]));
  const early = await client.get('/api/gaps?at=2026-05-12T05:00:00Z&kind=never-visited');
  expect(early.body.gaps).toEqual([]);
  const { body: counts } = await client.get('/api/coverage/days?from=2026-05-12&to=2026-05-13');
  expect(counts.days).toMatchObject([{ obligations: 3, met: 1, never: 2 }]);
});

test('a rule for cells that are retired obliges nobody, and is told so where it is made anew', async () => {
  const old = await makePlan(db, { from: january, to: '2026-05-01T00:00:00Z' });
  const plan = await makePlan(db, { from: '2026-05-01T00:00:00Z' });
  const retired = await makeCell(db, { planIds: [old], box: west });
  const current = await makeCell(db, { planIds: [plan], box: east });
  const selects = { cells: [retired] };
  await makeRule(db, { ...visitedDaily, selects, from: january });
  const device = await makeDevice(db);
  await carried(device);
  await deliver(deps, device, walk(0, 600));
  const client = await chief();
  const { cells, open } = await told(client, '2026-05-12', '2026-05-13');
  expect([[...cells.keys()], open]).toEqual([[current], []]);
  // While they were in force it obliged: that does not change.
  const april = await told(client, '2026-04-12', '2026-04-13');
  expect([...april.cells.values()].map(({ cell, status }) => [cell, status])).toEqual([[retired, 'never']]);
  const rule = { name: '旧网格', kind: 'patrol', selects, requires: visitedDaily.requires };
  const again = await client.post('/api/rules', rule);
  expect([again.status, again.body.title]).toEqual([422, 'rule selects nothing']);
});

test('a device is with one person at a time: a second is refused by name, and after a handover each has their own', async () => {
  const plan = await makePlan(db, { from: january });
  const cell = await makeCell(db, { planIds: [plan], box: east });
  const device = await makeDevice(db);
  const handover = new Date(start + 600_000).toISOString();
  const first = await carried(device);
  const second = await makePerson(db, { kind: 'officer' });
  await makeDuty(db, { personId: second, from: january });
  const client = await chief();
  const carriers = `/api/devices/${device}/carriers`;
  const refused = await client.post(carriers, { personId: second, from: handover });
  const { name } = await db('people').where({ id: first }).first('name');
  expect([refused.status, refused.body.title, refused.body.detail]).toEqual([
    409,
    'device carried',
    expect.stringContaining(name),
  ]);
  await expect(makeCarrier(db, { deviceId: device, personId: second, from: handover })).rejects.toThrow(
    'device_carriers_once',
  );
  await deliver(deps, device, walk(0, 1_200));
  const before = await told(client, '2026-05-12', '2026-05-13');
  expect(before.cells.get(cell)).toMatchObject({ visits: 1, dwellSeconds: 1_200 });
  // What was already uploaded is the second one's from the handover on.
  const { body } = await client.get(carriers);
  await client.patch(`${carriers}/${body.carriers[0].id}`, { to: handover });
  expect((await client.post(carriers, { personId: second, from: handover })).status).toBe(201);
  const { cells } = await told(client, '2026-05-12', '2026-05-13');
  expect(cells.get(cell)?.visits).toBe(2);
  const { body: detail } = await client.get(`/api/cells/${cell}?from=2026-05-12&to=2026-05-13`);
  expect(detail.visits.map(({ person }: { person: { id: number } }) => person.id).sort()).toEqual([
    first,
    second,
  ]);
  expect(detail.presence).toMatchObject({ people: 2 });
});

test('a track over midnight is there on both days, each for its own part', async () => {
  const plan = await makePlan(db, { from: january });
  const cell = await makeCell(db, { planIds: [plan], box: east });
  await makeRule(db, { ...visitedDaily, from: january });
  const device = await makeDevice(db);
  await carried(device);
  const midnight = (Date.parse('2026-05-12T16:00:00Z') - start) / 1000;
  await deliver(deps, device, walk(midnight - 400, midnight + 600, { metresPerSecond: 1 }));
  const client = await chief();
  const [before, first, second, after] = [
    await told(client, '2026-05-11', '2026-05-12'),
    await told(client, '2026-05-12', '2026-05-13'),
    await told(client, '2026-05-13', '2026-05-14'),
    await told(client, '2026-05-14', '2026-05-15'),
  ];
  expect(before.cells.get(cell)).toMatchObject({ visits: 0, status: 'never' });
  expect(first.cells.get(cell)).toMatchObject({ visits: 1, dwellSeconds: 400, status: 'met' });
  expect(second.cells.get(cell)).toMatchObject({ visits: 1, dwellSeconds: 600, status: 'met' });
  expect(after.cells.get(cell)).toMatchObject({ visits: 0, dwellSeconds: 0, status: 'unmet' });
  expect([first.open, second.open]).toEqual([[], []]);
  const both = await client.get('/api/coverage?from=2026-05-12&to=2026-05-14');
  const [whole] = both.body.cells;
  expect(whole).toMatchObject({ visits: 1, dwellSeconds: 1_000 });
  const parts = [first, second].map(({ cells }) => cells.get(cell)?.metres ?? 0);
  expect(Math.abs(parts.reduce((sum, metres) => sum + metres, 0) - whole.metres)).toBeLessThan(0.2);
});

test('the day on which a foreign zone puts its clocks back has 25 hours, and its doubled hour counts twice', async () => {
  const client = await chief({ TIME_ZONE: 'Europe/Berlin' });
  const box = [13.4, 52.5, 13.42, 52.52] as const;
  const plan = await makePlan(db, { from: '2025-01-01T00:00:00Z' });
  const cell = await makeCell(db, { planIds: [plan], box });
  const from = '2025-01-01T00:00:00Z';
  await makeRule(db, { ...visitedDaily, from });
  // From 2:00 to 3:00 somebody shall be there: on that night two hours of them.
  const hours = [{ days: [7], from: '02:00', to: '03:00' }];
  const requires = { measure: 'presence', share: 0.9, of: 'time', per: 'day', holeMinutes: 5, hours };
  await makeRule(db, { kind: 'patrol', requires, from });
  const device = await makeDevice(db);
  const personId = await makePerson(db);
  await makeCarrier(db, { deviceId: device, personId, from });
  await makeDuty(db, { personId, from });
  // From 1:30 in summer time over both hours of two o'clock until 3:30 in winter time: three hours.
  const begin = Date.parse('2025-10-25T23:30:00Z');
  const fixes = Array.from({ length: 3 * 180 + 1 }, (_, index) => ({
    recordedAt: begin + index * 20_000,
    lon: 13.41 + (index % 2) * 0.0001,
    lat: 52.51,
  }));
  const { body: receipt } = await client.post(`/api/tracks?device=${device}`, gpxFile(fixes), gpxType);
  expect(receipt).toMatchObject({ stored: fixes.length, flagged: [] });
  const { coverage, at, cells, open } = await told(client, '2025-10-26', '2025-10-27');
  expect([coverage.from, coverage.to, at]).toEqual([
    '2025-10-25T22:00:00.000Z',
    '2025-10-26T23:00:00.000Z',
    '2025-10-26T23:00:00.000Z',
  ]);
  expect(cells.get(cell)).toMatchObject({ visits: 1, dwellSeconds: 3 * 3_600, status: 'met' });
  expect(open).toEqual([]);
  const { body: detail } = await client.get(`/api/cells/${cell}?from=2025-10-26&to=2025-10-27`);
  const [, manned] = detail.judgements;
  expect(manned).toMatchObject({ measure: 'presence', state: 'met' });
  expect(manned.counted).toMatchObject({ orderedMs: 7_200_000, mannedMs: 7_200_000 });
  const { body: counts } = await client.get('/api/coverage/days?from=2025-10-25&to=2025-10-28');
  expect(counts.days).toMatchObject([
    { day: '2025-10-25', never: 1 },
    { day: '2025-10-26', met: 1 },
    { day: '2025-10-27', unmet: 1 },
  ]);
});

test('a walk over the antimeridian is one way on both sides of it', async () => {
  const plan = await makePlan(db, { from: january });
  const [before, beyond] = [
    await makeCell(db, { planIds: [plan], box: [179.99, 65, 180, 65.005] }),
    await makeCell(db, { planIds: [plan], box: [-180, 65, -179.99, 65.005] }),
  ];
  await makeRule(db, { ...visitedDaily, from: january });
  const device = await makeDevice(db);
  await carried(device);
  // 0.00003 degrees every ten seconds are some 1.4 m; the step over the line has no length round the globe.
  const fixes = Array.from({ length: 81 }, (_, index) => {
    const lon = 179.9888 + (index * 28) / 100_000 + 0.00007;
    return fixAt(index * 10, 0, 0, { lon: lon > 180 ? lon - 360 : lon, lat: 65.0025 });
  });
  const receipt = await deliver(deps, device, fixes);
  expect(receipt).toMatchObject({ flagged: [] });
  const client = await chief();
  const { coverage, cells, open } = await told(client, '2026-05-12', '2026-05-13');
  expect(open).toEqual([]);
  const both = [before, beyond].map((cell) => cells.get(cell));
  for (const cell of both) {
    expect(cell).toMatchObject({ visits: 1, status: 'met' });
    expect(Math.abs((cell?.dwellSeconds ?? 0) - 360)).toBeLessThan(40);
    expect(Math.abs((cell?.metres ?? 0) - 470)).toBeLessThan(60);
  }
  const swept = coverage.cells.map(({ sweptShare }: { sweptShare: number }) => sweptShare);
  expect(Math.abs(swept[0] - swept[1])).toBeLessThan(0.015);
  expect(swept[0]).toBeGreaterThan(0.05);
  const near = await client.get('/api/gaps?at=2026-05-20&bbox=179.9,64.9,180,65.1');
  expect(near.body.gaps.map(({ cell }: { cell: number }) => cell)).toContain(before);
});

test('a hundred viewers who ask at once are all answered, and the same', async () => {
  await makeArea(db, { kind: 'station', name: '东派出所', box: [119, 48, 121, 50] });
  const plan = await makePlan(db, { from: january });
  for (const box of [west, east]) await makeCell(db, { planIds: [plan], box });
  await makeRule(db, { ...visitedDaily, from: january });
  const device = await makeDevice(db);
  await carried(device);
  await deliver(deps, device, walk(0, 600));
  const server = await startServer(db, { RETENTION_MONTHS: '0' });
  const grants = [{ role: 'viewer', areaId: null }] as const;
  const accounts = await Promise.all(Array.from({ length: 10 }, () => makeAccount(db, { grants })));
  const viewers = accounts.flatMap(({ token }) => Array.from({ length: 10 }, () => server.withToken(token)));
  const paths = [
    '/api/coverage?from=2026-05-12&to=2026-05-13',
    '/api/missed?day=2026-05-12',
    '/api/gaps?at=2026-05-13',
  ];
  for (const path of paths) {
    const answers = await Promise.all(viewers.map((viewer) => viewer.get(path)));
    const said = new Set(
      answers.map(({ status, body: { asOf: _asOf, ...rest } }) => JSON.stringify([status, rest])),
    );
    expect([path, said.size, answers[0]?.status]).toEqual([path, 1, 200]);
  }
}, 60_000);
