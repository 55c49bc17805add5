import knex from 'knex';
import { expect, test } from 'vitest';
import { sideBySide } from '../../server/database/side-by-side.ts';

test('where one of two fails, the other has ended before that is said', async () => {
  const db = knex({ client: 'pg' });
  const done: string[] = [];
  const slow = async () => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    done.push('slow');
  };
  const failing = async () => {
    throw new Error('away');
  };
  await expect(sideBySide(db, failing, slow)).rejects.toThrow('away');
  expect(done).toEqual(['slow']);
});
