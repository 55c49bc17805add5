import { createServer, type RequestListener, type Server } from 'node:http';
import pino, { type Logger } from 'pino';
import { endAlerts } from './alerts/stream.ts';
import { createApp } from './app.ts';
import { readConfig, WrongConfiguration } from './config.ts';
import { UnusableDatabase } from './database/open.ts';
import { startDatabase } from './database/start.ts';
import type { Deps } from './deps.ts';
import { startTerminalServer } from './devices/jt808/server.ts';
import { startSubscriber } from './devices/mqtt/subscriber.ts';
import { prepareFirstUse } from './first-use.ts';
import { endPositions } from './live/watch.ts';
import { boundGarbage, collectGarbage } from './memory.ts';
import { endWatching } from './plans/edits/watch.ts';
import { say } from './progress.ts';
import { startWork } from './work.ts';

const drainSeconds = 10;

/**
 * Runs the product until a signal. The port is taken first, so that a second start is told at once and whoever asks
 * early is told to wait; every wait over a second is told.
 */
async function main(): Promise<void> {
  boundGarbage();
  const config = readConfig(process.env);
  const log = pino({ level: config.logLevel });
  let answer: RequestListener = answerStarting;
  const server = createServer((request, response) => answer(request, response));
  const port = await listen(server, config.port, config.host);
  const database = await startDatabase(config, log);
  const deps = { db: database.db, config, log };
  const firstUse = await prepareFirstUse(deps, database);
  answer = createApp(deps);
  const stopWork = startWork(deps);
  const stopSubscriber = startSubscriber(deps);
  const stopTerminals = await startTerminals(deps);
  stopOnSignal(async () => {
    endWatching(database.db);
    endPositions(database.db);
    endAlerts(database.db);
    await Promise.all([drain(server), stopSubscriber(), stopTerminals()]);
    await stopWork();
    await database.stop();
  }, log);
  // The bound counts from the last collection.
  collectGarbage();
  say(`Gridwarden is at ${addressOf(config.host, port)}`);
  for (const line of firstUse(port)) say(line);
}

/** Takes the port; returns it, since 0 lets the system choose. A 200 MB upload over a slow line takes its time. */
async function listen(server: Server, port: number, host: string): Promise<number> {
  server.requestTimeout = 15 * 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : port;
}

/** Listens for JT/T 808 terminals where a port is given for them; returns how to stop. */
async function startTerminals(deps: Deps): Promise<() => Promise<void>> {
  const { jt808Port, host } = deps.config;
  if (jt808Port === null) return async () => {};
  const terminals = await startTerminalServer(deps, jt808Port, host).catch((error: unknown) => {
    if (!isPortTaken(error)) throw error;
    throw new WrongConfiguration(`The port ${jt808Port} is already in use; set JT808_PORT to another.`);
  });
  say(`JT/T 808 terminals connect to ${host} port ${terminals.port}`);
  return terminals.stop;
}

const answerStarting: RequestListener = (_request, response) => {
  response.writeHead(503, { 'Retry-After': '5', 'Content-Type': 'text/plain; charset=utf-8' });
  response.end('Starting; try again in a few seconds. 正在启动，请稍候。\n');
};

function addressOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function drain(server: Server): Promise<void> {
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
  if (isPortTaken(error)) console.error('The port is already in use; set PORT to another.');
  else console.error(isExpected ? error.message : error);
  process.exit(1);
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

main().catch(fail);
