import type { Knex } from 'knex';
import { expect, test } from 'vitest';
import { atOnce } from '../../server/database/at-once.ts';
import { testDatabase } from '../support/database.ts';

const { db } = await testDatabase();

/** What began and ended when, of two questions of which the first takes longer. */
async function asked(connection: Knex) {
  const order: string[] = [];
  const ask = (name: string, seconds: number) => async () => {
    order.push(`${name} begins`);
    await connection.raw('select pg_sleep(:seconds)', { seconds });
    order.push(`${name} ends`);
    return name;
  };
  const answers = await atOnce(connection, [ask('first', 0.05), ask('second', 0)]);
  return { answers, order };
}

test('several questions are asked at once and answered in order', async () => {
  const { answers, order } = await asked(db);
  expect(answers).toEqual(['first', 'second']);
  expect(order.slice(0, 2)).toEqual(['first begins', 'second begins']);
});

test('a transaction is asked one question after the other', async () => {
  const { answers, order } = await db.transaction((trx) => asked(trx));
  expect(answers).toEqual(['first', 'second']);
  expect(order).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
});
