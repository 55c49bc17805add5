import fc from 'fast-check';
import pino from 'pino';
import { expect, test } from 'vitest';
import { everywhere } from '../../server/access/scope.ts';
import { readConfig } from '../../server/config.ts';
import { ChangedCells } from '../../server/coverage/changed-cells.ts';
import { countDays } from '../../server/coverage/days.ts';
import { coverageOf } from '../../server/coverage/report.ts';
import { statuses } from '../../server/coverage/status.ts';
import { openDatabase } from '../../server/database/open.ts';
import { raiseRevision, raiseStaffRevision } from '../../server/database/revision.ts';
import { obligationsOf } from '../../server/obligations/held.ts';
import { ingest } from '../../server/tracks/ingest.ts';
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
  makePoint,
  makeRule,
  makeVisit,
} from '../support/district.ts';

const { db, connection } = await testDatabase();
const timeZone = 'Asia/Shanghai';
const from = '2026-02-20T00:00:00Z';
const start = Date.parse('2026-03-02T00:00:00Z');
const hour = 3_600_000;
const now = start + 96 * hour;
const period = [start - 24 * hour, now] as const;
const viewer = { scope: everywhere, planScope: everywhere, peopleScope: everywhere };
const [across, up] = [5, 4];
const hours = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '06:00', to: '22:00' }];

/** By measure and by whom, each for cells of its own: the worst of several would hide what becomes of the others. */
const obligations = [
  { measure: 'visits', atLeast: 1, per: 'day', minMinutes: 1 },
  { measure: 'revisit', everyHours: 60, minMinutes: 0 },
  { measure: 'sweep', share: 0.1, widthMetres: 50, days: 3 },
  { measure: 'points', share: 0.3, minMinutes: 0, days: 2 },
  { measure: 'visits', atLeast: 1, per: 'week', minMinutes: 0, kind: 'officer' },
  { measure: 'revisit', everyHours: 40, hours },
  { measure: 'sweep', share: 0.1, widthMetres: 50, per: 'day' },
  { measure: 'points', share: 0.3, minMinutes: 0, days: 2 },
  { measure: 'presence', share: 0.01, windowShare: 0.5, per: 'day', hours },
  { measure: 'visits', atLeast: 1, per: 'week', minMinutes: 0, role: 'leader' },
];

async function district() {
  const planId = await makePlan(db, { from });
  const cells: number[] = [];
  for (let x = 0; x < across; x++)
    for (let y = 0; y < up; y++) {
      const [west, south] = [119 + x * 0.003, 48 + y * 0.002];
      const box = [west, south, west + 0.003, south + 0.002] as const;
      cells.push(await makeCell(db, { planIds: [planId], box, usage: 'residential' }));
      if ((x + y) % 4 === 0) await makePoint(db, { at: [west + 0.0005, south + 0.0005], from });
    }
  const devices: number[] = [];
  const people: number[] = [];
  for (const places of [cells.slice(0, 12), cells.slice(8, 18)]) {
    const [deviceId, personId] = [await makeDevice(db), await makePerson(db)];
    await makeCarrier(db, { deviceId, personId, from });
    await makeDuty(db, { personId, from: '2026-03-01T00:00:00Z', to: '2026-03-05T00:00:00Z' });
    for (const cellId of places) await makeAssignment(db, { personId, cellId, from });
    devices.push(deviceId);
    people.push(personId);
  }
  const rules: number[] = [];
  for (const [place, requires] of obligations.entries()) {
    const own = cells.filter((_, index) => index % obligations.length === place);
    rules.push(await makeRule(db, { kind: 'patrol', selects: { cells: own }, requires, from }));
  }
  return { planId, cells, devices, people, rules };
}

const anyWalk = fc.record({
  what: fc.constant('walk' as const),
  device: fc.nat({ max: 1 }),
  begin: fc.integer({ min: -40, max: 84 }),
  at: fc.tuple(fc.nat({ max: across - 1 }), fc.nat({ max: up - 1 })),
  steps: fc.array(
    fc.tuple(
      fc.integer({ min: -30, max: 60 }),
      fc.integer({ min: -30, max: 30 }),
      fc.constantFrom(20, 45, 200),
    ),
    { minLength: 3, maxLength: 30 },
  ),
});
type District = Awaited<ReturnType<typeof district>>;

