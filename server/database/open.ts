import type { ConnectionOptions } from 'node:tls';
import knex, { type Knex } from 'knex';
import pg from 'pg';
import { shareSession } from './prepared.ts';

const oldestPostgres = 150000;
const oldestPostgis = [3, 3] as const;

// Ids and counts stay far below 2^53; dates stay the text they are.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
// Arrays of ids hold numbers too, and no nulls. The driver's types do not know their id.
const int8Array = 1016 as typeof pg.types.builtins.INT8;
pg.types.setTypeParser(int8Array, (text) => (text === '{}' ? [] : text.slice(1, -1).split(',').map(Number)));

export type Connection =
  | string
  | {
      host: string;
      port?: number;
      user: string;
      database: string;
      password?: string;
      ssl?: ConnectionOptions;
      /** All connections are one session of the database. */
      isOneSession?: boolean;
    };

/** The database cannot serve: one sentence for whoever started the program. */
export class UnusableDatabase extends Error {}

/** A pool of connections; nothing is contacted until the first query. */
export function openDatabase(connection: Connection, poolSize = 10): Knex {
  const { isOneSession = false, ...settings } =
    typeof connection === 'string' ? { connectionString: connection } : connection;
  const db = knex({
    client: 'pg',
    connection: { ...settings, application_name: 'gridwarden' },
    pool: { min: 0, max: poolSize, afterCreate: withoutJit },
    acquireConnectionTimeout: 10_000,
    // Whoever asked gets the same error, and says it in a sentence or logs it.
    log: { warn: () => {} },
  });
  if (isOneSession) shareSession(db);
  return db;
}

/**
 * PostgreSQL compiles a query that it takes for a costly one, which PostGIS functions make of nearly every query over a
 * plan: 1.6 s were spent on one that then ran for 0.1 s, and none became quicker.
 */
function withoutJit(
  connection: pg.Client,
  done: (error: Error | null | undefined, connection: pg.Client) => void,
): void {
  connection.query('set jit = off', (error) => done(error, connection));
}

/** Throws {@link UnusableDatabase} where the server is away, too old, or lacks PostGIS or btree_gist. */
export async function checkDatabase(db: Knex): Promise<void> {
  const { rows } = await db
    .raw(
      `select current_setting('server_version_num')::int as server, current_setting('server_version') as name,
        (select coalesce(installed_version, default_version) from pg_available_extensions where name = 'postgis') as postgis,
        (select default_version from pg_available_extensions where name = 'btree_gist') as btree_gist`,
    )
    .catch((error: Error) => {
      throw new UnusableDatabase(`The database cannot be reached: ${reasonOf(error)}`);
    });
  const found = rows[0];
  if (found.server < oldestPostgres)
    throw new UnusableDatabase(`PostgreSQL is ${found.name}; 15 or newer is needed.`);
  if (!found.postgis)
    throw new UnusableDatabase(
      'The PostGIS extension is not installed on the database server (on Debian: apt install postgresql-15-postgis-3).',
    );
  if (!isPostgisRecent(found.postgis))
    throw new UnusableDatabase(`PostGIS is ${found.postgis}; ${oldestPostgis.join('.')} or newer is needed.`);
  if (!found.btree_gist)
    throw new UnusableDatabase(
      'The btree_gist extension is not installed on the database server (on Debian it comes with postgresql).',
    );
}

function isPostgisRecent(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > oldestPostgis[0] || (major === oldestPostgis[0] && minor >= oldestPostgis[1]);
}

function reasonOf(error: Error & { code?: string; errors?: Error[] }): string {
  const inner = error.errors?.[0] ?? error;
  return inner.message || error.code || 'no answer';
}
