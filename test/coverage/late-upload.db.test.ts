import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import { openDatabase } from '../../server/database/open.ts';
import { makeAccount } from '../support/accounts.ts';
import type { Client } from '../support/client.ts';
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
} from '../support/district.ts';
import { startServer } from '../support/server.ts';
import { gpxFile, gpxType, mow } from '../tracks/gpx-file.ts';

const { db, connection } = await testDatabase();

/** Wednesday of last week, where nothing that is asked for lies in the future. */
const wednesday = DateTime.now().setZone('Asia/Shanghai').startOf('week').minus({ days: 5 });
const isoOf = (of: DateTime) => new Date(of.toMillis()).toISOString();
const dateOf = (of: DateTime) => of.toFormat('yyyy-MM-dd');
const from = isoOf(wednesday.minus({ days: 60 }));
const [west, east] = [
  [119.1, 48.1, 119.104, 48.103],
  [119.104, 48.1, 119.108, 48.103],
] as const;

/** Each measure of a patrol rule that a walk of forty minutes can meet. */
const obligations = [
  { measure: 'visits', atLeast: 1, per: 'day', minMinutes: 10 },
  { measure: 'revisit', everyHours: 48 },
  { measure: 'sweep', share: 0.5, widthMetres: 50, per: 'day' },
  { measure: 'points', share: 1, minMinutes: 1, days: 7 },
  {
    measure: 'presence',
    share: 0.8,
    windowShare: 1,
    per: 'day',
    hours: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '09:10', to: '09:20' }],
  },
];

async function district() {
  const station = await makeArea(db, { kind: 'station', name: '东派出所', box: [119, 48, 120, 49] });
  const village = await makeArea(db, { kind: 'village', name: '嘎查', box: [119.1, 48.1, 119.108, 48.103] });
  const planId = await makePlan(db, { from });
  const walked = await makeCell(db, { planIds: [planId], box: west, ownerAreaId: village, code: 'A1' });
  const left = await makeCell(db, { planIds: [planId], box: east, ownerAreaId: village, code: 'A2' });
  const personId = await makePerson(db, { kind: 'officer', stationAreaId: station });
  const deviceId = await makeDevice(db, { stationAreaId: station });
  await makeCarrier(db, { deviceId, personId, from });
  // On duty three weeks ago and that Wednesday, when the phone had no network: nothing was heard of it.
  for (const [days, begin, end] of [
    [-21, { hour: 9 }, { hour: 15 }],
    [0, { hour: 8, minute: 58 }, { hour: 9, minute: 28 }],
  ] as const) {
    const day = wednesday.plus({ days });
    await makeDuty(db, { personId, from: isoOf(day.set(begin)), to: isoOf(day.set(end)) });
  }
  for (const cellId of [walked, left]) await makeAssignment(db, { personId, cellId, from });
  for (const requires of obligations) await makeRule(db, { kind: 'patrol', requires, from });
  for (const lon of [119.102, 119.106]) await makePoint(db, { at: [lon, 48.1015], from });
  const { token } = await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] });
  return { planId, walked, left, deviceId, token };
}
type District = Awaited<ReturnType<typeof district>>;

/** Everything that is said of that Wednesday and its week, without when it was said. */
async function everyFigure(client: Client, { planId, walked, left }: District) {
  const [day, next] = [dateOf(wednesday), dateOf(wednesday.plus({ days: 1 }))];
  const week = `from=${dateOf(wednesday.minus({ days: 2 }))}&to=${dateOf(wednesday.plus({ days: 4 }))}`;
  const ask = async (path: string) => {
    const { status, body } = await client.get(path);
    expect([path, status]).toEqual([path, 200]);
    const { asOf: _asOf, provisionalFrom: _since, ...said } = body;
    return said;
  };
  const cells = (query: string) => [walked, left].map((cell) => `/api/cells/${cell}${query}`);
  const all = (paths: string[]) => Promise.all(paths.map(ask));
  // Asked first, so that nothing is in memory of the other cell.
  const alone = await all([walked, left].map((cell) => `/api/coverage?from=${day}&to=${next}&cell=${cell}`));
  const coverage = await ask(`/api/coverage?from=${day}&to=${next}`);
  expect(alone.flatMap(({ cells }) => cells)).toEqual(coverage.cells);
  return {
    coverage,
    ofPlan: await ask(`/api/coverage?plan=${planId}&${week}`),
    days: await ask(`/api/coverage/days?plan=${planId}&${week}`),
    gaps: await ask(`/api/gaps?at=${next}`),
    missed: await ask(`/api/missed?day=${day}`),
    details: await all(cells(`?from=${day}&to=${next}`)),
    histories: await all(cells(`/history?${week}`)),
  };
}

/** As one finds it who holds nothing in memory, in a database where nothing is derived of visits yet. */
async function fromNothing(asked: District) {
  const fresh = openDatabase(connection, 3);
  try {
    for (const table of ['sweeps', 'measured_days', 'point_stays', 'road_passes'])
      await fresh.raw(`delete from ${table}`);
    return await everyFigure((await startServer(fresh)).withToken(asked.token), asked);
  } finally {
    await fresh.destroy();
  }
}

const upload = (
  client: Client,
  { deviceId }: District,
  begin: DateTime,
  box: Parameters<typeof mow>[0] = west,
) => client.post(`/api/tracks?device=${deviceId}`, gpxFile(mow(box, begin.toMillis())), gpxType);

