import type { Knex } from 'knex';
import pino from 'pino';
import { readConfig } from '../server/config.ts';
import { seededRandom } from '../server/demo/random.ts';
import type { ReportedFix } from '../server/tracks/fix.ts';
import { ingest } from '../server/tracks/ingest.ts';
import { makePartitions } from '../server/tracks/partitions.ts';
import { withDatabase } from './database.ts';
import { median, report } from './figure.ts';
import { copySeconds, makeBenchCells, makeCarriedDevices } from './patrol.ts';

const rounds = 5;
const devices = 16;
const batches = 6;
const batchSize = 1_000;
const fixesPerRound = devices * batches * batchSize;
const everySeconds = 10;
const atOnce = Number(process.env['BENCH_AT_ONCE'] ?? 6);

await withDatabase(async ({ db, connection }) => {
  await makePartitions(db, 24, new Date());
  await makeBenchCells(db);
  const ingested: number[] = [];
  const copied: number[] = [];
  for (let round = -1; round <= rounds; round++) {
    const made = await makeCarriedDevices(db, devices);
    const ours = await measureIngest(db, made);
    const copy = await copySeconds(db, connection, made);
    if (round < 1) continue; // the compiler warms up
    ingested.push(ours);
    copied.push(copy.rows / copy.seconds);
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

async function measureIngest(db: Knex, made: readonly number[]): Promise<number> {
  const config = readConfig({ RETENTION_MONTHS: '0' });
  const deps = { db, config, log: pino({ level: 'silent' }) };
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
