// The process of the embedded database, so that a long query stalls neither the server's event loop nor its memory.
// embedded.ts starts it with the data folder and the socket's path, and talks to it over the IPC channel.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Engine, openEngine } from './embedded-engine.ts';
import { serveEngine } from './embedded-server.ts';
import { type Seat, Turns } from './embedded-turns.ts';
import { takeUpkeepStep } from './embedded-upkeep.ts';
import { Locked, takeLock } from './folder-lock.ts';

/** What the child tells its parent. */
export type ChildReport =
  | { kind: 'waiting'; pid: number }
  | { kind: 'ready' }
  | { kind: 'failed'; reason: string }
  | { kind: 'note'; text: string };

const upkeepEveryMs = 5_000;
const idleTransactionSeconds = 10;

const [dataDir = '', socketPath = ''] = process.argv.slice(2);

function report(message: ChildReport): void {
  if (process.connected) process.send?.(message);
}

function note(text: string): void {
  report({ kind: 'note', text });
}

/** A database process whose server was killed ends by itself, but not in the middle of a query. */
async function lockFolder(): Promise<() => void> {
  const path = join(dataDir, 'database.lock');
  for (let attempt = 0; ; attempt++) {
    try {
      return takeLock(path);
    } catch (error) {
      if (!(error instanceof Locked) || attempt === 60) throw error;
      if (attempt === 0) report({ kind: 'waiting', pid: error.pid });
      await sleep(500);
    }
  }
}

function keepUp(engine: Engine, turns: Turns): void {
  const seat: Seat = { waiting: [] };
  const step = () => takeUpkeepStep(engine).catch((error: Error) => note(`upkeep: ${error.message}`));
  setInterval(() => {
    if (seat.waiting.length === 0) turns.take(seat, step);
    const seconds = Math.round(turns.idleWaitSeconds());
    if (seconds >= idleTransactionSeconds)
      note(`a transaction has been idle for ${seconds} s while other statements wait for it`);
  }, upkeepEveryMs);
}

/** Only a new process helps an engine that has lost its way; the parent starts it. */
function giveUp(error: unknown): void {
  const leave = () => process.exit(70);
  if (process.connected)
    process.send?.({ kind: 'failed', reason: String(error) } satisfies ChildReport, leave);
  else leave();
}

let stopping = false;
/** Until the database is open there is nothing to close. */
let close = async (): Promise<void> => {};

async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await close().then(() => process.exit(0), giveUp);
}

async function main(): Promise<void> {
  const unlock = await lockFolder();
  const engine = await openEngine(join(dataDir, 'database'));
  const turns = new Turns(engine.isOpen, giveUp);
  await rm(socketPath, { force: true });
  const stopServing = await serveEngine(engine, turns, socketPath);
  keepUp(engine, turns);
  close = async () => {
    await stopServing();
    await engine.release();
    await engine.close();
    await rm(socketPath, { force: true });
    unlock();
  };
  report({ kind: 'ready' });
}

process.on('message', (message) => message === 'stop' && void stop());
process.on('disconnect', () => void stop());
// Ctrl-C and a service manager's TERM reach the whole group; the server finishes its requests first and then says so.
process.on('SIGINT', () => {}).on('SIGTERM', () => {});
main().catch((error: unknown) => {
  report({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
  process.disconnect?.();
});
