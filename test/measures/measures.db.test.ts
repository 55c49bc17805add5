import fc from 'fast-check';
import { expect, test } from 'vitest';
import { everywhere } from '../../server/access/scope.ts';
import { nothingSurveyed, type Survey, surveyOf } from '../../server/coverage/measures/survey.ts';
import { coverageOf } from '../../server/coverage/report.ts';
import { statuses } from '../../server/coverage/status.ts';
import { measuring } from '../../server/measures/background.ts';
import { erasePerson } from '../../server/people/erase.ts';
import { drainRereadings } from '../../server/tracks/rereadings.ts';
import { testDatabase } from '../support/database.ts';
import {
  makeCarrier,
  makeCell,
  makeDevice,
  makeDuty,
  makePerson,
  makePlan,
  makePoint,
  makeRule,
} from '../support/district.ts';
import { deliver, depsOf, fixAt, start, walk } from '../tracks/movement.ts';

const { db } = await testDatabase();
const deps = depsOf(db);
const [hour, day] = [3_600_000, 86_400_000];
const viewer = { scope: everywhere, planScope: everywhere, peopleScope: everywhere };
const period = [start - 2 * day, start + 3 * day] as const;
const january = '2026-01-01T00:00:00Z';

/** Degrees of somewhere so many metres east and north of where walks begin. */
const at = (east: number, north = 0): [number, number] => [120 + east / 73_150, 49 + north / 111_210];

async function ground() {
  const planId = await makePlan(db, { from: january });
  const cell = await makeCell(db, {
    planIds: [planId],
    box: [119.95, 48.95, 120.05, 49.05],
    usage: 'pasture',
  });
  return { planId, cell };
}

async function makeRoad(...line: [number, number][]) {
  const [layer] = await db('layers').insert({ kind: 'lines', name: 'road' }).returning('id');
  await db.raw(
    `insert into layer_features (layer_id, index, geometry, class)
     values (:id, 0, st_setsrid(st_geomfromgeojson(:line), 4326), 'highway=track')`,
    { id: layer.id, line: JSON.stringify({ type: 'LineString', coordinates: line }) },
  );
}

async function makeCarried() {
  const [deviceId, personId] = [await makeDevice(db), await makePerson(db)];
  await makeCarrier(db, { deviceId, personId, from: january });
  await makeDuty(db, { personId, from: january });
  return deviceId;
}

/** Everything that is known of a cell, as plain values. */
function told({ pointsIn, piecesIn, squaresIn }: Survey, cell: number) {
  return {
    points: pointsIn(cell).map(({ versions, presences, replaced }) => ({
      labels: versions.map(({ label }) => label),
      replaced,
      presences: versions.flatMap((version) => presences(version)),
    })),
    pieces: piecesIn(cell),
    squares: squaresIn(cell).map(({ runs }) => runs),
  };
}

const survey = (planId: number) =>
  surveyOf(db, [planId], { points: true, roads: true, squares: true }, period);

/** As a process finds it that holds nothing in memory and has nothing derived before. */
async function fromNothing(planId: number, cell: number) {
  for (const table of ['measured_days', 'point_stays', 'road_passes', 'square_runs'])
    await db.raw(`delete from ${table}`);
  await db('revisions').where({ name: 'points' }).increment('revision', 1);
  return told(await survey(planId), cell);
}

const anyStep = fc.oneof(
  fc.record({
    what: fc.constant('walk' as const),
    device: fc.nat({ max: 1 }),
    fromHour: fc.integer({ min: 0, max: 40 }),
    east: fc.integer({ min: -500, max: 500 }),
    speed: fc.constantFrom(0, 0.2, 1.4),
    every: fc.constantFrom(20, 60, 150),
  }),
  fc.record({ what: fc.constant('point' as const), east: fc.integer({ min: -500, max: 900 }) }),
  fc.record({ what: fc.constant('road' as const), north: fc.integer({ min: -40, max: 40 }) }),
  fc.record({ what: fc.constant('look' as const) }),
  fc.record({ what: fc.constant('look at points' as const) }),
);

test('whatever comes in whatever order, stays and passes are those of a computation from nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 4, maxLength: 9 }), async (steps) => {
      for (const table of [
        'point_stays',
        'road_passes',
        'square_runs',
        'measured_days',
        'visits',
        'tracks',
        'fixes',
        'resume_points',
      ])
        await db.raw(`delete from ${table}`);
      for (const table of ['point_versions', 'points', 'layers']) await db.raw(`delete from ${table}`);
      await db.raw('update visit_days set revision = revision + 1');
      const { planId, cell } = await ground();
      const devices = [await makeCarried(), await makeCarried()];
      await makePoint(db, { at: at(100), from: january });
      for (const step of steps) {
        if (step.what === 'walk') {
          const { fromHour, east, speed, every } = step;
          const from = fromHour * 3_600;
          const fixes = walk(from, from + 1_800, {
            every,
            metresPerSecond: speed,
            eastMetres: east,
          });
          await deliver(deps, devices[step.device] ?? 0, fixes);
        } else if (step.what === 'point')
          await makePoint(db, { at: at(step.east), from: january, radiusMetres: 60 });
        else if (step.what === 'road') await makeRoad(at(-600, step.north), at(900, step.north));
        else if (step.what === 'look') await survey(planId);
        // A look that does not ask for squares leaves days that are measured without them.
        else await surveyOf(db, [planId], { points: true, roads: false, squares: false }, period);
      }
      const known = told(await survey(planId), cell);
      expect(known).toEqual(await fromNothing(planId, cell));
      await db.raw("update plans set in_force = tstzrange('1990-01-01', '1990-01-02')");
    }),
    { numRuns: 6 },
  );
});

