import { expect, onTestFinished, test } from 'vitest';
import { isMigrated, migrate } from '../../server/database/migrate.ts';
import { openDatabase, UnusableDatabase } from '../../server/database/open.ts';
import { testDatabase } from '../support/database.ts';
import { atDatabase } from '../support/global-database.ts';

const { db, connection, isEmbedded } = await testDatabase();

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

/** A database without anything in it, and a user who owns nothing; both are gone after the test. */
async function bareDatabase() {
  const name = `bare_${process.pid}_${Date.now()}`;
  await db.raw(`create role ${name} login`);
  await db.raw(`create database ${name} template template0`);
  const server = atDatabase(connection, name);
  const plain = openDatabase(
    typeof server === 'string' ? server.replace(/\/\/[^@]*@/, `//${name}@`) : { ...server, user: name },
    1,
  );
  onTestFinished(async () => {
    await plain.destroy();
    await db.raw(`drop database ${name} with (force)`);
    await db.raw(`drop role ${name}`);
  });
  return { name, plain };
}

// A server of TEST_DATABASE_URL may want a password of the new user.
const mayBecomeAnybody = !isEmbedded && typeof connection !== 'string';

test.skipIf(!mayBecomeAnybody)(
  'says in a sentence what a user who may not set up the database lacks',
  async () => {
    const { name, plain } = await bareDatabase();
    await expect(migrate(plain)).rejects.toMatchObject({
      constructor: UnusableDatabase,
      message:
        "The database's user may not set it up: permission denied for schema public. Let it own the database, and have a superuser run in it: create extension postgis; create extension btree_gist",
    });
    await db.raw(`alter database ${name} owner to ${name}`);
    await expect(migrate(plain)).rejects.toMatchObject({
      constructor: UnusableDatabase,
      message: expect.stringContaining('permission denied to create extension "postgis". Let it own'),
    });
  },
);
