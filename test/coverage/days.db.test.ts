import { expect, test } from 'vitest';
import { makeAccount } from '../support/accounts.ts';
import { testDatabase } from '../support/database.ts';
import {
  makeArea,
  makeAssignment,
  makeCarrier,
  makeCell,
  makeDevice,
  makeDuty,
  makePerson,
  makePlan,
  makeRule,
  makeVisit,
} from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();

type Client = Awaited<ReturnType<typeof signedIn>>;

async function signedIn() {
  const server = await startServer(db);
  return server.withToken((await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] })).token);
}

/** Four cells under rules of each kind, two of which began in between, visited now and then in March. */
async function march() {
  const village = await makeArea(db, { kind: 'village', box: [119, 48, 120, 49] });
  const plan = await makePlan(db, { from: '2026-01-01T00:00:00Z' });
  const cells: number[] = [];
  for (const [index, code] of ['甲', '乙', '丙', '丁'].entries()) {
    const west = 119.1 + index / 10;
    cells.push(
      await makeCell(db, {
        planIds: [plan],
        box: [west, 48.1, west + 0.1, 48.2],
        ownerAreaId: village,
        code,
        usage: index === 0 ? 'school' : 'residential',
      }),
    );
  }
  const [school = 0, second = 0, third = 0] = cells;
  await makeRule(db, {
    kind: 'patrol',
    requires: { measure: 'visits', atLeast: 2, per: 'week' },
    selects: { cellUsage: 'school' },
    from: '2026-01-01',
  });
  await makeRule(db, {
    kind: 'patrol',
    requires: { measure: 'revisit', everyHours: 60 },
    selects: { cellUsage: 'residential' },
    from: '2026-03-05',
  });
  // It goes back further than those before it.
  await makeRule(db, {
    kind: 'patrol',
    requires: { measure: 'revisit', everyHours: 1_000, minMinutes: 20 },
    selects: { cells: [second] },
    from: '2026-03-09',
  });
  await makeRule(db, { kind: 'staffing', requires: { atLeast: 1, kind: 'officer' }, from: '2026-03-12' });
  const officer = await makePerson(db, { kind: 'officer' });
  for (const cellId of [school, second])
    await makeAssignment(db, {
      personId: officer,
      cellId,
      from: '2026-03-01T00:00:00Z',
      to: '2026-03-14T04:00:00Z',
    });
  const device = await makeDevice(db);
  await makeCarrier(db, { deviceId: device, personId: officer, from: '2026-01-01T00:00:00Z' });
  // A duty from which nothing was heard.
  await makeDuty(db, { personId: officer, from: '2026-03-13T00:00:00Z', to: '2026-03-13T06:00:00Z' });
  const visit = (cellId: number, from: string, minutes: number) =>
    makeVisit(db, {
      deviceId: device,
      cellId,
      personId: officer,
      from,
      to: new Date(Date.parse(from) + minutes * 60_000).toISOString(),
      metres: 100,
    });
  await visit(second, '2026-01-20T02:00:00Z', 30);
  // Across a local midnight.
  await visit(school, '2026-03-02T15:50:00Z', 25);
  await visit(school, '2026-03-04T02:00:00Z', 5);
  await visit(third, '2026-03-06T03:00:00Z', 10);
  await visit(second, '2026-03-07T03:00:00Z', 10);
  await visit(third, '2026-03-10T03:00:00Z', 10);
  return { plan, cells, device, officer, visit };
}

const periodOfDays = (days: number) => `from=2026-03-01&to=2026-03-${String(1 + days).padStart(2, '0')}`;

/** What `GET /api/coverage` says of each day alone, counted here. */
async function countedDayByDay(client: Client, plan: number, days: number) {
  const counted = [];
  for (let day = 1; day <= days; day++) {
    const date = (of: number) => `2026-03-${String(of).padStart(2, '0')}`;
    const { body } = await client.get(`/api/coverage?plan=${plan}&from=${date(day)}&to=${date(day + 1)}`);
    const states: string[] = body.cells.map(({ status }: { status: string }) => status);
    const count = (...wanted: string[]) => states.filter((status) => wanted.includes(status)).length;
    counted.push({
      day: date(day),
      obligations: states.length - count('excluded'),
      met: count('met'),
      late: count('late'),
      unmet: count('unmet', 'never'),
      never: count('never'),
      noData: count('no-data'),
    });
  }
  return counted;
}