/** Plain SQL: runs of fixes inside, closed by three minutes away, with the seconds between fixes no further apart than a leg. */
async function dwellBySql(deviceId: number, [lon, lat]: [number, number], radius: number): Promise<number> {
  const { rows } = await db.raw(
    `with inside as (
       select recorded_at as at, lag(recorded_at) over (order by recorded_at) as before from fixes
       where device_id = :deviceId and flags = 0 and st_dwithin(
         st_setsrid(st_makepoint(lon_e7 / 1e7, lat_e7 / 1e7), 4326)::geography,
         st_setsrid(st_makepoint(:lon, :lat), 4326)::geography, :radius)
     )
     select coalesce(sum(extract(epoch from at - before)), 0)::float8 as seconds from inside
     where at - before <= interval '180 seconds'`,
    { deviceId, lon, lat, radius },
  );
  return rows[0].seconds;
}

test('a stay at a point is what plain SQL over the fixes finds, over midnight too, and two devices of one are one', async () => {
  const { planId, cell } = await ground();
  const deviceId = await makeCarried();
  await makePoint(db, { at: at(300), from: january, label: '017' });
  const midnight = (Math.ceil(start / day) * day - start) / 1000;
  const fixes = [
    ...walk(midnight - 1_200, midnight - 200, { metresPerSecond: 0.1, eastMetres: 180 }),
    ...walk(midnight - 180, midnight + 900, { metresPerSecond: 0.1, eastMetres: 280 }),
    ...walk(midnight + 1_000, midnight + 1_400, { metresPerSecond: 1.4, eastMetres: 800 }),
  ];
  await deliver(deps, deviceId, fixes);
  const [point] = told(await survey(planId), cell).points;
  const seconds = point?.presences.reduce(
    (sum, { enteredAt, leftAt }) => sum + (leftAt - enteredAt) / 1000,
    0,
  );
  expect(point?.presences).toHaveLength(1);
  expect(seconds).toBe(await dwellBySql(deviceId, at(300), 100));
  expect(seconds).toBeGreaterThan(600);
});

test('the ways through squares of a kilometre are as long as PostGIS finds the legs inside of them', async () => {
  const { planId, cell } = await ground();
  const deviceId = await makeCarried();
  const midnight = (Math.ceil(start / day) * day - start) / 1000;
  await deliver(
    deps,
    deviceId,
    walk(midnight - 2_400, midnight + 1_800, { metresPerSecond: 1.4, eastMetres: -3_000 }),
  );
  await deliver(
    deps,
    deviceId,
    walk(midnight + 9_000, midnight + 9_400, { every: 30, metresPerSecond: 12, eastMetres: -2_500 }),
  );
  const squares = (await survey(planId)).squaresIn(cell);
  const { rows } = await db.raw(
    `with leg as (
       select recorded_at as at, st_makeline(point, lag(point) over (order by recorded_at)) as way,
         recorded_at - lag(recorded_at) over (order by recorded_at) as took
       from (select recorded_at, st_setsrid(st_makepoint(lon_e7 / 1e7, lat_e7 / 1e7), 4326) as point from fixes
         where device_id = :deviceId and flags = 0) fix
     ), square as (
       -- Of an eighth of a degree of the meridian's rows, the columns as wide as the parallel in the middle is long.
       select row, col, st_makeenvelope(col * width - 180, row * height, (col + 1) * width - 180, (row + 1) * height, 4326) as box
       from (select row, 1000 / 111150.0 as height, 360 / round(360 * (st_length(st_setsrid(st_makeline(st_makepoint(119.999, lat),
           st_makepoint(120.001, lat)), 4326)::geography) / 0.002) / 1000) as width
         from (select row, (row + 0.5) * 1000 / 111150.0 as lat from generate_series(5440, 5455) row) rows) sized
       cross join lateral generate_series(floor(299.9 / width)::int, ceil(300.1 / width)::int) col
     )
     select row, col as column, sum(st_length(st_intersection(box, way)::geography)) as metres
     from square join leg on st_intersects(box, way) where took <= interval '120 seconds'
     group by row, col having sum(st_length(st_intersection(box, way)::geography)) > 0.5 order by row, col`,
    { deviceId },
  );
  const found = squares
    .filter(({ runs }) => runs.length > 0)
    .map(({ runs }) => ({
      row: runs[0]?.row,
      column: runs[0]?.column,
      metres: runs.reduce((sum, { metres }) => sum + metres, 0),
    }));
  expect(found.map(({ row, column }) => [row, column])).toEqual(
    rows.map(({ row, column }: { row: number; column: number }) => [row, column]),
  );
  for (const [index, { metres }] of found.entries())
    expect(Math.abs(metres - rows[index].metres)).toBeLessThan(0.002 * metres + 1);
  expect(found.length).toBeGreaterThan(5);
  const runs = squares.flatMap((square) => square.runs);
  expect(runs.filter(({ byVehicle }) => byVehicle).length).toBeGreaterThan(0);
  expect(new Set(runs.map(({ at: instant }) => Math.floor(instant / day))).size).toBe(2);
});

