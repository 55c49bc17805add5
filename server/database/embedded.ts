import { type ChildProcess, fork } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { typeScriptLoader } from '../typescript/loader.ts';
import type { ChildReport } from './embedded-child.ts';
import { Locked, takeLock } from './folder-lock.ts';
import { UnusableDatabase } from './open.ts';

export type EmbeddedOptions = {
  /** Absolute; the database lies in its folder `database`. */
  dataDir: string;
  log: Logger;
  /** Told how long a wait has taken, from a second on, and what the database does not promise. */
  onProgress: (line: string) => void;
};

export type Embedded = {
  connection: { host: string; user: string; database: string; isOneSession: true };
  /** Closes the database cleanly; the pool that uses it has been closed before. */
  stop: () => Promise<void>;
};

/** A Unix socket's address holds 107 bytes, and PostgreSQL clients add this name to the folder. */
const socketName = '.s.PGSQL.5432';
const longestSocketPath = 103;
const stopSeconds = 30;
const longestPauseMs = 15_000;
const progressEveryMs = 3_000;

const childPath = join(import.meta.dirname, 'embedded-child.ts');

/**
 * Starts the database's process and keeps it running: one that ends unasked is started again on the same socket.
 * Throws {@link UnusableDatabase} where another process has the folder, or the database does not open.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { dataDir, log, onProgress } = options;
  const unlock = await lockFolder(dataDir);
  const sockets = await socketFolder(dataDir);
  const socketPath = join(sockets, socketName);
  let stopping = false;
  let child: ChildProcess;

  async function launch(): Promise<void> {
    child = fork(childPath, [dataDir, socketPath], {
      execArgv: ['--import', typeScriptLoader],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    child.stderr?.on('data', (text) => log.warn({ text: String(text).trim() }, 'embedded database'));
    await untilReady(child, log, onProgress);
    child.once('exit', (code, signal) => {
      if (stopping) return;
      log.error({ code, signal }, 'the embedded database ended unexpectedly and is started again');
      void relaunch();
    });
  }

  async function relaunch(): Promise<void> {
    for (let pauseMs = 100; !stopping; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      try {
        await launch();
        log.info('the embedded database is back');
        if (stopping) await end(child);
        return;
      } catch (error) {
        if (stopping) return;
        log.error({ err: error }, 'the embedded database did not start');
        await sleep(pauseMs);
      }
    }
  }

  try {
    await launch();
  } catch (error) {
    unlock();
    throw error;
  }
  onProgress(
    'The embedded database does not fsync: what is answered survives kill -9, but not a loss of power.',
  );
  return {
    connection: { host: sockets, user: 'postgres', database: 'postgres', isOneSession: true },
    stop: async () => {
      stopping = true;
      await end(child);
      if (!socketPath.startsWith(dataDir)) await rm(sockets, { recursive: true, force: true });
      unlock();
    },
  };
}

async function lockFolder(dataDir: string): Promise<() => void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    return takeLock(join(dataDir, 'server.lock'));
  } catch (error) {
    if (error instanceof Locked)
      throw new UnusableDatabase(
        `The data folder ${dataDir} is in use by process ${error.pid}; stop that one, or set DATA_DIR to another folder.`,
      );
    throw new UnusableDatabase(`The data folder ${dataDir} cannot be used: ${error}`);
  }
}

async function socketFolder(dataDir: string): Promise<string> {
  if (Buffer.byteLength(join(dataDir, 'socket', socketName)) > longestSocketPath)
    return mkdtemp(join(tmpdir(), 'gridwarden-'));
  await mkdir(join(dataDir, 'socket'), { recursive: true, mode: 0o700 });
  return join(dataDir, 'socket');
}

async function untilReady(
  child: ChildProcess,
  log: Logger,
  onProgress: (line: string) => void,
): Promise<void> {
  const started = Date.now();
  let what = 'Opening the embedded database';
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const tell = () => onProgress(`${what} … ${seconds()} s`);
  const first = setTimeout(tell, 1_000);
  const timer = setInterval(tell, progressEveryMs);
  try {
    await new Promise<void>((resolve, reject) => {
      let reason = 'its process ended';
      child.on('message', (message: ChildReport) => {
        if (message.kind === 'ready') resolve();
        if (message.kind === 'failed') reason = message.reason;
        if (message.kind === 'waiting')
          what = `Waiting for the previous database process ${message.pid} to end`;
        if (message.kind === 'note') log.warn(message.text);
      });
      child.once('error', reject);
      child.once('exit', () =>
        reject(new UnusableDatabase(`The embedded database does not open: ${reason}`)),
      );
    });
  } finally {
    clearTimeout(first);
    clearInterval(timer);
  }
}

/** Killing one that does not end costs nothing but the replay of its log at the next start. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  if (child.connected) child.send('stop', () => {});
  const late = setTimeout(() => child.kill('SIGKILL'), stopSeconds * 1000);
  await ended;
  clearTimeout(late);
}
