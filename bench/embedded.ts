import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import pino from 'pino';
import { startEmbedded } from '../server/database/embedded.ts';
import { migrate } from '../server/database/migrate.ts';
import { openDatabase } from '../server/database/open.ts';

/** A migrated embedded database in a folder of its own, which is gone afterwards. */
export async function withEmbedded(measure: (db: Knex) => Promise<void>): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'gridwarden-bench-'));
  const embedded = await startEmbedded({ dataDir, log: pino({ level: 'warn' }), onProgress: console.log });
  const db = openDatabase(embedded.connection, 2);
  try {
    await migrate(db);
    await measure(db);
  } finally {
    await db.destroy();
    await embedded.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