/** The share of the walked cell within reach of the way, as PostGIS buffers it. */
async function sweptByPostgis(cell: number, begin: DateTime, reachMetres: number): Promise<number> {
  const { rows } = await db.raw(
    `select st_area(st_intersection(geometry, st_buffer(way, :reachMetres, 'quad_segs=32')::geometry)::geography)
       / st_area(geometry::geography) as share
     from cells, (
       select st_makeline(st_setsrid(st_makepoint(lon_e7 / 1e7, lat_e7 / 1e7), 4326) order by recorded_at)::geography as way
       from fixes where recorded_at >= :begin
     ) walked where id = :cell`,
    { cell, reachMetres, begin: isoOf(begin) },
  );
  return rows[0].share;
}

test('a track that comes a week late is right in every figure at once, and as a computation from nothing has it', async () => {
  const made = await district();
  const { walked, left } = made;
  const client = (await startServer(db)).withToken(made.token);
  // Three weeks ago both were seen, so that neither was never visited.
  await upload(client, made, wednesday.minus({ days: 21 }).set({ hour: 9 }));
  await upload(client, made, wednesday.minus({ days: 21 }).set({ hour: 14 }), east);
  const before = await everyFigure(client, made);
  const kindsOf = (said: { gaps?: []; rows?: [] }, cell: number) =>
    (said.gaps ?? said.rows ?? [])
      .filter((gap: { cell: number }) => gap.cell === cell)
      .map(({ kind }) => kind)
      .sort();
  const missing = ['overdue', 'points-missed', 'under-swept', 'under-visited', 'unmanned'];
  for (const cell of [walked, left])
    expect([kindsOf(before.gaps, cell), kindsOf(before.missed, cell)]).toEqual([missing, missing]);
  expect(before.coverage.cells).toMatchObject([
    { cell: walked, visits: 0, dwellSeconds: 0, sweptShare: 0, status: 'no-data' },
    { cell: left, visits: 0, dwellSeconds: 0, sweptShare: 0, status: 'no-data' },
  ]);

  const begin = wednesday.set({ hour: 9 });
  const { body: receipt } = await upload(client, made, begin);
  expect(receipt).toMatchObject({ flagged: [], offDuty: 0, stored: receipt.received });
  const after = await everyFigure(client, made);

  const seconds = (receipt.received - 1) * 10;
  const lastVisitAt = isoOf(begin.plus({ seconds }));
  expect(after.coverage.cells).toMatchObject([
    // It was overdue when the day began.
    { cell: walked, visits: 1, dwellSeconds: seconds, presentSeconds: seconds, lastVisitAt, status: 'late' },
    { cell: left, visits: 0, dwellSeconds: 0, status: 'unmet' },
  ]);
  const [{ sweptShare, sweptRepeatedlyShare }] = after.coverage.cells;
  expect(Math.abs(sweptShare - (await sweptByPostgis(walked, begin, 25)))).toBeLessThan(0.015);
  expect(sweptRepeatedlyShare).toBe(0);
  expect(after.coverage.revision).not.toBe(before.coverage.revision);
  expect([kindsOf(after.gaps, walked), kindsOf(after.missed, walked)]).toEqual([[], []]);
  expect([kindsOf(after.gaps, left), kindsOf(after.missed, left)]).toEqual([missing, missing]);
  expect(after.missed.total).toBe(before.missed.total - missing.length);

  const counted = (said: typeof after, days: number) => said.days.days[days];
  expect(counted(before, 2)).toMatchObject({ day: dateOf(wednesday), met: 0, late: 0, unmet: 0, noData: 2 });
  expect(counted(after, 2)).toMatchObject({ day: dateOf(wednesday), late: 1, unmet: 1, noData: 0 });
  // What was not touched is as it was: the days before, and the other cell but for knowing that nobody came.
  expect(after.days.days.slice(0, 2)).toEqual(before.days.days.slice(0, 2));
  expect([after.details[1].gaps, after.details[1].visits]).toEqual([before.details[1].gaps, []]);
  const known = (week: { obligations: { state: string }[] }) => ({
    ...week,
    obligations: week.obligations.map((one) => ({
      ...one,
      state: one.state === 'no-data' ? 'unmet' : one.state,
    })),
  });
  expect(after.histories[1]).toEqual({
    ...before.histories[1],
    weeks: before.histories[1].weeks.map(known),
  });

  const judged = (said: typeof after, cell = 0) =>
    said.details[cell].judgements.map(({ measure, state }: Record<string, string>) => [measure, state]);
  const measures = obligations.map(({ measure }) => measure);
  const allOf = (state: string) => measures.map((measure) => [measure, state]);
  expect([judged(before), judged(before, 1)]).toEqual([allOf('no-data'), allOf('no-data')]);
  expect(judged(after, 1)).toEqual(allOf('unmet'));
  expect(judged(after)).toEqual(
    measures.map((measure) => [measure, measure === 'revisit' || measure === 'points' ? 'late' : 'met']),
  );
  expect(after.details[0].gaps).toEqual([]);
  expect(after.histories[0]).toMatchObject({ visits: 1, occupiedSeconds: seconds, lastVisitAt });
  expect(before.histories[0]).toMatchObject({ visits: 0, occupiedSeconds: 0 });

  expect(after).toEqual(await fromNothing(made));
  // The same file again changes nothing.
  expect((await upload(client, made, begin)).body).toMatchObject({ stored: 0 });
  const again = await client.get(
    `/api/coverage?from=${dateOf(wednesday)}&to=${dateOf(wednesday.plus({ days: 1 }))}`,
  );
  expect(again.body).toMatchObject(after.coverage);
});
