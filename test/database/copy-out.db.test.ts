import type { Knex } from 'knex';
import { expect, test } from 'vitest';
import { type BinaryRow, copyOut } from '../../server/database/copy-out.ts';
import { testDatabase } from '../support/database.ts';

const { db } = await testDatabase();

async function rowsOf<T>(database: Knex, select: string, read: (row: BinaryRow) => T): Promise<T[]> {
  const rows: T[] = [];
  await copyOut(database, select, (row) => void rows.push(read(row)));
  return rows;
}

test('gives fields of each type as they are in the database, and null for null', async () => {
  const rows = await rowsOf(
    db,
    `select * from (values
       (1, 9007199254740991, -2147483648, true, 'čeština 网格 🏠', '\\x00ff10'::bytea),
       (2, -9007199254740991, 7, false, '', ''::bytea),
       (3, null, null, null, null, null)) rows(place, big, small, flag, said, bytes) order by place`,
    (row) => [row.integer(), row.bigint(), row.integer(), row.boolean(), row.text(), hex(row.bytes())],
  );
  expect(rows).toEqual([
    [1, 9007199254740991, -2147483648, true, 'čeština 网格 🏠', '00ff10'],
    [2, -9007199254740991, 7, false, '', ''],
    [3, null, null, null, null, null],
  ]);
});

const hex = (view: DataView | null) =>
  view && Buffer.from(view.buffer, view.byteOffset, view.byteLength).toString('hex');

test('gives every row of many in order, and none of none', async () => {
  const select = `select n::bigint, repeat('x', n % 3000) from generate_series(1, 3000) n order by n`;
  const rows = await rowsOf(db, select, (row) => [row.bigint(), row.text()?.length]);
  expect(rows).toEqual(Array.from({ length: 3000 }, (_, index) => [index + 1, (index + 1) % 3000]));
  expect(await rowsOf(db, 'select 1 where false', () => 'a row')).toEqual([]);
});

test('reads within a transaction what it has written', async () => {
  await db.transaction(async (trx) => {
    await trx.raw('create temporary table written on commit drop as select 5 as value');
    expect(await rowsOf(trx, 'select value from written', (row) => row.integer())).toEqual([5]);
  });
});

test('tells of an error in the query and of one while a row is read, and leaves the connection as good as before', async () => {
  await db.transaction(async (trx) => {
    await trx.raw('savepoint before');
    await expect(copyOut(trx, 'select 1 / (n - 3) from generate_series(1, 5) n', () => {})).rejects.toThrow(
      'division by zero',
    );
    await trx.raw('rollback to before');
    const refuse = () => {
      throw new Error('not this row');
    };
    await expect(copyOut(trx, 'select n from generate_series(1, 5) n', refuse)).rejects.toThrow(
      'not this row',
    );
    expect(await rowsOf(trx, 'select 8', (row) => row.integer())).toEqual([8]);
  });
});
