import fc from 'fast-check';
import type { Knex } from 'knex';
import { expect, test } from 'vitest';
import { makeAccount } from '../support/accounts.ts';
import { testDatabase } from '../support/database.ts';
import {
  countVisitDays,
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

type Row = { cell: number; status: string; visits: number; dwellSeconds: number; [field: string]: unknown };

async function signedIn(role: 'chief' | 'viewer' | 'planner' = 'chief', areaId: number | null = null) {
  const server = await startServer(db);
  return server.withToken((await makeAccount(db, { grants: [{ role, areaId }] })).token);
}

/** Two cells of a village, in a plan in force all this year. */
async function village(from = '2026-01-01T00:00:00Z') {
  const areaId = await makeArea(db, { kind: 'village', box: [119, 48, 120, 49] });
  const planId = await makePlan(db, { from });
  const planIds = [planId];
  const first = await makeCell(db, {
    planIds,
    box: [119.1, 48.1, 119.2, 48.2],
    ownerAreaId: areaId,
    code: 'A1',
  });
  const second = await makeCell(db, {
    planIds,
    box: [119.2, 48.1, 119.3, 48.2],
    ownerAreaId: areaId,
    code: 'A2',
  });
  return { areaId, planId, first, second };
}

async function rowsOf(query: string): Promise<Row[]> {
  const answer = await (await signedIn()).get(`/api/coverage?${query}`);
  expect([answer.status, answer.body.title]).toEqual([200, undefined]);
  return answer.body.cells;
}

const march = 'from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z';

test('every cell has a row, and a cell that nobody visited says so', async () => {
  const { planId, first, second } = await village();
  const officer = await makePerson(db, { kind: 'officer' });
  await makeAssignment(db, { personId: officer, cellId: first, from: '2026-03-10T00:00:00Z' });
  const deviceId = await makeDevice(db);
  await makeVisit(db, {
    deviceId,
    cellId: first,
    personId: officer,
    from: '2026-03-10T08:00:00Z',
    to: '2026-03-10T08:30:00Z',
    metres: 900,
    bridged: [['2026-03-10T08:10:00Z', '2026-03-10T08:15:00Z']],
  });
  const answer = await (await signedIn()).get(`/api/coverage?plan=${planId}&${march}`);
  expect(answer.body).toEqual({
    plan: planId,
    from: '2026-03-01T00:00:00.000Z',
    to: '2026-04-01T00:00:00.000Z',
    asOf: expect.any(String),
    revision: expect.stringMatching(/^[0-9a-f]{16}$/),
    provisionalFrom: null,
    pending: false,
    cells: [
      {
        cell: first,
        code: 'A1',
        officers: 1,
        volunteers: 0,
        visits: 1,
        lastVisitAt: '2026-03-10T08:30:00.000Z',
        dwellSeconds: 1500,
        presentSeconds: 1500,
        bridgedSeconds: 300,
        metres: 900,
        sweptShare: 0,
        sweptRepeatedlyShare: 0,
        status: 'met',
      },
      {
        cell: second,
        code: 'A2',
        officers: 0,
        volunteers: 0,
        visits: 0,
        lastVisitAt: null,
        dwellSeconds: 0,
        presentSeconds: 0,
        bridgedSeconds: 0,
        metres: 0,
        sweptShare: 0,
        sweptRepeatedlyShare: 0,
        status: 'never',
      },
    ],
  });
});

test('a figure carries the revision of what it was computed from', async () => {
  const { planId, first } = await village();
  const chief = await signedIn();
  const revision = async (period = march) =>
    (await chief.get(`/api/coverage?plan=${planId}&${period}`)).body.revision;
  const before = await revision();
  expect(await revision()).toBe(before);
  expect(await revision('from=2026-02-01T00:00:00Z&to=2026-03-01T00:00:00Z')).not.toBe(before);
  await makeVisit(db, {
    deviceId: await makeDevice(db),
    cellId: first,
    from: '2026-03-10T08:00:00Z',
    to: '2026-03-10T08:30:00Z',
  });
  const after = await revision();
  expect(after).not.toBe(before);
  await makeAssignment(db, { personId: await makePerson(db), cellId: first, from: '2026-03-10T00:00:00Z' });
  expect(await revision()).not.toBe(after);
  const now = Date.now();
  const recent = await chief.get(
    `/api/coverage?plan=${planId}&from=${new Date(now - 10 * 86_400_000).toISOString()}&to=${new Date(now).toISOString()}`,
  );
  expect(now - Date.parse(recent.body.provisionalFrom)).toBeLessThanOrEqual(72 * 3_600_000 + 60_000);
});

test('a visit across the beginning or end counts, clipped to the period with its reporting gaps', async () => {
  const { planId, first } = await village();
  const deviceId = await makeDevice(db);
  await makeVisit(db, {
    deviceId,
    cellId: first,
    from: '2026-02-28T23:00:00Z',
    to: '2026-03-01T01:00:00Z',
    metres: 1000,
    bridged: [
      ['2026-02-28T23:50:00Z', '2026-03-01T00:05:00Z'],
      ['2026-03-01T00:30:00Z', '2026-03-01T00:40:00Z'],
    ],
  });
  const [row] = await rowsOf(`plan=${planId}&${march}`);
  expect(row).toMatchObject({ visits: 1, dwellSeconds: 2700, bridgedSeconds: 900, metres: 500 });
  const [before] = await rowsOf(`plan=${planId}&from=2026-02-28T00:00:00Z&to=2026-03-01T00:00:00Z`);
  expect(before).toMatchObject({
    visits: 1,
    dwellSeconds: 3000,
    bridgedSeconds: 600,
    lastVisitAt: '2026-03-01T00:00:00.000Z',
  });
});

test('the last visit is known from before the period, and nothing after the period is', async () => {
  const { planId, first, second } = await village();
  const deviceId = await makeDevice(db);
  await makeVisit(db, { deviceId, cellId: first, from: '2026-01-05T08:00:00Z', to: '2026-01-05T09:00:00Z' });
  await makeVisit(db, { deviceId, cellId: second, from: '2026-05-05T08:00:00Z', to: '2026-05-05T09:00:00Z' });
  const rows = await rowsOf(`plan=${planId}&${march}`);
  expect(rows.map(({ visits, lastVisitAt, status }) => [visits, lastVisitAt, status])).toEqual([
    [0, '2026-01-05T09:00:00.000Z', 'met'],
    [0, null, 'never'],
  ]);
});

test('two people are two visits, one person with two devices is one', async () => {
  const { planId, first } = await village();
  const [one, other] = [await makePerson(db), await makePerson(db)];
  const [phone, radio, second] = [await makeDevice(db), await makeDevice(db), await makeDevice(db)];
  const from = '2026-01-01T00:00:00Z';
  await makeCarrier(db, { deviceId: phone, personId: one, from });
  await makeCarrier(db, { deviceId: radio, personId: one, from });
  await makeCarrier(db, { deviceId: second, personId: other, from });
  await makeVisit(db, {
    deviceId: phone,
    cellId: first,
    personId: one,
    from: '2026-03-02T08:00:00Z',
    to: '2026-03-02T08:20:00Z',
    metres: 1000,
    bridged: [['2026-03-02T08:12:00Z', '2026-03-02T08:18:00Z']],
  });
  await makeVisit(db, {
    deviceId: radio,
    cellId: first,
    personId: one,
    from: '2026-03-02T08:10:00Z',
    to: '2026-03-02T08:30:00Z',
    metres: 1000,
  });
  const [alone] = await rowsOf(`plan=${planId}&${march}`);
  expect(alone).toMatchObject({ visits: 1, dwellSeconds: 1800, bridgedSeconds: 0, metres: 1500 });
  await makeVisit(db, {
    deviceId: second,
    cellId: first,
    personId: other,
    from: '2026-03-02T08:00:00Z',
    to: '2026-03-02T08:30:00Z',
    metres: 1500,
  });
  const [together] = await rowsOf(`plan=${planId}&${march}`);
  expect(together).toMatchObject({ visits: 2, dwellSeconds: 3600, metres: 3000 });
});

test('each instant is judged on the plan in force where no plan is named', async () => {
  const { areaId, planId, first, second } = await village();
  await db.raw("update plans set in_force = tstzrange('2026-01-01', '2026-03-15') where id = ?", [planId]);
  const next = await makePlan(db, { from: '2026-03-15T00:00:00Z' });
  await db('plan_cells').insert({
    plan_id: next,
    cell_id: second,
    code: 'B2',
    name: 'B2',
    owner_area_id: areaId,
  });
  const merged = await makeCell(db, {
    planIds: [next],
    box: [119.1, 48.1, 119.15, 48.2],
    ownerAreaId: areaId,
    code: 'B3',
  });
  const rows = await rowsOf(march);
  expect(rows.map(({ cell, code }) => [cell, code]).sort(([a], [b]) => Number(a) - Number(b))).toEqual([
    [first, 'A1'],
    [second, 'B2'],
    [merged, 'B3'],
  ]);
  expect((await rowsOf('from=2026-02-01&to=2026-02-02')).map(({ code }) => code).sort()).toEqual([
    'A1',
    'A2',
  ]);
  expect((await rowsOf('from=2026-05-01&to=2026-05-02')).map(({ code }) => code).sort()).toEqual([
    'B2',
    'B3',
  ]);
});

test('periods from the year 1 to 9999 are answered, reversed and empty ones refused', async () => {
  const { first, second } = await village();
  const deviceId = await makeDevice(db);
  await makeRule(db, {
    kind: 'patrol',
    requires: { measure: 'visits', atLeast: 1, per: 'day' },
    from: '0001-06-01T00:00:00Z',
  });
  await makeVisit(db, { deviceId, cellId: first, from: '2026-03-05T08:00:00Z', to: '2026-03-05T09:00:00Z' });
  const rows = await rowsOf('from=0001-01-01&to=9999-12-31');
  expect(rows.map(({ cell, visits }) => [cell, visits])).toEqual([
    [first, 1],
    [second, 0],
  ]);
  const chief = await signedIn();
  for (const [from, to] of [
    ['2026-03-02', '2026-03-01'],
    ['2026-03-01', '2026-03-01'],
  ]) {
    const refused = await chief.get(`/api/coverage?from=${from}&to=${to}`);
    expect([refused.status, refused.body.errors[0].path]).toEqual([422, 'to']);
  }
  const nonsense = await chief.get('/api/coverage?from=yesterday&to=2026-13-40&until=now');
  expect(nonsense.status).toBe(422);
  expect(nonsense.body.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
    'from',
    'to',
    'until',
  ]);
});

