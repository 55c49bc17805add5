import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../server/database/embedded.ts';
import { migrate } from '../../server/database/migrate.ts';
import { type Connection, openDatabase } from '../../server/database/open.ts';
import { chooseDatabase } from './choice.ts';
import { startCluster } from './cluster.ts';

/**
 * What a worker is given: a template that it copies, or the embedded database that it uses as it is. `server` is
 * where the copies lie.
 */
export type ProvidedDatabase =
  | { kind: 'postgres'; server: Connection; template: string }
  | { kind: 'embedded'; server: Connection };

declare module 'vitest' {
  interface ProvidedContext {
    database: ProvidedDatabase;
  }
}

/** Runs once a project: finds a database, migrates it, and takes it away at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { name, provided, stop } = await provideDatabase();
  console.log(`Database of the ${project.name} tests: ${name}`);
  project.provide('database', provided);
  return stop;
}

type Provision = { name: string; provided: ProvidedDatabase; stop: () => Promise<void> };

/** Finds a database and migrates it; `stop` takes it away. */
export async function provideDatabase(): Promise<Provision> {
  const choice = chooseDatabase();
  if (choice.kind === 'embedded') return provideEmbedded(`the embedded one, ${choice.reason}`);
  if (choice.kind === 'server')
    return providePostgres('the one of TEST_DATABASE_URL', choice.url, async () => {});
  const cluster = await startCluster(choice.programs);
  return providePostgres(`a throw-away cluster of ${choice.programs}`, cluster.connection, cluster.stop);
}

async function providePostgres(
  name: string,
  server: Connection,
  stop: () => Promise<void>,
): Promise<Provision> {
  const template = `gridwarden_test_${process.pid}_${Date.now().toString(36)}`;
  try {
    await inDatabase(server, (db) => db.raw(`create database ${template}`));
    await inDatabase(atDatabase(server, template), migrate);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    name,
    provided: { kind: 'postgres', server, template },
    stop: async () => {
      await inDatabase(server, (db) => dropCopies(db, template));
      await stop();
    },
  };
}

/** The template and what the workers copied from it, named after it. */
async function dropCopies(db: ReturnType<typeof openDatabase>, template: string): Promise<void> {
  const { rows } = await db.raw('select datname from pg_database where starts_with(datname, ?)', [template]);
  for (const { datname } of rows) await db.raw(`drop database ${datname} with (force)`);
}

async function provideEmbedded(name: string): Promise<Provision> {
  const dataDir = await mkdtemp(join(tmpdir(), 'gridwarden-test-'));
  const log = pino({ level: 'warn' });
  const embedded = await startEmbedded({ dataDir, log, onProgress: (line) => console.log(line) });
  await inDatabase(embedded.connection, migrate);
  return {
    name,
    provided: { kind: 'embedded', server: embedded.connection },
    stop: async () => {
      await embedded.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The same server, another database. */
export function atDatabase(connection: Connection, database: string): Connection {
  if (typeof connection !== 'string') return { ...connection, database };
  const url = new URL(connection);
  url.pathname = `/${database}`;
  return url.href;
}

async function inDatabase<T>(
  connection: Connection,
  work: (db: ReturnType<typeof openDatabase>) => Promise<T>,
): Promise<T> {
  const db = openDatabase(connection, 1);
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}
