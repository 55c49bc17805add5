import type { Knex } from 'knex';
import { takeNameOut } from './decision-store.ts';

/** Takes a person out of the words of decisions; to be called in the transaction that erases, while the name is known. */
export function forgetInDecisions(trx: Knex, personId: number): Promise<void> {
  return takeNameOut(trx, personId);
}
