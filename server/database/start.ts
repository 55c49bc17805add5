import { resolve } from 'node:path';
import type { Knex } from 'knex';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { say, telling } from '../progress.ts';
import { startEmbedded } from './embedded.ts';
import { migrate } from './migrate.ts';
import { type Connection, checkDatabase, openDatabase } from './open.ts';

export type RunningDatabase = {
  db: Knex;
  connection: Connection;
  embedded: boolean;
  stop: () => Promise<void>;
};

/** Opens PostgreSQL at DATABASE_URL, or the embedded database in the data folder, and migrates it. */
export async function startDatabase(config: Config, log: Logger): Promise<RunningDatabase> {
  const running = config.databaseUrl ? connect(config.databaseUrl) : await embed(config, log);
  try {
    await telling('Checking the database', checkDatabase(running.db));
    await telling(
      'Migrating the database',
      migrate(running.db, (name) => say(`  migration ${name}`)),
    );
  } catch (error) {
    await running.stop();
    throw error;
  }
  return running;
}

function connect(url: string): RunningDatabase {
  const db = openDatabase(url);
  return { db, connection: url, embedded: false, stop: () => db.destroy() };
}

async function embed(config: Config, log: Logger): Promise<RunningDatabase> {
  const dataDir = resolve(config.dataDir);
  const embedded = await startEmbedded({ dataDir, log, onProgress: say });
  const db = openDatabase(embedded.connection, 5);
  const stop = async () => {
    await db.destroy();
    await embedded.stop();
  };
  return { db, connection: embedded.connection, embedded: true, stop };
}
