import type { Knex } from 'knex';
import pino from 'pino';
import { readConfig } from '../server/config.ts';
import type { Connection } from '../server/database/open.ts';
import { seededRandom } from '../server/demo/random.ts';
import type { ReportedFix } from '../server/tracks/fix.ts';
import { ingest } from '../server/tracks/ingest.ts';
import { makePartitions } from '../server/tracks/partitions.ts';
import { measureCopy } from './copy.ts';
import { withDatabase } from './database.ts';
import { median, report } from './figure.ts';

const rounds = 5;
const devices = 16;
const batches = 6;
const batchSize = 1_000;
const fixesPerRound = devices * batches * batchSize;
const everySeconds = 10;
const atOnce = Number(process.env['BENCH_AT_ONCE'] ?? 6);
const cellsAcross = 168; // 28,224 cells
const cellDegrees = 0.006;
const west = 118;
const south = 48;

await withDatabase(async ({ db, connection }) => {
  await makePartitions(db, 24, new Date());
  await makeCells(db);
  const ingested: number[] = [];
  const copied: number[] = [];
  for (let round = -1; round <= rounds; round++) {
    const ours = await measureIngest(db);
    const copy = await copyAgain(db, connection);
    if (round < 1) continue; // the compiler warms up
    ingested.push(ours);
    copied.push(copy);
  }
  const [counts] = (
    await db.raw('select (select count(*) from visits) as visits, (select count(*) from tracks) as tracks')
  ).rows;
  console.log(`  ${counts.visits} visits and ${counts.tracks} tracks came of it; ${atOnce} devices at once`);
  report({
    name: 'fixes decoded to committed, batches of 1,000, with receipts, judging and visits',
    value: median(ingested),
    unit: 'fixes/s',
    baseline: median(copied),
    baselineOf: 'plain COPY of the same fixes into the same table',
    atLeast: 0.4,
  });
});

async function measureIngest(db: Knex): Promise<number> {
  const config = readConfig({ RETENTION_MONTHS: '0' });
  const deps = { db, config, log: pino({ level: 'silent' }) };
  const made = await makeDevices(db);
  const work = made.map((deviceId) => ({ deviceId, deliveries: movement(deviceId) }));
  const startedAt = performance.now();
  const workers = Array.from({ length: atOnce }, async () => {
    for (let next = work.pop(); next; next = work.pop())
      for (const fixes of next.deliveries)
        await ingest(deps, {
          deviceId: next.deviceId,
          protocol: 'bench',
          isLive: true,
          receivedAt: Date.now(),
          decoded: { fixes, refused: [] },
        });
  });
  await Promise.all(workers);
  return fixesPerRound / ((performance.now() - startedAt) / 1000);
}

/** The rows that the round stored, copied in again as other devices'. */
async function copyAgain(db: Knex, connection: Connection): Promise<number> {
  const { rows } = await db.raw(
    'select min(id) as first from (select id from devices order by id desc limit ?) latest',
    [devices],
  );
  return measureCopy(connection, { fromDevice: rows[0].first, fixes: fixesPerRound });
}

/** A published plan of square cells of some 440 by 670 metres. */
async function makeCells(db: Knex): Promise<void> {
  await db.raw(`insert into plans (name, layer, status, in_force, published_at)
    values ('bench', 'community', 'published', tstzrange('2020-01-01', null), now())`);
  await db.raw(
    `with squares as (
       select st_makeenvelope(${west} + x * ${cellDegrees}, ${south} + y * ${cellDegrees},
         ${west} + (x + 1) * ${cellDegrees}, ${south} + (y + 1) * ${cellDegrees}, 4326) as square
       from generate_series(0, ${cellsAcross - 1}) x, generate_series(0, ${cellsAcross - 1}) y
     ), made as (
       insert into cells (outline_key, geometry, interior_point, area_square_metres)
       select sha256(st_asbinary(square)), square, st_centroid(square), st_area(square::geography) from squares
       returning id
     ) insert into plan_cells (plan_id, cell_id, code, name) select 1, id, id, id from made`,
  );
  await db('revisions').where({ name: 'cells' }).increment('revision', 1);
}

async function makeDevices(db: Knex): Promise<number[]> {
  const { rows } = await db.raw(
    `with person as (insert into people (number, name, kind) values (gen_random_uuid(), 'bench', 'volunteer') returning id),
       duty as (insert into duties (person_id, period) select id, tstzrange('2026-01-01', null) from person),
       device as (insert into devices (name) select 'bench' from generate_series(1, :devices) returning id),
       carried as (insert into device_carriers (device_id, person_id, period)
         select device.id, person.id, tstzrange('2026-01-01', null) from device, person)
     select id from device`,
    { devices },
  );
  return rows.map(({ id }: { id: number }) => id);
}

/** A day of walking, or of driving for every second device: turns now and then, a jump, a silence. */
function movement(deviceId: number): ReportedFix[][] {
  const random = seededRandom(deviceId);
  const metresPerSecond = deviceId % 2 ? 1.4 : 8;
  let [lon, lat, course] = [random.between(118.3, 118.7), random.between(48.3, 48.7), random.between(0, 6)];
  let at = Date.UTC(2026, 4, 1);
  return Array.from({ length: batches }, () =>
    Array.from({ length: batchSize }, (_, index) => {
      at += (random.chance(0.002) ? 400 : everySeconds) * 1000;
      if (random.chance(0.02)) course = random.between(0, 6.28);
      lon += (metresPerSecond * everySeconds * Math.sin(course)) / 73_150;
      lat += (metresPerSecond * everySeconds * Math.cos(course)) / 111_210;
      const aside = random.chance(0.002) ? 0.1 : 0;
      return {
        index,
        recordedAt: at,
        lon: lon + aside,
        lat,
        accuracyMetres: random.chance(0.01) ? 150 : random.between(3, 15),
        speedMetresPerSecond: metresPerSecond,
        courseDegrees: (course * 180) / Math.PI,
        altitudeMetres: 640,
      };
    }),
  );
}
