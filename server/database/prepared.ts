import type { Knex } from 'knex';

/** Settings of the pools whose connections are one session of the database. */
const shared = new WeakSet<object>();

/** Says that all connections of a pool are one session of the database, as those of the embedded one are. */
export function shareSession(db: Knex): void {
  shared.add(db.client.config);
}

/**
 * A statement that is asked again and again, with named bindings: each connection has it parsed and planned once, under
 * its name, which is most of the cost of a statement about few rows. The text of a name never changes. Connections that
 * are one session would take each other's names, so there it is parsed each time.
 */
export function prepared(
  db: Knex,
  name: string,
  sql: string,
  bindings: Readonly<Record<string, Knex.RawBinding>>,
): Knex.Raw {
  const statement = db.raw(sql, bindings);
  // A transaction shares its settings with its pool.
  return shared.has(db.client.config) ? statement : statement.options({ name });
}
