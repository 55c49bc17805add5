import type { Knex } from 'knex';
import pino from 'pino';
import { readConfig } from '../server/config.ts';
import type { ReportedFix } from '../server/tracks/fix.ts';
import { ingest } from '../server/tracks/ingest.ts';
import { makePartitions } from '../server/tracks/partitions.ts';
import { withDatabase } from './database.ts';
import { median, report } from './figure.ts';
import { makeBenchCells, makeCarriedDevices } from './patrol.ts';

const few = 1_000_000;
const many = Number(process.env['BENCH_FIXES'] ?? 50_000_000);
const fixesOfDevice = 10_000;
const devices = 200;
const batchSize = 50;
const rounds = 21;
const atOnce = 6;
const config = readConfig({ RETENTION_MONTHS: '0' });
const log = pino({ level: 'silent' });

/**
 * What an upload costs beside a million stored fixes and beside fifty, in two databases of one run: the rounds take
 * turns, so that both feel the same machine. It needs 15 GB of disk and some ten minutes.
 */
await withDatabase(async (small) => {
  await withDatabase(async (large) => {
    const uploadToSmall = await prepare(small.db, few);
    const uploadToLarge = await prepare(large.db, many);
    const [beforeMs, afterMs]: [number[], number[]] = [[], []];
    for (let round = -4; round < rounds; round++) {
      const before = await uploadToSmall();
      const after = await uploadToLarge();
      if (round < 0) continue; // the compiler and the caches warm up
      beforeMs.push(before);
      afterMs.push(after);
    }
    report({
      name: `an upload of ${batchSize} fixes beside ${many / 1_000_000} million stored ones, ${atOnce} devices at once`,
      value: median(afterMs),
      unit: 'ms',
      baseline: median(beforeMs),
      baselineOf: `beside ${few / 1_000_000} million`,
      atMost: 1.3,
    });
  });
});

/** Fills a database; returns a function that uploads one batch of each of some devices and says the time of one. */
async function prepare(db: Knex, stored: number): Promise<() => Promise<number>> {
  await makePartitions(db, 24, new Date());
  await makeBenchCells(db);
  await fill(db, stored);
  const walking = await makeCarriedDevices(db, devices);
  await db.raw('vacuum analyze');
  let round = 0;
  return async () => {
    const startedAt = performance.now();
    const left = [...walking];
    const from = Date.UTC(2026, 9, 1) + round++ * batchSize * 10_000;
    const workers = Array.from({ length: atOnce }, async () => {
      for (let deviceId = left.pop(); deviceId; deviceId = left.pop()) await upload(db, deviceId, from);
    });
    await Promise.all(workers);
    return (performance.now() - startedAt) / devices;
  };
}

/** Fixes of other devices over the year before, with the receipts, tracks and visits that they would have left. */
async function fill(db: Knex, stored: number): Promise<void> {
  const ids = await makeCarriedDevices(db, stored / fixesOfDevice);
  const [first, last] = [ids[0] ?? 0, ids.at(-1) ?? 0];
  const everySeconds = (365 * 86_400) / fixesOfDevice;
  const series = (every: number) =>
    `generate_series(${first}, ${last}) device, generate_series(0, ${fixesOfDevice - 1}, ${every}) n,
     lateral (select timestamptz '2025-11-01' + n * interval '${everySeconds} seconds' as at) moment`;
  await db.raw(
    `insert into fixes (device_id, recorded_at, lon_e7, lat_e7, receipt_id, accuracy_metres, received_at)
     select device, at, 1183000000 + device % 400 * 10000 + n * 50, 483000000 + device % 370 * 10000, n / ${batchSize}, 8, at
     from ${series(1)}`,
  );
  await db.raw(
    `insert into receipts (device_id, received_at, protocol, received, stored, duplicates, flagged, off_duty, is_live)
     select device, at, 'bench', ${batchSize}, ${batchSize}, 0, 0, 0, true from ${series(batchSize)}`,
  );
  await db.raw(
    `insert into visits (device_id, cell_id, entered_at, left_at, metres, cells_revision)
     select device, 1 + (device + n) % 28224, at, at + interval '20 minutes', 400, 1 from ${series(40)}`,
  );
  await db.raw(
    `insert into tracks (device_id, started_at, ended_at, fixes, flagged, metres, moving_seconds, west_e7, south_e7, east_e7, north_e7)
     select device, at, at + interval '2 hours', 100, 0, 4000, 7000, 1183000000, 483000000, 1184000000, 483100000
     from ${series(100)}`,
  );
}

function upload(db: Knex, deviceId: number, from: number) {
  return ingest(
    { db, config, log },
    {
      deviceId,
      protocol: 'bench',
      isLive: true,
      receivedAt: Date.now(),
      decoded: { fixes: walk(deviceId, from), refused: [] },
    },
  );
}

/** A walk to the east, a fix every ten seconds. */
function walk(deviceId: number, from: number): ReportedFix[] {
  const start = (from - Date.UTC(2026, 9, 1)) / 10_000;
  return Array.from({ length: batchSize }, (_, index) => ({
    index,
    recordedAt: from + index * 10_000,
    lon: 118.3 + (deviceId % 40) * 0.01 + ((start + index) * 14) / 73_150,
    lat: 48.3 + (deviceId % 37) * 0.01,
    accuracyMetres: 8,
    speedMetresPerSecond: 1.4,
    courseDegrees: 90,
    altitudeMetres: 640,
  }));
}
