import { Socket } from 'node:net';
import pg from 'pg';
import { expect, test } from 'vitest';
import { testDatabase } from '../support/database.ts';

// Both databases must behave alike here; the embedded one serves all connections with one engine.
const { db, connection } = await testDatabase();

test('answers each of many connections with its own rows, whatever fails in between', async () => {
  const ask = async (number: number) => {
    if (number % 3 === 0)
      return db.raw('select 1 / ?::int', [0]).then(
        () => 'no error',
        () => 'failed',
      );
    if (number % 7 === 0)
      return db.raw('selec ?', [number]).then(
        () => 'no error',
        () => 'failed',
      );
    const { rows } = await db.raw('select ?::int as number, repeat(?, 500) as filling', [number, 'x']);
    return rows[0].number;
  };
  const numbers = Array.from({ length: 600 }, (_, number) => number);
  const expected = numbers.map((number) => (number % 3 === 0 || number % 7 === 0 ? 'failed' : number));
  expect(await Promise.all(numbers.map(ask))).toEqual(expected);
});

test('outlives thousands of failed statements', async () => {
  for (let round = 0; round < 40; round++)
    await Promise.allSettled(Array.from({ length: 60 }, () => db.raw('select 1 / ?::int', [0])));
  const { rows } = await db.raw('select 2 as two');
  expect(rows).toEqual([{ two: 2 }]);
});

test('keeps transactions of several connections apart', async () => {
  const insert = (number: number) =>
    db.transaction(async (trx) => {
      await trx('people').insert({ number: `${number}`, name: `演示义警${number}`, kind: 'volunteer' });
      await trx.raw('select pg_sleep(0.01)');
      if (number % 2 === 1) throw new Error('taken back');
    });
  await Promise.allSettled([0, 1, 2, 3, 4, 5].map(insert));
  expect(await db('people').pluck('number').orderBy('number')).toEqual(['0', '2', '4']);
});

test('rolls back what a vanished connection left open', async () => {
  const socket = new Socket();
  const settings = typeof connection === 'string' ? { connectionString: connection } : connection;
  const other = new pg.Client({ ...settings, stream: () => socket });
  other.on('error', () => {}); // it is about to lose its connection
  await other.connect();
  await other.query('begin');
  await other.query(`insert into people (number, name, kind) values ('1', '演示民警001', 'officer')`);
  socket.destroy();
  await expect(db('people').select('number')).resolves.toEqual([]);
});

test('ends a statement in which GEOS fails with an error, never with fewer rows', async () => {
  const bowTie = 'POLYGON((0 0, 1 1, 1 0, 0 1, 0 0))';
  for (let round = 0; round < 3; round++)
    await expect(
      db.raw('select st_intersection(shape, shape) from (select ?::geometry as shape) given', [bowTie]),
    ).rejects.toThrow(/GEOS/);
  const trx = await db.transaction();
  await expect(
    trx.raw('select st_intersection(:shape::geometry, :shape::geometry)', { shape: bowTie }),
  ).rejects.toThrow();
  await expect(trx.raw('select 1')).rejects.toMatchObject({ code: '25P02' });
  await trx.rollback();
  expect(await db('people').select('number')).toEqual([]);
});
