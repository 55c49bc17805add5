import pino from 'pino';
import { readConfig } from '../server/config.ts';
import { startTerminalServer } from '../server/devices/jt808/server.ts';
import { makePartitions } from '../server/tracks/partitions.ts';
import { withDatabase } from './database.ts';
import { median, report } from './figure.ts';
import { copySeconds } from './patrol.ts';
import { makeFleet } from './terminal-fleet.ts';
import { startFleet } from './terminal-fleet-process.ts';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3);
const terminals = Number(process.env['BENCH_TERMINALS'] ?? 600);
const batches = 10;
const batchSize = 30;
const fixes = terminals * batches * batchSize;

await withDatabase(async ({ db, connection }) => {
  await makePartitions(db, 24, new Date());
  const deps = { db, config: readConfig({ RETENTION_MONTHS: '0' }), log: pino({ level: 'warn' }) };
  const server = await startTerminalServer(deps, 0, '127.0.0.1');
  const acknowledged: number[] = [];
  const copied: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const from = round * terminals;
    const fromDevice = await makeFleet(db, { from, count: terminals });
    const fleet = await startFleet();
    await fleet.order({ do: 'connect', port: server.port, from, count: terminals });
    const firstAt = Date.now() - batches * batchSize * 10_000;
    const { seconds = 0 } = await fleet.order({ do: 'batches', batches, batchSize, firstAt });
    fleet.end();
    const copy = await copySeconds(
      db,
      connection,
      Array.from({ length: terminals }, (_, n) => fromDevice + n),
    );
    if (round === 0) continue; // the compiler warms up
    acknowledged.push(fixes / seconds);
    copied.push(copy.rows / copy.seconds);
  }
  await server.stop();
  console.log(`  ${terminals} terminals in a process of their own, one batch of each under way`);
  report({
    name: 'JT/T 808 fixes acknowledged over TCP, 0x0704 batches of 30, with receipts, judging and visits',
    value: median(acknowledged),
    unit: 'fixes/s',
    baseline: median(copied),
    baselineOf: 'plain COPY of the same fixes into the same table',
    atLeast: 0.2,
  });
});
