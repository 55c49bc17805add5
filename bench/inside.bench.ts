import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Knex } from 'knex';
import pino from 'pino';
import { createApp } from '../server/app.ts';
import { readConfig } from '../server/config.ts';
import { makePartitions } from '../server/tracks/partitions.ts';
import { makeAccount } from '../test/support/accounts.ts';
import { withDatabase } from './database.ts';
import { median, report } from './figure.ts';

const fixesWanted = Number(process.env['BENCH_FIXES'] ?? 10_000_000);
const devices = 500;
const days = 50;
const fixesAnOuting = Math.round(fixesWanted / devices / days);
const firstDay = Date.UTC(2026, 4, 1);
const dayMs = 86_400_000;
const rounds = 15;
const period = { from: iso(firstDay + 20 * dayMs), to: iso(firstDay + 27 * dayMs) };
/** About a square kilometre in the middle of a town of 20 by 20. */
const outline = starAbout(118.13, 48.09, 0.0075, 24);

await withDatabase(async ({ db }) => {
  await makePartitions(db, 24, new Date(firstDay));
  await patrol(db);
  await db.raw('vacuum analyze');
  const config = readConfig({ RETENTION_MONTHS: '0' });
  const server = createServer(createApp({ db, config, log: pino({ level: 'silent' }) }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { token } = await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] });
  const body = JSON.stringify({ outline, ...period });
  let answer: { totals: Record<string, number> } = { totals: {} };
  const ours = await measure(async () => {
    answer = JSON.parse(await post(port, token, body));
  });
  const joined = await measure(() => joinInSql(db), 3);
  server.close();
  server.closeAllConnections();
  const [counts] = (await db.raw('select count(*) as fixes from fixes')).rows;
  console.log(`  ${counts.fixes} fixes stored; ${JSON.stringify(answer.totals)}`);
  console.log(`  wanted under 500 ms: ${ours < 500 ? 'reached' : 'MISSED'}`);
  report({
    name: 'who was inside an ad-hoc outline in a week, from the request to the last byte, median',
    value: ours,
    unit: 'ms',
    baseline: joined,
    baselineOf: 'whose fixes of that week ST_Contains finds inside, first and last, in SQL',
    atMost: 500 / joined,
  });
});

function iso(at: number): string {
  return new Date(at).toISOString();
}

function starAbout(lon: number, lat: number, radius: number, points: number) {
  const ring = Array.from({ length: points }, (_, index) => {
    const angle = (index / points) * 2 * Math.PI;
    const distance = radius * (index % 2 ? 0.7 : 1);
    return [lon + distance * Math.cos(angle), lat + distance * Math.sin(angle) * 0.67];
  });
  return { type: 'Polygon', coordinates: [[...ring, ring[0]]] };
}

async function measure(work: () => Promise<unknown>, times = rounds): Promise<number> {
  const taken: number[] = [];
  for (let round = -2; round < times; round++) {
    const startedAt = performance.now();
    await work();
    if (round >= 0) taken.push(performance.now() - startedAt);
  }
  console.log(`  rounds: ${taken.map((time) => Math.round(time)).join(' ')} ms`);
  return median(taken);
}

function post(port: number, token: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const sent = request(
      { port, host: '127.0.0.1', method: 'POST', path: '/api/inside', headers },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          if (response.statusCode === 200) resolve(text);
          else reject(new Error(text));
        });
      },
    );
    sent.on('error', reject).end(body);
  });
}

async function joinInSql(db: Knex): Promise<void> {
  await db.raw(
    `select device_id, count(*), min(recorded_at), max(recorded_at) from fixes
     where recorded_at >= :from and recorded_at < :to
       and st_contains(st_setsrid(st_geomfromgeojson(:outline), 4326),
         st_setsrid(st_makepoint(lon_e7 / 1e7, lat_e7 / 1e7), 4326))
     group by device_id`,
    { ...period, outline: JSON.stringify(outline) },
  );
}

/**
 * Every device goes out once a day: on foot, or driving for every third, each step turning a little from the last. The
 * rows are those that ingest would have stored, written by SQL since nothing of ingest is measured here.
 */
async function patrol(db: Knex): Promise<void> {
  await db.raw(
    `insert into people (number, name, kind) select n, 'bench ' || n, 'volunteer' from generate_series(1, ${devices}) n`,
  );
  await db.raw(`insert into devices (name) select 'bench' from generate_series(1, ${devices})`);
  await db.raw(`insert into device_carriers (device_id, person_id, period)
    select id, id, tstzrange('2026-01-01', null) from devices`);
  await db.raw('select setseed(0.5)');
  for (let day = 0; day < days; day++) {
    await db.raw(
      `insert into fixes (device_id, recorded_at, lon_e7, lat_e7, receipt_id, accuracy_metres)
       select device, cast(:day as timestamptz) + make_interval(secs => 60 * (device % 600) + 10 * step),
         (118.0 + 0.26 * home_x) * 1e7 + east, (48.0 + 0.18 * home_y) * 1e7 + north, 1, 8
       from (
         select device, step, home_x, home_y, sum(sin(course) * stride * 136.7) over walked as east,
           sum(cos(course) * stride * 89.9) over walked as north
         from (
           select device, step, home_x, home_y, case when device % 3 = 0 then 80 else 13 end as stride,
             sum(turn) over (partition by device order by step) as course
           from (select device, random() as home_x, random() as home_y from generate_series(1, ${devices}) device) homes
           cross join lateral (select step, case when step = 1 then 6.28 * random() else 0.6 * (random() - 0.5) end
             + 0 * device as turn from generate_series(1, ${fixesAnOuting}) step) steps) courses
         window walked as (partition by device order by step)) walks`,
      { day: iso(firstDay + day * dayMs) },
    );
  }
  await db.raw(`insert into tracks (device_id, person_id, started_at, ended_at, fixes, flagged, metres, moving_seconds,
      west_e7, south_e7, east_e7, north_e7)
    select device_id, device_id, min(recorded_at), max(recorded_at), count(*), 0, 0, 0, min(lon_e7), min(lat_e7),
      max(lon_e7), max(lat_e7)
    from fixes group by device_id, cast(recorded_at at time zone 'UTC' as date)`);
}
