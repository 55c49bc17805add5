import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chown, mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Connection } from '../../server/database/open.ts';
import { findServerPrograms, serverAccount } from '../support/cluster.ts';

export type MortalDatabase = {
  name: string;
  /** What the product is told. */
  variables: Record<string, string>;
  /** Where the database is reached beside the product. */
  connection: Connection;
  /** The ways in which it can end. */
  ends: Readonly<Record<string, () => void>>;
  /** What an operator does after it has ended; nothing where the product does that by itself. */
  startAgain: () => void;
  stop: () => void;
};

/** The product's own database below its data folder, whose process can be killed. */
export function embeddedDatabase(folder: string): MortalDatabase {
  const dataDir = join(folder, 'data');
  const kill = () => {
    const { pid } = JSON.parse(readFileSync(join(dataDir, 'database.lock'), 'utf8'));
    process.kill(pid, 'SIGKILL');
  };
  return {
    name: 'the embedded database',
    variables: { DATA_DIR: dataDir },
    connection: { host: join(dataDir, 'socket'), user: 'postgres', database: 'postgres' },
    ends: { 'the embedded database killed with -9': kill },
    startAgain: () => {},
    stop: () => {},
  };
}

/** A PostgreSQL cluster of its own below the folder, with the settings of a real one: what it commits it must keep. */
export async function postgresDatabase(folder: string): Promise<MortalDatabase> {
  const programs = findServerPrograms();
  if (!programs)
    throw new Error('No PostgreSQL with PostGIS was found: install it, or take --database embedded.');
  const base = join(folder, 'cluster');
  await mkdir(base);
  const account = serverAccount();
  if ('uid' in account) await chown(base, account.uid, account.gid);
  const data = join(base, 'data');
  const run = (program: string, ...args: string[]) =>
    execFileSync(join(programs, program), args, {
      ...account,
      cwd: base,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  run('initdb', '-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync');
  const port = await freePort();
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    max_wal_size: '128MB',
    min_wal_size: '32MB',
    jit: 'off',
  };
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  const log = join(base, 'log');
  const start = () =>
    run('pg_ctl', 'start', '-w', '-t', '60', '-D', data, '-l', log, '-o', `-k ${base} ${options.join(' ')}`);
  const end = (mode: string) => () => {
    run('pg_ctl', 'stop', '-w', '-t', '60', '-D', data, '-m', mode);
  };
  const isRunning = () => {
    try {
      run('pg_ctl', 'status', '-D', data);
      return true;
    } catch {
      return false;
    }
  };
  start();
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
  return {
    name: 'PostgreSQL',
    variables: { DATABASE_URL: url, DATA_DIR: join(folder, 'data') },
    connection: url,
    ends: {
      'PostgreSQL stopped at once (immediate)': end('immediate'),
      'PostgreSQL stopped (fast)': end('fast'),
    },
    startAgain: () => {
      if (!isRunning()) start();
    },
    stop: () => {
      if (isRunning()) end('immediate')();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('There is no free port.');
  return address.port;
}