/** What else figures depend on, each changed somehow by a number. */
const changes = {
  assigned: async ({ cells }: District, n: number) => {
    await makeAssignment(db, { personId: await makePerson(db), cellId: cells[n % cells.length] ?? 0, from });
  },
  newPoint: async (_: District, n: number) => {
    // In a cell whose points are to be visited.
    const place = [3, 7, 13, 17][n % 4] ?? 0;
    const [x, y] = [Math.floor(place / up), place % up];
    await makePoint(db, { at: [119.001 + x * 0.003, 48.001 + y * 0.002], from });
  },
  endedPoint: async (_: District, n: number) => {
    await db.raw(
      `update point_versions set period = tstzrange(lower(period), '2026-03-03T00:00:00Z')
       where id = (select id from point_versions order by id offset :n limit 1)`,
      { n: n % 10 },
    );
    await raiseRevision(db, 'points');
  },
  duty: async ({ people }: District, n: number) => {
    const to = new Date(start + (n % 60) * hour);
    await db('duties')
      .where({ person_id: people[n % 2] ?? 0 })
      .update({ period: db.raw('tstzrange(lower(period), ?)', [to]) });
  },
  kind: async ({ people }: District, n: number) => {
    const id = people[n % 2] ?? 0;
    await db('people')
      .where({ id })
      .update({ kind: n % 3 === 0 ? 'volunteer' : 'officer' });
    await raiseStaffRevision(db, [id]);
  },
  leader: async ({ people }: District, n: number) => {
    const areaId = await makeArea(db, { kind: 'village', box: [119, 48, 119.01, 48.01] });
    await makeAssignment(db, { personId: people[n % 2] ?? 0, areaId, role: 'leader', from });
  },
  endedRule: async ({ rules }: District, n: number) => {
    const to = n % 2 === 0 ? null : '2026-03-04T00:00:00Z';
    await db('rules')
      .where({ id: rules[n % rules.length] ?? 0 })
      .update({ period: db.raw('tstzrange(lower(period), ?)', [to]) });
  },
  usage: async ({ planId, cells }: District, n: number) => {
    await db('plan_cells')
      .where({ cell_id: cells[n % cells.length] ?? 0 })
      .update({ usage: n % 2 === 0 ? 'pasture' : 'residential' });
    await db('plans').where({ id: planId }).increment('revision', 1);
    await raiseRevision(db, 'cells');
  },
};
const anyChange = fc.record({
  what: fc.constantFrom(...(Object.keys(changes) as (keyof typeof changes)[])),
  n: fc.nat({ max: 1_000 }),
});
const anyStep = fc.oneof({ weight: 3, arbitrary: anyWalk }, { weight: 2, arbitrary: anyChange });

const deps = { db, config: readConfig({ RETENTION_MONTHS: '0' }), log: pino({ level: 'silent' }) };

function send(
  deviceId: number,
  { begin, at: [x, y], steps }: typeof anyWalk extends fc.Arbitrary<infer W> ? W : never,
) {
  let [lon, lat, recordedAt] = [119.0015 + x * 0.003, 48.001 + y * 0.002, start + begin * hour];
  const fixes = steps.map(([east, north, seconds], index) => {
    lon += east / 74_000;
    lat += north / 111_000;
    recordedAt += seconds * 1000;
    return { index, recordedAt, lon, lat };
  });
  return ingest(deps, {
    deviceId,
    protocol: 'test',
    isLive: false,
    receivedAt: now,
    decoded: { fixes, refused: [] },
  });
}

/** All columns of the period, and how its days count. */
async function figures(knex: typeof db) {
  const { columns, pending } = await coverageOf(knex, viewer, { planId: null, period, now, timeZone });
  const { days } = await countDays(knex, viewer, { planId: null, period, now, timeZone });
  expect(pending).toBe(false);
  const { cells, ...rest } = columns;
  return { cells: cells.map(({ id }) => id), rest, days };
}