test('a period of dates is of the operator’s time zone', async () => {
  const { first } = await village();
  const deviceId = await makeDevice(db);
  await makeVisit(db, { deviceId, cellId: first, from: '2026-03-04T15:30:00Z', to: '2026-03-04T16:30:00Z' });
  const [row] = await rowsOf('from=2026-03-05&to=2026-03-06');
  expect(row).toMatchObject({ visits: 1, dwellSeconds: 1800 });
});

test('a cell’s status is the worst of its rules', async () => {
  const { planId, first, second } = await village();
  const deviceId = await makeDevice(db);
  await makeVisit(db, { deviceId, cellId: first, from: '2026-03-04T08:00:00Z', to: '2026-03-04T09:00:00Z' });
  await makeVisit(db, { deviceId, cellId: second, from: '2026-03-04T08:00:00Z', to: '2026-03-04T09:00:00Z' });
  const from = '2026-01-01T00:00:00Z';
  await makeRule(db, {
    kind: 'patrol',
    requires: { measure: 'revisit', everyHours: 24 },
    selects: { cells: [first] },
    from,
  });
  const statuses = async (to: string) =>
    (await rowsOf(`plan=${planId}&from=2026-03-04T00:00:00Z&to=${to}`)).map(({ status }) => status);
  expect(await statuses('2026-03-05T08:00:00Z')).toEqual(['late', 'met']);
  expect(await statuses('2026-03-05T10:00:00Z')).toEqual(['unmet', 'met']);
  await makeRule(db, { kind: 'staffing', requires: { atLeast: 1 }, selects: { cells: [second] }, from });
  expect(await statuses('2026-03-05T10:00:00Z')).toEqual(['unmet', 'unmet']);
});

