import type { Knex } from 'knex';
import { forgetRowsOf } from './erased-store.ts';

/** Forgets what imports hold of the person with a number, who is being erased; part of the transaction that `trx` is. */
export async function forgetPerson(trx: Knex, number: string): Promise<void> {
  await forgetRowsOf(trx, number);
}
