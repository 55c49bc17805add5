import { expect, test } from 'vitest';
import { isMigrated, migrate } from '../../server/database/migrate.ts';
import { testDatabase } from '../support/database.ts';

const { db } = await testDatabase();

test('applies each migration once', async () => {
  expect(await isMigrated(db)).toBe(true);
  expect(await migrate(db)).toEqual([]);
});

test('starts each test with empty tables', async () => {
  await db('people').insert({ number: '001', name: '演示民警001', kind: 'officer' });
  expect(await db('people').select('name')).toEqual([{ name: '演示民警001' }]);
});

test('has nothing left of the test before', async () => {
  expect(await db('people').select('name')).toEqual([]);
});