test('a silent device on duty makes an unmet rule unknown', async () => {
  const { planId, first, second } = await village();
  const [deviceId, personId] = [await makeDevice(db), await makePerson(db)];
  const from = '2026-01-01T00:00:00Z';
  await makeAssignment(db, { personId, cellId: first, from });
  await makeCarrier(db, { deviceId, personId, from });
  await makeDuty(db, { personId, from: '2026-03-04T08:00:00Z', to: '2026-03-04T16:00:00Z' });
  await makeVisit(db, { deviceId, cellId: second, from: '2026-03-03T08:00:00Z', to: '2026-03-03T09:00:00Z' });
  const rows = await rowsOf(`plan=${planId}&${march}`);
  expect(rows.map(({ status }) => status)).toEqual(['no-data', 'met']);
  const earlier = await rowsOf(`plan=${planId}&from=2026-03-01T00:00:00Z&to=2026-03-04T00:00:00Z`);
  expect(earlier.map(({ status }) => status)).toEqual(['never', 'met']);
});

test('of a duty a fifth may be unknown, also where somebody carries two devices or is assigned for a part of the time', async () => {
  const { planId, first, second } = await village();
  const from = '2026-01-01T00:00:00Z';
  const carriers: { personId: number; devices: number[] }[] = [];
  for (const cellId of [first, second]) {
    const personId = await makePerson(db);
    const devices = [await makeDevice(db), await makeDevice(db)];
    for (const deviceId of devices) await makeCarrier(db, { deviceId, personId, from });
    // The second is assigned from noon on.
    const since = cellId === first ? from : '2026-03-04T12:00:00Z';
    await makeAssignment(db, { personId, cellId, from: since });
    await makeDuty(db, { personId, from: '2026-03-04T08:00:00Z', to: '2026-03-04T16:00:00Z' });
    // On call for weeks, and heard of: that says nothing of any hour.
    await makeDuty(db, { personId, from: '2026-03-01T00:00:00Z', to: '2026-03-03T00:00:00Z' });
    carriers.push({ personId, devices });
  }
  const heard = (
    { personId, devices: [one = 0, two = 0] }: (typeof carriers)[number],
    place: 0 | 1,
    hours: string,
  ) => {
    const [begin, end] = hours.split('-');
    return db('tracks').insert({
      ...{
        device_id: place === 0 ? one : two,
        person_id: personId,
        fixes: 9,
        flagged: 0,
        metres: 1,
        moving_seconds: 1,
      },
      ...{ started_at: `2026-03-${begin}Z`, ended_at: `2026-03-${end}Z` },
      ...{ west_e7: 0, south_e7: 0, east_e7: 0, north_e7: 0 },
    });
  };
  const chief = await signedIn();
  const shareOf = async (cellId: number) =>
    (await chief.get(`/api/cells/${cellId}?plan=${planId}&${march}`)).body.unknownShare;
  const [a, b] = carriers as [(typeof carriers)[0], (typeof carriers)[0]];
  for (const one of [a, b]) await heard(one, 0, '02T05:00:00-02T06:00:00');
  // Six hours and a half of eight, two of them by both devices.
  await heard(a, 0, '04T07:00:00-04T12:00:00');
  await heard(a, 1, '04T10:00:00-04T14:30:00');
  // From noon on half an hour of four is lacking.
  await heard(b, 0, '04T12:30:00-04T17:00:00');
  expect(await shareOf(first)).toBeCloseTo(1.5 / 8, 9);
  expect(await shareOf(second)).toBeCloseTo(0.5 / 4, 9);
  const on = async (period: string) => (await rowsOf(`plan=${planId}&${period}`)).map(({ status }) => status);
  expect(await on('from=2026-03-04T08:00:00Z&to=2026-03-04T16:00:00Z')).toEqual(['never', 'never']);
  // The last hour and a half of two are unknown.
  expect(await on('from=2026-03-04T14:00:00Z&to=2026-03-04T16:00:00Z')).toEqual(['no-data', 'never']);
});

