import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Knex } from 'knex';
import pino from 'pino';
import { everywhere } from '../server/access/scope.ts';
import { createApp } from '../server/app.ts';
import { readConfig } from '../server/config.ts';
import { coverageOf } from '../server/coverage/report.ts';
import type { Deps } from '../server/deps.ts';
import { sweepAll } from '../server/sweeps/background.ts';
import { makeAccount } from '../test/support/accounts.ts';
import { withDatabase } from './database.ts';
import { median, report } from './figure.ts';
import { makeDistrict, patrol } from './patrolled-district.ts';

const dayMs = 86_400_000;
const timeZone = 'Asia/Shanghai';
const firstDay = Date.UTC(2026, 9, 1);
const days = 30;
const months = 12;
const end = firstDay + days * dayMs;
const district = {
  cellsAcross: 317, // 100,489 cells
  devices: 200,
  firstDay,
  days,
  fixes: Math.round(Number(process.env['BENCH_FIXES'] ?? 10_000_000) / months),
};

await withDatabase(async ({ db }) => {
  const deps: Deps = { db, config: readConfig({ RETENTION_MONTHS: '0' }), log: pino({ level: 'silent' }) };
  await makeDistrict(db, district);
  await patrol(deps, district);
  await sweepAll(db, timeZone);
  await db.raw('vacuum analyze');
  // Each time of another period by a millisecond: of the same, what was said of the cells would be known.
  let asked = 0;
  const judge = (from: number) => () =>
    coverageOf(
      db,
      { scope: everywhere, planScope: everywhere, peopleScope: everywhere },
      { planId: 1, period: [from - ++asked, end], now: end + dayMs, timeZone },
    );
  const { token } = await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] });
  const server = createServer(createApp(deps));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = () =>
    `http://127.0.0.1:${port}/api/coverage?plan=1&from=${iso(firstDay - ++asked)}&to=${iso(end)}`;

  const alone = await measure(judge(firstDay));
  await addMonths(db, 1, 1);
  // Where months meet, a day has lines before it now.
  await sweepAll(db, timeZone);
  const afterOne = await measure(judge(firstDay));
  await addMonths(db, 2, months - 1);
  await sweepAll(db, timeZone);
  const month = await measure(judge(firstDay));
  const answered = await measure(() => secondsToLastByte(url(), token));
  const counted = await measure(() => countInSql(db, firstDay), 5);
  const year = await measure(judge(end - months * days * dayMs), 5);
  server.close();
  server.closeAllConnections();

  report({
    name: 'coverage with every measure of 100,489 cells for 30 days out of 10 million fixes, in the process',
    value: month,
    unit: 'ms',
    baseline: 500,
    baselineOf: `the limit (counting the visits alone in SQL, by a left join: ${Math.round(counted)} ms)`,
    atMost: 1,
  });
  report({
    name: 'the same as a compressed response, request to last byte',
    value: answered,
    unit: 'ms',
    baseline: 1_500,
    baselineOf: 'the limit',
    atMost: 1,
  });
  report({
    name: `the same for ${months * days} days`,
    value: year,
    unit: 'ms',
    baseline: month,
    baselineOf: '30 days',
    atMost: 3,
  });
  report({
    name: 'the 30 days with eleven months before them, as many fixes in each',
    value: month,
    unit: 'ms',
    baseline: afterOne,
    baselineOf: 'with one month before them',
    atMost: 1.2,
  });
  report({
    name: 'the same where nothing was before, so that nobody has to be looked up who came earlier',
    value: month,
    unit: 'ms',
    baseline: alone,
    baselineOf: 'with nothing before',
    atMost: 1.2,
  });
  console.log(`  ${Math.round(process.memoryUsage().rss / 1e6)} MB resident`);
});

function iso(at: number): string {
  return new Date(at).toISOString();
}

/** The median in milliseconds, after three that only warm up. */
async function measure(work: () => Promise<unknown>, rounds = 11): Promise<number> {
  const times: number[] = [];
  for (let round = -3; round < rounds; round++) {
    const startedAt = performance.now();
    await work();
    if (round >= 0) times.push(performance.now() - startedAt);
    else console.log(`  warming up: ${Math.round(performance.now() - startedAt)} ms`);
  }
  console.log(`  rounds: ${times.map((time) => Math.round(time)).join(' ')} ms`);
  return median(times);
}

function secondsToLastByte(url: string, token: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'accept-encoding': 'gzip' };
    get(url, { headers }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on('end', () =>
        response.statusCode === 200 ? resolve(bytes) : reject(new Error(`answered ${response.statusCode}`)),
      );
    }).on('error', reject);
  });
}

async function countInSql(db: Knex, from: number): Promise<void> {
  await db.raw(
    `select plan_cells.cell_id, plan_cells.code, count(visits.device_id) as visits, max(visits.left_at) as last_visit_at,
       extract(epoch from sum(least(left_at, :to) - greatest(entered_at, :from))) - sum(bridged_seconds) as dwell_seconds,
       sum(metres) as metres
     from plan_cells left join visits on visits.cell_id = plan_cells.cell_id and entered_at < :to and left_at > :from
     where plan_id = 1 group by plan_cells.cell_id, plan_cells.code`,
    { from: new Date(from), to: new Date(end) },
  );
}

/** The same month again eleven times before, with all that was derived from it. */
async function addMonths(db: Knex, first: number, last: number): Promise<void> {
  for (let month = first; month <= last; month++) {
    const days = month * 30;
    const earlier = `interval '${days} days'`;
    await db.raw(`insert into fixes (device_id, recorded_at, lon_e7, lat_e7, receipt_id, flags, break_before, accuracy_metres)
      select device_id, recorded_at - ${earlier}, lon_e7, lat_e7, receipt_id, flags, break_before, accuracy_metres
      from fixes where recorded_at >= '${iso(firstDay)}'`);
    await db.raw(`insert into visits (device_id, cell_id, entered_at, left_at, person_id, metres, bridged, bridged_seconds,
        continued, cells_revision)
      select device_id, cell_id, entered_at - ${earlier}, left_at - ${earlier}, person_id, metres, '{}', bridged_seconds,
        continued, cells_revision from visits where entered_at >= '${iso(firstDay)}'`);
    await db.raw(`insert into tracks (device_id, person_id, started_at, ended_at, fixes, flagged, metres, moving_seconds,
        west_e7, south_e7, east_e7, north_e7)
      select device_id, person_id, started_at - ${earlier}, ended_at - ${earlier}, fixes, flagged, metres, moving_seconds,
        west_e7, south_e7, east_e7, north_e7 from tracks where started_at >= '${iso(firstDay)}'`);
    await db.raw(`insert into visit_days (device_id, day, revision)
      select device_id, day - ${days}, revision from visit_days where day >= '${iso(firstDay)}'::date`);
    await db.raw(`insert into sweeps (plan_id, width_metres, day, device_id, made_from, ground, west_e7, south_e7, east_e7,
        north_e7, cells, bits)
      select plan_id, width_metres, day - ${days}, device_id, made_from, ground, west_e7, south_e7, east_e7, north_e7,
        cells, bits from sweeps where day >= '${iso(firstDay)}'::date and day < '${iso(end)}'::date`);
    await db.raw(`insert into duties (person_id, period)
      select person_id, tstzrange(lower(period) - ${earlier}, upper(period) - ${earlier})
      from duties where lower(period) >= '${iso(firstDay)}' on conflict do nothing`);
    console.log(`  ${month + 1} months`);
  }
  await db.raw('vacuum analyze');
}
