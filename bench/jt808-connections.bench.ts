import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import pino from 'pino';
import { createApp } from '../server/app.ts';
import { readConfig } from '../server/config.ts';
import { startTerminalServer } from '../server/devices/jt808/server.ts';
import { startWork } from '../server/work.ts';
import { withDatabase } from './database.ts';
import { report } from './figure.ts';
import { makeFleet } from './terminal-fleet.ts';
import { startFleet } from './terminal-fleet-process.ts';

const terminals = Number(process.env['BENCH_TERMINALS'] ?? 10_000);
const rounds = 3;
const everyMs = 10_000;
const mostMegabytes = 400;

raiseOpenFiles(terminals + 1_000);
await withDatabase(async ({ db }) => {
  const deps = { db, config: readConfig({}), log: pino({ level: 'warn' }) };
  // The whole product in one process, as main.ts builds it.
  const http = createServer(createApp(deps)).listen(0, '127.0.0.1');
  const stopWork = startWork(deps);
  const server = await startTerminalServer(deps, 0, '127.0.0.1');
  for (let from = 0; from < terminals; from += 1_000) await makeFleet(db, { from, count: 1_000 });
  const before = residentMegabytes();
  const fleet = await startFleet();
  const { seconds = 0, connected } = await fleet.order({
    do: 'connect',
    port: server.port,
    from: 0,
    count: terminals,
  });
  const { answered, p99Ms = 0 } = await fleet.order({ do: 'heartbeats', rounds, everyMs });
  const held = residentMegabytes();
  fleet.end();
  await server.stop();
  http.close();
  await stopWork();
  console.log(
    `  ${connected} terminals came in within ${seconds.toFixed(1)} s; ${answered} heartbeats of ${rounds * terminals}`,
  );
  console.log(
    `  were answered, 99 of 100 within ${p99Ms.toFixed(1)} ms; a terminal takes ${((1024 * (held - before)) / terminals).toFixed(1)} kB`,
  );
  report({
    name: `resident memory of the process that holds ${terminals} JT/T 808 terminals and answers their heartbeats`,
    value: held,
    unit: 'MB',
    baseline: mostMegabytes,
    baselineOf: 'what it may take at most',
    atMost: 1,
  });
});

function residentMegabytes(): number {
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

/** For this process and the terminals', which inherits it. */
function raiseOpenFiles(files: number): void {
  const { status, stderr } = spawnSync('prlimit', ['--pid', String(process.pid), `--nofile=${files}:`], {
    encoding: 'utf8',
  });
  if (status !== 0) console.error(`  the limit of open files stays as it is: ${stderr}`);
}
