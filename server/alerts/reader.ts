import type { Knex } from 'knex';
import type { Caller } from '../access/caller.ts';
import type { Scope } from '../access/scope.ts';
import { ownCellsOf } from '../coverage/own-cells.ts';
import type { Reader } from './queries.ts';

/** Whose alerts are asked for, as their grants and assignments are now. */
export async function readerOf(db: Knex, { accountId }: Caller, scope: Scope): Promise<Reader> {
  const now = Date.now();
  const ownCells = await ownCellsOf(db, scope, [now, now]);
  return {
    accountId,
    everywhere: scope.everywhere,
    grantedIds: [...scope.grantedIds],
    ownCells: [...ownCells],
  };
}
