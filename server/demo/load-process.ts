// The process in which the demonstration is loaded; load-apart.ts starts it, tells it where the database is, and is told
// the accounts.
import pino from 'pino';
import { openDatabase } from '../database/open.ts';
import { telling } from '../progress.ts';
import { loadDemonstration } from './load.ts';
import type { LoadOrder } from './load-apart.ts';

// Without the server there is nobody to load it for.
process.once('disconnect', () => process.exit(1));
process.once('message', ({ connection, config }: LoadOrder) => {
  load(connection, config).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});

async function load(connection: LoadOrder['connection'], config: LoadOrder['config']): Promise<void> {
  const db = openDatabase(connection, 5);
  const log = pino({ level: config.logLevel });
  const accounts = await loadDemonstration({ db, config, log }, new Date(), telling);
  await db.destroy();
  process.send?.(accounts, () => process.exit(0));
}
