import type { Knex } from 'knex';

/** Asks two things at once, where that is possible: a transaction has one connection, and asks one after the other. */
export async function sideBySide<First, Second>(
  db: Knex,
  first: () => Promise<First>,
  second: () => Promise<Second>,
): Promise<[First, Second]> {
  if (db.isTransaction) return [await first(), await second()];
  return Promise.all([first(), second()]);
}
