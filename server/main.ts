import { createServer } from 'node:http';
import pino, { type Logger } from 'pino';
import { createApp } from './app.ts';
import { readConfig, WrongConfiguration } from './config.ts';
import { UnusableDatabase } from './database/open.ts';
import { startDatabase } from './database/start.ts';
import { prepareFirstUse } from './first-use.ts';
import { say } from './progress.ts';
import { startWork } from './work.ts';

const drainSeconds = 10;

/** Runs the product until a signal; resolves once it listens. Every wait over a second is told. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = pino({ level: config.logLevel });
  const database = await startDatabase(config, log);
  const deps = { db: database.db, config, log };
  const firstUse = await prepareFirstUse(deps, database.embedded);
  const server = createServer(createApp(deps));
  server.requestTimeout = 15 * 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, resolve);
  });
  const stopWork = startWork(deps);
  stopOnSignal(async () => {
    await drain(server);
    await stopWork();
    await database.stop();
  }, log);
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : config.port;
  say(`Gridwarden is at http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`);
  for (const line of firstUse(port)) say(line);
}

function drain(server: ReturnType<typeof createServer>): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), drainSeconds * 1000);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function stopOnSignal(stop: () => Promise<void>, log: Logger): void {
  let stopping = false;
  const onSignal = (signal: string) => {
    if (stopping) return;
    stopping = true;
    say(`${signal}: finishing requests, then closing the database.`);
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
}

/** What the operator can mend is said in one sentence; anything else with its stack. */
function fail(error: unknown): never {
  const isExpected = error instanceof WrongConfiguration || error instanceof UnusableDatabase;
  const busy = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  if (busy) console.error('The port is already in use; set PORT to another.');
  else console.error(isExpected ? error.message : error);
  process.exit(1);
}

main().catch(fail);
