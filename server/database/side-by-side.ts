import type { Knex } from 'knex';

/**
 * Asks two things at once, where that is possible: a transaction has one connection, and asks one after the other. Where
 * one fails the other has ended too before that is said: whoever comes next must not meet it still at work.
 */
export async function sideBySide<First, Second>(
  db: Knex,
  first: () => Promise<First>,
  second: () => Promise<Second>,
): Promise<[First, Second]> {
  if (db.isTransaction) return [await first(), await second()];
  const both = [first(), second()] as const;
  await Promise.allSettled(both);
  return Promise.all(both);
}
