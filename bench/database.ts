import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { migrate } from '../server/database/migrate.ts';
import { type Connection, openDatabase } from '../server/database/open.ts';
import { findServerPrograms, startCluster } from '../test/support/cluster.ts';
import { atDatabase } from '../test/support/global-database.ts';

export type BenchDatabase = { db: Knex; connection: Connection };

/**
 * A migrated database of its own on a real PostgreSQL: on the server of BENCH_DATABASE_URL, else in a throw-away
 * cluster. It is gone afterwards.
 */
export async function withDatabase(measure: (database: BenchDatabase) => Promise<void>): Promise<void> {
  const { server, stop } = await startServer();
  const name = `gridwarden_bench_${randomBytes(4).toString('hex')}`;
  const maintenance = openDatabase(server, 1);
  await maintenance.raw(`create database ${name}`);
  const connection = atDatabase(server, name);
  const db = openDatabase(connection, 12);
  try {
    await migrate(db);
    await measure({ db, connection });
  } finally {
    await db.destroy();
    await maintenance.raw(`drop database ${name} with (force)`);
    await maintenance.destroy();
    await stop();
  }
}

async function startServer(): Promise<{ server: Connection; stop: () => Promise<void> }> {
  const url = process.env['BENCH_DATABASE_URL'];
  if (url) return { server: url, stop: async () => {} };
  const programs = findServerPrograms();
  if (!programs)
    throw new Error(
      'The figures need a real PostgreSQL with PostGIS: install it, or set BENCH_DATABASE_URL.',
    );
  const cluster = await startCluster(programs);
  return { server: cluster.connection, stop: cluster.stop };
}
