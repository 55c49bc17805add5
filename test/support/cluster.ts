import { execFileSync, spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const debianPrograms = '/usr/lib/postgresql';
const startSeconds = 30;

// Nothing of a throw-away cluster needs to survive, and a plan compiled to machine code never pays in a test.
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  jit: 'off',
  listen_addresses: '',
  shared_buffers: '256MB',
  max_connections: '60',
  timezone: 'UTC',
};

export type Cluster = {
  connection: { host: string; user: string; database: string };
  stop: () => Promise<void>;
};

/** The folder of PostgreSQL's server programs with PostGIS beside them, newest first; null where there is none. */
export function findServerPrograms(): string | null {
  return programFolders().find((folder) => existsSync(join(folder, 'initdb')) && hasPostgis(folder)) ?? null;
}

/** Makes and starts a private cluster that only a Unix socket reaches; it is gone after `stop`, or with this process. */
export async function startCluster(programs: string): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), 'gridwarden-pg-'));
  const owner = await handToServerAccount(folder);
  const data = join(folder, 'data');
  const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'];
  execFileSync(join(programs, 'initdb'), initdb, { ...owner, stdio: ['ignore', 'ignore', 'pipe'] });
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = spawn(join(programs, 'postgres'), ['-D', data, '-k', folder, ...options], {
    ...owner,
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  // QUIT is PostgreSQL's immediate shutdown. An interrupted vitest tears nothing down, but it passes through 'exit'.
  const abandon = () => {
    server.kill('SIGQUIT');
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  };
  process.once('exit', abandon);
  const stop = async () => {
    process.off('exit', abandon);
    server.kill('SIGQUIT');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  await untilAnswers(programs, folder).catch(async (error) => {
    await stop();
    throw error;
  });
  return { connection: { host: folder, user: 'postgres', database: 'postgres' }, stop };
}

function programFolders(): string[] {
  const versions = existsSync(debianPrograms)
    ? execFileSync('ls', [debianPrograms], { encoding: 'utf8' })
    : '';
  const debian = versions
    .split('\n')
    .filter(Boolean)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(debianPrograms, version, 'bin'));
  return [...debian, ...askPgConfig('pg_config', '--bindir')];
}

function hasPostgis(folder: string): boolean {
  const [shared] = askPgConfig(join(folder, 'pg_config'), '--sharedir');
  // Debian's pg_config answers for its own version; without one, its layout is known.
  const version = /postgresql\/(\d+)\/bin$/.exec(folder)?.[1];
  const candidates = [shared, version && `/usr/share/postgresql/${version}`].filter(
    (path) => path !== undefined,
  );
  return candidates.some((path) => existsSync(join(path, 'extension/postgis.control')));
}

function askPgConfig(program: string, question: string): string[] {
  try {
    return [
      execFileSync(program, [question], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim(),
    ];
  } catch {
    return []; // not installed
  }
}

type Account = { uid: number; gid: number } | Record<string, never>;

/** Whom the server's programs run as: PostgreSQL refuses to run as root. */
export function serverAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  const [uid = 0, gid = 0] = ['-u', '-g'].map((which) =>
    Number(execFileSync('id', [which, 'postgres'], { encoding: 'utf8' })),
  );
  return { uid, gid };
}

async function handToServerAccount(folder: string): Promise<Account> {
  const account = serverAccount();
  if ('uid' in account) await chown(folder, account.uid, account.gid);
  return account;
}

async function untilAnswers(programs: string, host: string): Promise<void> {
  for (let tries = startSeconds * 20; ; tries--) {
    try {
      execFileSync(join(programs, 'pg_isready'), ['-h', host, '-q'], { stdio: 'ignore' });
      return;
    } catch (error) {
      if (tries === 0) throw error;
      await sleep(50);
    }
  }
}