test('after whatever came in whatever order, figures that are held are those of one who holds nothing', async () => {
  const ground = await district();
  const [states, found] = [new Set<string>(), new Set<string>()];
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 2, maxLength: 5 }), async (steps) => {
      for (const step of steps) {
        if (step.what === 'walk') await send(ground.devices[step.device] ?? 0, step);
        else await changes[step.what](ground, step.n);
        const held = await figures(db);
        const fresh = openDatabase(connection, 3);
        try {
          expect(held).toEqual(await figures(fresh));
        } finally {
          await fresh.destroy();
        }
        states.add(String(held.rest.status));
        for (const status of held.rest.status) found.add(statuses[status] ?? '');
      }
    }),
    { numRuns: 14 },
  );
  // Something came of the walks.
  expect(states.size).toBeGreaterThan(6);
  expect(found.size).toBeGreaterThan(2);
});

test('somebody who becomes another while a report is made counts as what they are from the next one on', async () => {
  const planId = await makePlan(db, { from });
  const cellId = await makeCell(db, { planIds: [planId], box: [119, 48, 119.003, 48.002], code: 'A' });
  for (let x = 1; x < 8; x++)
    await makeCell(db, { planIds: [planId], box: [119 + x * 0.003, 48, 119.003 + x * 0.003, 48.002] });
  const [deviceId, personId] = [await makeDevice(db), await makePerson(db)];
  for (const day of ['01', '02', '03', '04', '05'])
    await makeVisit(db, {
      ...{ deviceId, personId, cellId },
      ...{ from: `2026-03-${day}T01:00:00Z`, to: `2026-03-${day}T02:00:00Z` },
    });
  const requires = { measure: 'visits', atLeast: 1, per: 'day', minMinutes: 0, kind: 'officer' };
  await makeRule(db, { kind: 'patrol', requires, from });
  // The staff is looked at one after the other: this look holds up the report's, which has read who counts by then.
  let goOn = (_reason: Error) => {};
  const held = new Promise<never>((_, reject) => {
    goOn = reject;
  });
  const waiting = { raw: () => held } as unknown as typeof db;
  const inTheWay = obligationsOf(db, timeZone).look(waiting, [], () => undefined);
  const hasRead = new Promise<void>((resolve) => {
    db.on('query-response', (_rows, { sql }) => sql.includes('from people where kind') && resolve());
  });
  const meanwhile = figures(db);
  await hasRead;
  await db('people').where({ id: personId }).update({ kind: 'officer' });
  await raiseStaffRevision(db, [personId]);
  goOn(new Error('not looked at'));
  await expect(inTheWay).rejects.toThrow('not looked at');
  await meanwhile;
  const fresh = openDatabase(connection, 3);
  try {
    const { rest } = await figures(fresh);
    expect(statuses[rest.status[0] ?? -1]).toBe('met');
    expect((await figures(db)).rest).toEqual(rest);
  } finally {
    await fresh.destroy();
  }
});

test('changes of cells are told since any moment that is remembered, and of one before that nothing is', () => {
  const changes = new ChangedCells();
  const first = changes.now();
  changes.note([1, 2]);
  const second = changes.now();
  changes.note([2, 3]);
  const third = changes.now();
  expect([...(third.cellsSince(first) ?? [])].sort()).toEqual([1, 2, 3]);
  expect([...(third.cellsSince(second) ?? [])].sort()).toEqual([2, 3]);
  expect(third.cellsSince(third)?.size).toBe(0);
  changes.forget();
  const fourth = changes.now();
  expect(fourth.cellsSince(third)).toBeUndefined();
  changes.note(Array.from({ length: 20_001 }, (_, index) => index));
  expect(changes.now().cellsSince(fourth)).toBeUndefined();
  expect(changes.now().cellsSince(changes.now())?.size).toBe(0);
});