test('nothing is judged of what is still to come', async () => {
  const { planId } = await village();
  const rows = await rowsOf(`plan=${planId}&from=2999-01-01&to=2999-02-01`);
  expect(rows.map(({ status, visits }) => [status, visits])).toEqual([
    ['excluded', 0],
    ['excluded', 0],
  ]);
});

test('a station sees its own cells only, an officer the own cells, and a foreign plan is not found', async () => {
  const west = await makeArea(db, { kind: 'station', box: [119, 48, 119.2, 49] });
  const elsewhere = await makeArea(db, { kind: 'station', box: [100, 40, 101, 41] });
  const { planId, first, second } = await village();
  await db('plans')
    .where({ id: planId })
    .update({ scope_area_id: await makeArea(db, { kind: 'district', box: [119, 48, 121, 49] }) });
  const cellsFor = async (areaId: number) =>
    (await signedIn('viewer', areaId)).get(`/api/coverage?plan=${planId}&${march}`);
  expect((await cellsFor(west)).body.cells.map(({ cell }: Row) => cell)).toEqual([first]);
  expect((await cellsFor(elsewhere)).status).toBe(404);
  const personId = await makePerson(db, { kind: 'officer' });
  await makeAssignment(db, { personId, cellId: second, from: '2026-01-01T00:00:00Z' });
  const server = await startServer(db);
  const { token } = await makeAccount(db, { grants: [{ role: 'officer', areaId: west }], personId });
  const own = await server.withToken(token).get(`/api/coverage?plan=${planId}&${march}`);
  expect(own.body.cells.map(({ cell }: Row) => cell)).toEqual([second]);
});

