import type { Knex } from 'knex';
import { beforeEach, inject } from 'vitest';
import { type Connection, openDatabase } from '../../server/database/open.ts';
import { atDatabase } from './global-database.ts';

export type TestDatabase = { db: Knex; connection: Connection; isEmbedded: boolean };

let opened: Promise<TestDatabase> | undefined;

/**
 * This worker's own migrated database, emptied before each test of the file that calls this at its top:
 * `const { db } = await testDatabase();`. Ids go on counting, so that nothing remembered of one test fits the next.
 */
export async function testDatabase(): Promise<TestDatabase> {
  opened ??= openOwnDatabase();
  const database = await opened;
  beforeEach(() => emptyDatabase(database.db));
  return database;
}

async function openOwnDatabase(): Promise<TestDatabase> {
  const provided = inject('database');
  if (provided.kind === 'embedded')
    return { db: openDatabase(provided.server, 5), connection: provided.server, isEmbedded: true };
  const connection = await copyTemplate(provided.server, provided.template);
  return { db: openDatabase(connection, 10), connection, isEmbedded: false };
}

/** A new database copied from the migrated template; it is dropped with it when the run ends. */
async function copyTemplate(server: Connection, template: string): Promise<Connection> {
  const name = `${template}_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
  const db = openDatabase(server, 1);
  try {
    await db.raw(`create database ${name} template ${template}`);
  } finally {
    await db.destroy();
  }
  return atDatabase(server, name);
}

/** What a test that ran out of time still does would hold its locks against the tests after it. */
async function endLeftovers(db: Knex): Promise<void> {
  await db.raw(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`,
  );
}

/**
 * Empties every table but what the migrations put there; counters that caches compare are raised instead. Deleting a
 * few rows is ten times quicker than truncating thirty tables; a big table is truncated.
 */
async function emptyDatabase(db: Knex): Promise<void> {
  await endLeftovers(db);
  await db.raw(`
    do $$
    declare
      filled boolean;
      named text;
    begin
      set local session_replication_role = replica;
      for named in
        select format('%I.%I', schemaname, tablename) from pg_tables
        where schemaname = 'public' and tablename not in ('migrations', 'revisions', 'spatial_ref_sys')
          and to_regclass(format('%I.%I', schemaname, tablename)) not in (select partrelid from pg_partitioned_table)
      loop
        execute format('select exists (select from %s)', named) into filled;
        if not filled then continue; end if;
        if pg_relation_size(named) > 1000000 then execute format('truncate %s cascade', named);
        else execute format('delete from %s', named);
        end if;
      end loop;
    end $$`);
  await db('revisions').increment('revision', 1);
}
