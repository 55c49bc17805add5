import type { Knex } from 'knex';
import pino from 'pino';
import { readConfig } from '../server/config.ts';
import { replaySource } from '../server/coverage/replay.ts';
import { openDatabase } from '../server/database/open.ts';
import { seededRandom } from '../server/demo/random.ts';
import type { Deps } from '../server/deps.ts';
import { sweepAll } from '../server/sweeps/background.ts';
import { sweptGroundOf } from '../server/sweeps/swept-ground.ts';
import { sweptShares, sweptSharesOf } from '../server/sweeps/swept-shares.ts';
import { ingest } from '../server/tracks/ingest.ts';
import { withDatabase } from './database.ts';
import { median, report } from './figure.ts';
import { makeDistrict, outing, patrol } from './patrolled-district.ts';

const dayMs = 86_400_000;
const firstDay = Date.UTC(2026, 4, 1);
const days = 30;
const devices = 200;
const cellsAcross = 168; // 28,224 cells
const district = {
  cellsAcross,
  devices,
  firstDay,
  days,
  fixes: Number(process.env['BENCH_FIXES'] ?? 2_000_000),
};
const period = [firstDay, firstDay + days * dayMs] as const;
/** PostGIS takes a quarter of an hour for all devices. */
const sampled = 8;
const timeZone = 'Asia/Shanghai';

await withDatabase(async ({ db, connection }) => {
  const deps: Deps = { db, config: readConfig({ RETENTION_MONTHS: '0' }), log: pino({ level: 'silent' }) };
  await makeDistrict(db, district);
  await patrol(deps, district);
  await db.raw('vacuum analyze');

  const visits = await timed(() => replaySource(db, 1).read([period[0], period[1]], [], null));
  const swept = await timed(() => sweepAll(db, timeZone));
  await db.raw('vacuum analyze sweeps');
  const joined = await timed(() => joinInPostgis(db));
  const united = await timed(() => uniteInPostgis(db));
  console.log(
    `  visits ${Math.round(visits)} ms, sweep ${Math.round(swept)} ms; in PostGIS, ${sampled} of ${devices} devices: join ${Math.round(joined)} ms, union ${Math.round(united)} ms`,
  );
  report({
    name: 'visits and sweep of 2 million fixes over 28,224 cells from nothing',
    value: (visits + swept) / 1000,
    unit: 's',
    baseline: ((joined + united) * devices) / sampled / 1000,
    baselineOf: `plain PostGIS, a join for visits and the union of buffered legs: ${sampled} of ${devices} devices, times ${devices / sampled}`,
    atMost: 0.1,
  });
  await tellStorage(db);

  // A pool of its own remembers nothing.
  const fresh = openDatabase(connection, 4);
  const question = { plans: [{ planId: 1, period }], widthMetres: 0, timeZone, mostMade: 1_000_000 };
  const ask = (knex: Knex) => sweptShares(knex, question);
  await sweptGroundOf(fresh, 1, 0);
  const one = median(
    await times(30, (round) =>
      timed(() => sweptSharesOf(fresh, question, 1 + ((round * 7_919) % cellsAcross ** 2))),
    ),
  );
  report({
    name: 'the union of a month of one cell, nothing in memory but the plan',
    value: one,
    unit: 'ms',
    baseline: 20,
    baselineOf: 'the limit',
    atMost: 1,
  });
  const cold = await timed(() => ask(fresh));
  const warm = median(await times(15, () => timed(() => ask(fresh))));
  report({
    name: 'the union of a month of all sweeps, nothing in memory',
    value: cold,
    unit: 'ms',
    baseline: 2_000,
    baselineOf: 'the limit',
    atMost: 1,
  });
  report({
    name: 'the same again',
    value: warm,
    unit: 'ms',
    baseline: cold,
    baselineOf: 'nothing in memory',
  });
  await fresh.destroy();

  const late = await times(15, async (round) => {
    const deviceId = 1 + round;
    const fixes = outing(
      seededRandom(900 + round),
      cellsAcross,
      deviceId,
      firstDay + (3 + round) * dayMs - 3_600_000,
      1_000,
    );
    return timed(async () => {
      const receivedAt = Date.now();
      await ingest(deps, {
        deviceId,
        protocol: 'bench',
        isLive: false,
        receivedAt,
        decoded: { fixes, refused: [] },
      });
      await ask(db);
    });
  });
  report({
    name: 'a late upload of 1,000 fixes into last month, until what was swept is right again',
    value: median(late),
    unit: 'ms',
    baseline: 1_000,
    baselineOf: 'the limit',
    atMost: 1,
  });
});

async function times(count: number, work: (round: number) => Promise<number>): Promise<number[]> {
  const all: number[] = [];
  for (let round = 0; round < count; round++) all.push(await work(round));
  console.log(`  rounds: ${all.map((time) => Math.round(time)).join(' ')} ms`);
  return all;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** How large the sweeps of a year of 100,000 cells are, of which 5 % are swept on a day. */
async function tellStorage(db: Knex): Promise<void> {
  const { rows } = await db.raw(
    `select pg_total_relation_size('sweeps')::float8 as bytes,
       (select count(*)::float8 from (select distinct cell_id, device_id, cast(entered_at at time zone 'Asia/Shanghai' as date)
         from visits) visited) as "cellDays"`,
  );
  const [{ bytes, cellDays }] = rows;
  report({
    name: 'sweeps of 100,000 cells over a year, 5 % of cell-days active, from the bytes of a visited cell-day here',
    value: ((bytes / cellDays) * 100_000 * 365 * 0.05) / 1e6,
    unit: 'MB',
    baseline: 1_000,
    baselineOf: 'the limit',
    atMost: 1,
  });
}

async function joinInPostgis(db: Knex): Promise<void> {
  await db.raw(
    `select cell_id, count(*), min(recorded_at), max(recorded_at)
     from fixes join cells on st_covers(cells.geometry, st_setsrid(st_makepoint(lon_e7 / 1e7, lat_e7 / 1e7), 4326))
     join plan_cells on plan_cells.cell_id = cells.id and plan_id = 1
     where device_id <= ${sampled} and flags = 0 group by cell_id, device_id`,
  );
}

async function uniteInPostgis(db: Knex): Promise<void> {
  await db.raw(
    `with good as (
       select device_id, recorded_at, st_setsrid(st_makepoint(lon_e7 / 1e7, lat_e7 / 1e7), 4326) as point,
         lag(recorded_at) over line as before,
         lag(st_setsrid(st_makepoint(lon_e7 / 1e7, lat_e7 / 1e7), 4326)) over line as point_before
       from fixes where flags = 0 and device_id <= ${sampled}
       window line as (partition by device_id order by recorded_at)
     ), strips as (
       select st_transform(st_buffer(st_transform(st_makeline(point_before, point), 32650), 25), 4326) as strip
       from good where recorded_at - before <= interval '120 s'
     )
     select cells.id, st_area(st_intersection(st_union(strip), cells.geometry)::geography) / area_square_metres
     from strips join cells on st_intersects(cells.geometry, strip)
     join plan_cells on plan_cells.cell_id = cells.id and plan_id = 1
     group by cells.id`,
  );
}