/** The same figures by multirange arithmetic in the database, row by row. */
async function slowly(planId: number, from: Date, to: Date) {
  const { rows } = await db.raw(
    `with stays as (
       select cell_id, coalesce('p' || person_id, 'd' || device_id) as who,
         range_agg(tstzrange(entered_at, left_at)) as present,
         range_agg(tstzmultirange(tstzrange(entered_at, left_at)) - bridged) as observed
       from visits group by 1, 2
     ), clipped as (
       select cell_id, present * tstzmultirange(tstzrange(:from, :to)) as present,
         observed * tstzmultirange(tstzrange(:from, :to)) as observed
       from stays
     )
     select plan_cells.cell_id as cell,
       coalesce((select sum((select count(*) from unnest(present))) from clipped where cell_id = plan_cells.cell_id), 0)::int as visits,
       coalesce((select sum(extract(epoch from upper(part) - lower(part))) from clipped, unnest(observed) part
         where cell_id = plan_cells.cell_id), 0)::float8 as "dwellSeconds",
       coalesce((select sum(extract(epoch from upper(part) - lower(part))) from clipped, unnest(present - observed) part
         where cell_id = plan_cells.cell_id), 0)::float8 as "bridgedSeconds"
     from plan_cells where plan_id = :planId order by code`,
    { planId, from, to },
  );
  return rows;
}

const minute = 60_000;
const start = Date.parse('2026-03-01T00:00:00Z');
const at = (minutes: number) => new Date(start + minutes * minute).toISOString();

const anyVisit = fc.record({
  device: fc.nat({ max: 3 }),
  cell: fc.nat({ max: 1 }),
  from: fc.nat({ max: 3000 }),
  minutes: fc.integer({ min: 1, max: 300 }),
  gap: fc.option(fc.tuple(fc.nat({ max: 100 }), fc.nat({ max: 100 })), { nil: undefined }),
});

async function insertHistory(
  db: Knex,
  cells: number[],
  devices: { id: number; personId: number | null }[],
  history: readonly {
    device: number;
    cell: number;
    from: number;
    minutes: number;
    gap: [number, number] | undefined;
  }[],
) {
  const busy = new Map<number, number>();
  for (const one of history.toSorted((a, b) => a.from - b.from)) {
    const device = devices[one.device];
    if (!device || one.from < (busy.get(one.device) ?? 0)) continue;
    busy.set(one.device, one.from + one.minutes);
    const inside = one.gap?.map((percent) => one.from + (one.minutes * percent) / 100).sort((a, b) => a - b);
    const bridged: [string, string][] =
      inside && inside[0] !== inside[1] ? [[at(inside[0] ?? 0), at(inside[1] ?? 0)]] : [];
    await makeVisit(db, {
      deviceId: device.id,
      personId: device.personId,
      cellId: cells[one.cell] ?? 0,
      from: at(one.from),
      to: at(one.from + one.minutes),
      bridged,
    });
  }
}

test('visits, dwell and bridged time of any history are those of slow multirange arithmetic', async () => {
  const { planId, first, second } = await village();
  const [twice, once] = [await makePerson(db), await makePerson(db)];
  const devices: { id: number; personId: number | null }[] = [];
  for (const personId of [twice, twice, once, null]) {
    const id = await makeDevice(db);
    if (personId !== null) await makeCarrier(db, { deviceId: id, personId, from: '2026-01-01T00:00:00Z' });
    devices.push({ id, personId });
  }
  const chief = await signedIn();
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyVisit, { maxLength: 14 }),
      fc.nat({ max: 2500 }),
      fc.integer({ min: 1, max: 1500 }),
      async (history, from, length) => {
        await db('visits').delete();
        await countVisitDays(db);
        await insertHistory(db, [first, second], devices, history);
        const period = [new Date(start + from * minute), new Date(start + (from + length) * minute)] as const;
        const { body } = await chief.get(
          `/api/coverage?plan=${planId}&from=${period[0].toISOString()}&to=${period[1].toISOString()}`,
        );
        const figures = body.cells.map(({ cell, visits, dwellSeconds, bridgedSeconds }: Row) => ({
          cell,
          visits,
          dwellSeconds,
          bridgedSeconds,
        }));
        const rounded = (rows: Record<string, number>[]) =>
          rows.map((row) =>
            Object.fromEntries(Object.entries(row).map(([k, v]) => [k, Math.round(v * 100) / 100])),
          );
        expect(figures).toHaveLength(2);
        expect(rounded(figures)).toEqual(rounded(await slowly(planId, ...period)));
      },
    ),
    { numRuns: 60 },
  );
});
