import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { postgis } from '@electric-sql/pglite-postgis';
import { mendFailures } from './embedded-internals.ts';
import { simpleQuery, syncMessage, withOneReady } from './embedded-wire.ts';

/** The engine no longer answers as PostgreSQL would; only a new process helps. */
class EngineBroken extends Error {}

export type Engine = {
  /** Runs the messages of one client up to a query, Sync or Flush, and returns what to send back. */
  run: (messages: Buffer, seriesOpen: boolean) => Promise<Buffer>;
  /** Ends what a client left open. */
  release: () => Promise<void>;
  /** A transaction block or an unsynced series is open, so nobody else may be let in. */
  isOpen: () => boolean;
  query: (sql: string) => Promise<Record<string, unknown>[]>;
  close: () => Promise<void>;
};

/** Opens the database in `folder`, and makes it first where it is missing or its making was interrupted. */
export async function openEngine(folder: string): Promise<Engine> {
  const finished = join(folder, 'gridwarden-initialised');
  if (!existsSync(finished)) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const db = await PGlite.create(folder, { extensions: { btree_gist, postgis } });
  await writeFile(finished, '');
  return engineOver(db);
}

function engineOver(db: PGlite): Engine {
  let seriesOpen = false;
  let lostBy: unknown;
  const restoreStack = mendFailures(db.Module, (thrown) => {
    lostBy = thrown;
  });

  async function run(messages: Buffer, leavesSeriesOpen: boolean): Promise<Buffer> {
    const chunks: Buffer[] = [];
    // The bytes lie in the engine's memory and are gone after the call.
    const onRawData = (bytes: Uint8Array) => void chunks.push(Buffer.from(bytes));
    await db.runExclusive(() => db.execProtocolRawStream(new Uint8Array(messages), { onRawData }));
    restoreStack();
    seriesOpen = leavesSeriesOpen;
    const { answer, isReady } = withOneReady(Buffer.concat(chunks), leavesSeriesOpen);
    if (lostBy !== undefined) throw new EngineBroken(`The engine failed: ${lostBy}`);
    if (!isReady && !leavesSeriesOpen) throw new EngineBroken('The engine gave no answer.');
    return answer;
  }

  return {
    run,
    release: async () => {
      if (seriesOpen) await run(syncMessage, false);
      if (db.isInTransaction()) await run(simpleQuery('rollback'), false);
    },
    isOpen: () => seriesOpen || db.isInTransaction(),
    query: async (sql) => {
      try {
        return (await db.query<Record<string, unknown>>(sql)).rows;
      } finally {
        restoreStack();
      }
    },
    close: () => db.close(),
  };
}
