import type { Knex } from 'knex';
import type pg from 'pg';
import { isShared } from './prepared.ts';

/**
 * Asks statements of a transaction without waiting for the answer of one before the next is sent: each that waits costs
 * two switches between processes. Those asked by `prepared` go in their order. Comes back when all have ended; throws
 * what failed first, which those after it only repeat. On the embedded database, where all connections share one, they
 * are asked one after the other.
 */
export async function pipelined(trx: Knex, statements: readonly (() => Promise<unknown>)[]): Promise<void> {
  if (isShared(trx)) {
    for (const statement of statements) await statement();
    return;
  }
  const connection: pg.Client = await trx.client.acquireConnection();
  // The driver goes by it whenever it looks for something to send; nothing of this transaction is on its way now.
  Object.assign(connection, { pipeline: true });
  let failure: { error: unknown } | undefined;
  const ended = statements.map((statement) =>
    statement().catch((error: unknown) => {
      failure ??= { error };
    }),
  );
  await Promise.all(ended);
  Object.assign(connection, { pipeline: false });
  if (failure) throw failure.error;
}