test('a silence is no presence, and a car that drives by at speed passes no road', async () => {
  const { planId, cell } = await ground();
  const deviceId = await makeCarried();
  await makePoint(db, { at: at(0), from: january });
  await makeRoad(at(-2_000), at(2_000));
  await deliver(deps, deviceId, [fixAt(0, 0), fixAt(60, 5), fixAt(660, 0), fixAt(720, 5)]);
  const known = told(await survey(planId), cell);
  expect(known.points[0]?.presences.map(({ gaps }) => gaps)).toEqual([[[start + 60_000, start + 660_000]]]);
  const fast = await makeCarried();
  await deliver(deps, fast, walk(7_200, 7_320, { every: 10, metresPerSecond: 25, eastMetres: -1_500 }));
  expect(told(await survey(planId), cell).pieces.filter(({ passes }) => passes.length > 0)).toEqual([]);
  const slow = await makeCarried();
  await deliver(deps, slow, walk(7_200, 9_200, { metresPerSecond: 1.4, eastMetres: -1_500 }));
  const passed = told(await survey(planId), cell).pieces.filter(({ passes }) => passes.length > 0);
  expect(passed.length).toBeGreaterThan(50);
  expect(passed.every(({ passes }) => passes.length === 1)).toBe(true);
});

test('a stay that nobody had asked for yet stays when whoever stayed is erased', async () => {
  const { planId, cell } = await ground();
  const [deviceId, personId] = [await makeDevice(db), await makePerson(db)];
  await makeCarrier(db, { deviceId, personId, from: january });
  await makeDuty(db, { personId, from: january });
  await makePoint(db, { at: at(0), from: january });
  await makeRoad(at(-600), at(900));
  await deliver(deps, deviceId, walk(600, 1_800, { metresPerSecond: 0.05 }));
  await erasePerson(deps, everywhere, personId);
  await drainRereadings(deps, deviceId);
  expect(await db('fixes').where({ device_id: deviceId })).toEqual([]);
  const { points, pieces } = told(await survey(planId), cell);
  const presences = points.flatMap((point) => point.presences).filter((one) => one.personId === personId);
  expect(presences.map(({ enteredAt, leftAt }) => (leftAt - enteredAt) / 1000)).toEqual([1_200]);
  expect(pieces.flatMap(({ passes }) => passes.filter((pass) => pass.personId === personId))).toEqual([]);
});

test('what takes longer to measure than somebody waits is said to be pending, and measured apart', async () => {
  const { planId, cell } = await ground();
  const deviceId = await makeCarried();
  await makeRule(db, {
    kind: 'patrol',
    requires: { measure: 'squares', share: 0.5, days: 30 },
    from: january,
  });
  await deliver(deps, deviceId, walk(0, 600, { metresPerSecond: 1.4 }));
  await db.raw(
    `insert into visit_days (device_id, day, revision)
     select :deviceId, cast(cast(:start as timestamptz) at time zone 'UTC' as date) + n, 1 from generate_series(1, 130) n`,
    { deviceId, start: new Date(start).toISOString() },
  );
  const now = start + 131 * day;
  const question = { planId: null, now, timeZone: 'Asia/Shanghai' };
  const found = async () => {
    const { pending, columns } = await coverageOf(db, viewer, { ...question, period: [start, now] });
    return [pending, ...[...columns.status].map((status) => statuses[status])];
  };
  expect(await found()).toEqual([true, 'no-data']);
  await measuring.run(deps);
  expect(await found()).toEqual([false, 'unmet']);
  const known = await surveyOf(db, [planId], { points: false, roads: false, squares: true }, [start, now]);
  expect(known.squaresIn(cell).flatMap(({ runs }) => runs).length).toBeGreaterThan(0);
});

test('without points or roads nothing is measured', async () => {
  expect(await surveyOf(db, [], { points: false, roads: false, squares: false }, [0, hour])).toBe(
    nothingSurveyed,
  );
});
