import { expect, test } from 'vitest';
import { pipelined } from '../../server/database/pipelined.ts';
import { prepared } from '../../server/database/prepared.ts';
import { testDatabase } from '../support/database.ts';

const { db } = await testDatabase();

const insert = (trx: typeof db, number: string) =>
  prepared(
    trx,
    'insert-for-a-test',
    `insert into people (number, name, kind) values (cast(:number as text), :number, 'volunteer')`,
    { number },
  );

test('prepared statements of a transaction are asked in their order, the first of those before any answer', async () => {
  const seen: number[] = [];
  const count = async (trx: typeof db) => {
    const { rows } = await prepared(
      trx,
      'count-for-a-test',
      'select count(*)::int as people from people',
      {},
    );
    seen.push(rows[0].people);
  };
  await db.transaction((trx) =>
    pipelined(trx, [
      () => insert(trx, '1'),
      () => count(trx),
      async () => {
        await trx.raw('select 1');
        await insert(trx, '3');
      },
      () => insert(trx, '2'),
      () => count(trx),
    ]),
  );
  expect(await db('people').pluck('number').orderBy('number')).toEqual(['1', '2', '3']);
  expect(seen[0]).toBe(1);
  expect(seen[1]).toBeGreaterThanOrEqual(2);
});

test('what failed first is thrown, nothing is kept, and the connection serves whoever comes next', async () => {
  const failing = db.transaction((trx) =>
    pipelined(trx, [
      () => insert(trx, '1'),
      () => insert(trx, '1'),
      () => insert(trx, '2'),
      () => trx.raw('select 1'),
    ]),
  );
  await expect(failing).rejects.toMatchObject({ code: '23505' });
  expect(await db('people').pluck('number')).toEqual([]);
  const asked = Array.from({ length: 30 }, (_, number) => db.raw('select ?::int as number', [number]));
  const answers = await Promise.all(asked);
  expect(answers.map(({ rows }) => rows[0].number)).toEqual(answers.map((_, number) => number));
});

test('a binding named twice is one, and a cast with colons is none', async () => {
  const { rows } = await db.transaction((trx) =>
    prepared(trx, 'twice-for-a-test', 'select (:one)::int + (:two)::int + (:one)::int as sum', {
      one: 1,
      two: 2,
    }),
  );
  expect(rows).toEqual([{ sum: 4 }]);
});
