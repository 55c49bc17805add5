import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { UnusableDatabase } from './open.ts';

const folder = join(import.meta.dirname, '../../migrations');
const lockKey = 7_466_301;
const insufficientPrivilege = '42501';

/**
 * Applies the numbered SQL files that this database has not seen, in order, each in its own transaction.
 * Several processes may start at once: one migrates, the others wait. Returns the names applied.
 * Throws {@link UnusableDatabase} where the database's user may not.
 */
export async function migrate(db: Knex, onProgress: (name: string) => void = () => {}): Promise<string[]> {
  return applyAll(db, onProgress).catch((error: Error & { code?: string }) => {
    throw error.code === insufficientPrivilege ? mayNot(error) : error;
  });
}

async function applyAll(db: Knex, onProgress: (name: string) => void): Promise<string[]> {
  await db.raw(
    `create table if not exists migrations (
      name text not null, applied_at timestamptz not null default now(), constraint migrations_pkey primary key (name))`,
  );
  const applied: string[] = [];
  for (const name of await migrationNames()) {
    if (await applyOnce(db, name, onProgress)) applied.push(name);
  }
  return applied;
}

/** knex puts the statement before what the server said. */
function mayNot(error: Error): UnusableDatabase {
  const said = error.message.slice(error.message.lastIndexOf(' - ') + 1).replace(/^- /, '');
  return new UnusableDatabase(
    `The database's user may not set it up: ${said}. Let it own the database, and have a superuser run in it: create extension postgis; create extension btree_gist`,
  );
}

/** True once every migration of this release is in the database. */
export async function isMigrated(db: Knex): Promise<boolean> {
  const names = await migrationNames();
  const [row] = await db('migrations').whereIn('name', names).count({ count: '*' });
  return Number(row?.['count']) === names.length;
}

async function migrationNames(): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
}

async function applyOnce(db: Knex, name: string, onProgress: (name: string) => void): Promise<boolean> {
  const sql = await readFile(join(folder, name), 'utf8');
  return db.transaction(async (trx) => {
    await trx.raw('select pg_advisory_xact_lock(?)', [lockKey]);
    if (await trx('migrations').where({ name }).first('name')) return false;
    onProgress(name);
    // knex reads a bare question mark as a binding, even inside a comment.
    await trx.raw(sql.replaceAll('?', '\\?'));
    await trx('migrations').insert({ name });
    return true;
  });
}
