import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { hashSecret, makeSecret } from '../server/accounts/token.ts';
import type { Connection } from '../server/database/open.ts';
import { makePartitions } from '../server/tracks/partitions.ts';
import { typeScriptLoader } from '../server/typescript/loader.ts';
import { withDatabase } from './database.ts';
import { median, report } from './figure.ts';
import { type Load, type Loaded, load } from './http-load.ts';
import { copySeconds, makeBenchCells, makeCarriedDevices } from './patrol.ts';

const connections = 200;
const batch = 200;
const startedAt = Date.UTC(2026, 4, 1);
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3);
const seconds = Number(process.env['BENCH_SECONDS'] ?? 6);

await withDatabase(async ({ db, connection }) => {
  await makePartitions(db, 24, new Date());
  await makeBenchCells(db);
  const nothing = await startServer('nothing');
  const product = await startServer('product', connection);
  const ungrouped = await startServer('product', connection, { INGEST_GROUP_MS: '0' });
  const single: number[] = [];
  const empty: number[] = [];
  const batches: number[] = [];
  const copied: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const overNothing = perSecond(await load({ ...singles(await walkers(db)), port: nothing.port, seconds }));
    const overProduct = perSecond(await load({ ...singles(await walkers(db)), port: product.port, seconds }));
    const carried = await walkers(db, 40);
    const many = await load({ ...overland(carried), port: product.port, seconds });
    const stored = perSecond(many) * batch;
    const copy = await copySeconds(
      db,
      connection,
      carried.map(({ id }) => id),
    );
    if (round === 0) continue; // the compiler warms up
    empty.push(overNothing);
    single.push(overProduct);
    batches.push(stored);
    copied.push(copy.rows / copy.seconds);
  }
  report({
    name: 'acknowledged single-fix HTTP requests, 200 connections',
    value: median(single),
    unit: 'requests/s',
    baseline: median(empty),
    baselineOf: 'an Express route that answers 200 and does nothing',
    atLeast: 0.5,
  });
  report({
    name: 'acknowledged fixes over HTTP, Overland batches of 200, everything included',
    value: median(batches),
    unit: 'fixes/s',
    baseline: median(copied),
    baselineOf: 'plain COPY of the same fixes',
    atLeast: 0.15,
  });
  const rate = median(single) / 2;
  const paced = await load({ ...singles(await walkers(db)), port: product.port, seconds: 2 * seconds, rate });
  if (paced.failed > 0) throw new Error(`${paced.failed} requests failed at half the rate.`);
  report({
    name: `latency of an acknowledged single fix at ${Math.round(rate)} requests/s, p99`,
    value: quantile(paced, 0.99),
    unit: 'ms',
    baseline: 150,
    baselineOf: 'the bound',
    atMost: 1,
  });
  console.log(`  p50 ${quantile(paced, 0.5).toFixed(1)} ms, p90 ${quantile(paced, 0.9).toFixed(1)} ms`);
  const few = { seconds, rate: 200 };
  await load({ ...singles(await walkers(db)), ...few, port: ungrouped.port });
  const waiting = await load({ ...singles(await walkers(db)), ...few, port: product.port });
  const atOnce = await load({ ...singles(await walkers(db)), ...few, port: ungrouped.port });
  report({
    name: `median latency of a single fix at ${few.rate} requests/s, where the first of a group waits 20 ms for others`,
    value: quantile(waiting, 0.5),
    unit: 'ms',
    baseline: quantile(atOnce, 0.5),
    baselineOf: 'where it waits for nobody (INGEST_GROUP_MS=0)',
  });
  for (const { stop } of [nothing, product, ungrouped]) stop();
});

async function startServer(kind: 'nothing' | 'product', connection?: Connection, settings = {}) {
  const child = fork(join(import.meta.dirname, 'live-server.ts'), [kind, JSON.stringify(connection ?? '')], {
    execArgv: ['--import', typeScriptLoader],
    env: { ...process.env, ...settings },
  });
  const [{ port }] = await once(child, 'message');
  return { port: Number(port), stop: () => child.disconnect() };
}

type Walker = { id: number; token: string; metres: number };

/** Devices with a token each, carried by somebody on duty. */
async function walkers(db: Knex, count = connections): Promise<Walker[]> {
  const ids = await makeCarriedDevices(db, count);
  const made = ids.map((id) => ({ id, token: makeSecret(), metres: 0 }));
  await db.batchInsert(
    'tokens',
    made.map(({ id, token }) => ({ kind: 'device', hash: hashSecret(token), device_id: id })),
  );
  return made;
}

/** The next fix of a walk, ten seconds and 14 metres on. */
function nextFix(walker: Walker) {
  walker.metres += 14;
  return {
    lon: 118.3 + (walker.id % 40) * 0.01 + walker.metres / 73_150,
    lat: 48.3 + (walker.id % 37) * 0.01,
    at: startedAt + (walker.metres / 14) * 10_000,
  };
}

function singles(made: readonly Walker[]): Pick<Load, 'connections' | 'next'> {
  return {
    connections: made.length,
    next: (index) => {
      const walker = made[index] as Walker;
      const { lon, lat, at } = nextFix(walker);
      return Buffer.from(
        `POST /ingest/osmand/${walker.token}?id=${walker.id}&lat=${lat.toFixed(7)}&lon=${lon.toFixed(7)}&timestamp=${at / 1000}&speed=2.7&bearing=90&altitude=640&accuracy=8&batt=57 HTTP/1.1\r\nHost: bench\r\nContent-Length: 0\r\n\r\n`,
      );
    },
  };
}

function overland(made: readonly Walker[]): Pick<Load, 'connections' | 'next'> {
  return {
    connections: made.length,
    next: (index) => {
      const walker = made[index] as Walker;
      const locations = Array.from({ length: batch }, () => {
        const { lon, lat, at } = nextFix(walker);
        return {
          type: 'Feature',
          geometry: { type: 'Point', coordinates: [Number(lon.toFixed(7)), Number(lat.toFixed(7))] },
          properties: {
            timestamp: new Date(at).toISOString().replace('.000', ''),
            altitude: 640,
            speed: 1,
            course: 90,
            horizontal_accuracy: 8,
            vertical_accuracy: 3,
            speed_accuracy: 1,
            course_accuracy: 10,
            motion: ['walking'],
            battery_state: 'unplugged',
            battery_level: 0.57,
            wifi: '',
            device_id: `device-${walker.id}`,
          },
        };
      });
      const body = JSON.stringify({ locations });
      return Buffer.from(
        `POST /ingest/overland/${walker.token} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      );
    },
  };
}

function perSecond({ answered, failed, failure, seconds: took }: Loaded): number {
  if (failed > 0) throw new Error(`${failed} requests failed, the first with ${failure}`);
  return answered / took;
}

function quantile({ latenciesMs }: Loaded, share: number): number {
  return latenciesMs[Math.floor(share * (latenciesMs.length - 1))] ?? Number.NaN;
}