test('counts for every local day what the coverage says of that day alone', async () => {
  const { plan } = await march();
  const client = await signedIn();
  const expected = await countedDayByDay(client, plan, 16);
  const { body } = await client.get(`/api/coverage/days?plan=${plan}&${periodOfDays(16)}`);
  expect(body.days).toEqual(expected);
  const states = new Set(
    expected.flatMap(({ met, late, unmet, noData }) => [
      met && 'met',
      late && 'late',
      unmet && 'unmet',
      noData && 'no data',
    ]),
  );
  expect(states).toEqual(new Set([0, 'met', 'late', 'unmet', 'no data']));
});

test('counts the same on a draft, whose visits are found in the fixes', async () => {
  await march();
  const draft = await makePlan(db, {});
  await makeCell(db, { planIds: [draft], box: [119.1, 48.1, 119.2, 48.2] });
  const client = await signedIn();
  const { body } = await client.get(`/api/coverage/days?plan=${draft}&${periodOfDays(3)}`);
  expect(body.days).toEqual(await countedDayByDay(client, draft, 3));
});

test('counts again what a late visit, a duty or an assignment changes, and nothing else', async () => {
  const { plan, cells, officer, visit } = await march();
  const client = await signedIn();
  const ask = async () => (await client.get(`/api/coverage/days?plan=${plan}&${periodOfDays(16)}`)).body.days;
  const before = await ask();
  await visit(cells[3] ?? 0, '2026-03-09T03:00:00Z', 30);
  const visited = await ask();
  expect(visited.slice(0, 8)).toEqual(before.slice(0, 8));
  expect(visited).not.toEqual(before);
  expect(visited).toEqual(await countedDayByDay(client, plan, 16));
  await makeAssignment(db, { personId: officer, cellId: cells[3] ?? 0, from: '2026-03-01T00:00:00Z' });
  await makeDuty(db, { personId: officer, from: '2026-03-03T00:00:00Z', to: '2026-03-03T06:00:00Z' });
  expect(await ask()).toEqual(await countedDayByDay(client, plan, 16));
});

test('says nothing of days to come, and refuses a reversed, an empty and an endless period', async () => {
  const { plan } = await march();
  const client = await signedIn();
  const ask = (query: string) => client.get(`/api/coverage/days?plan=${plan}&${query}`);
  const future = await ask('from=2999-01-01&to=2999-01-02');
  expect(future.body.days).toEqual([
    { day: '2999-01-01', obligations: 0, met: 0, late: 0, unmet: 0, never: 0, noData: 0 },
  ]);
  expect((await ask('from=2026-03-02&to=2026-03-01')).body.type).toMatch(/wrong-period$/);
  expect((await ask('from=2026-03-02&to=2026-03-02')).body.type).toMatch(/wrong-period$/);
  const endless = await ask('from=0001-01-01&to=9999-12-31');
  expect([endless.status, endless.body.type]).toEqual([422, expect.stringMatching(/too-many-days$/)]);
});

test('says which cells lie in which station or township, of those that the caller covers', async () => {
  const township = await makeArea(db, { kind: 'township', box: [119, 48, 120, 49] });
  const west = await makeArea(db, { kind: 'station', box: [119, 48, 119.5, 49] });
  const east = await makeArea(db, { kind: 'station', box: [119.5, 48, 120, 49] });
  const village = await makeArea(db, { kind: 'village', box: [119.4, 48, 119.6, 49], parentId: township });
  const plan = await makePlan(db, { from: '2026-01-01T00:00:00Z' });
  const cellAt = (lon: number) =>
    makeCell(db, { planIds: [plan], box: [lon, 48.1, lon + 0.05, 48.2], ownerAreaId: village });
  const [first, second] = [await cellAt(119.42), await cellAt(119.52)];
  const everybody = await signedIn();
  expect((await everybody.get(`/api/coverage/areas?plan=${plan}`)).body.areas).toEqual([
    { area: township, kind: 'township', cells: [first, second] },
    { area: west, kind: 'station', cells: [first] },
    { area: east, kind: 'station', cells: [second] },
  ]);
  const server = await startServer(db);
  const { token } = await makeAccount(db, { grants: [{ role: 'viewer', areaId: east }] });
  const { body } = await server.withToken(token).get(`/api/coverage/areas?plan=${plan}`);
  expect(body.areas).toEqual([{ area: east, kind: 'station', cells: [second] }]);
});
