import type { Knex } from 'knex';
import type pg from 'pg';

/** Settings of the pools whose connections are one session of the database. */
const shared = new WeakSet<object>();

/** Says that all connections of a pool are one session of the database, as those of the embedded one are. */
export function shareSession(db: Knex): void {
  shared.add(db.client.config);
}

/** True where all connections are one session. */
export function isShared(db: Knex): boolean {
  return shared.has(db.client.config);
}

type Values = Readonly<Record<string, Knex.RawBinding>>;
type Positional = { text: string; names: readonly string[] };

/** By the name of the statement. */
const positionals = new Map<string, Positional>();

/**
 * Asks a statement that is asked again and again, with named bindings: each connection has it parsed and planned once,
 * under its name, which is most of the cost of a statement about few rows. The text of a name never changes. Connections
 * that are one session would take each other's names, so there it is parsed each time. It goes to the driver itself:
 * what knex does for each statement, whatever it is, takes longer than the driver's own part.
 */
export async function prepared(
  db: Knex,
  name: string,
  sql: string,
  bindings: Values,
): Promise<pg.QueryResult> {
  const { text, names } = positionalOf(name, sql);
  const values = names.map((one) => bindings[one]);
  const connection: pg.Client = await db.client.acquireConnection();
  try {
    return await ask(connection, isShared(db) ? { text, values } : { name, text, values });
  } finally {
    await db.client.releaseConnection(connection);
  }
}

/** Whatever is asked before the next turn of the event loop goes over the line together. */
function ask(connection: pg.Client, query: pg.QueryConfig): Promise<pg.QueryResult> {
  return new Promise((resolve, reject) => {
    const stream = connection.connection.stream;
    stream.cork();
    process.nextTick(() => stream.uncork());
    connection.query(query, (error, result) => (error ? reject(error) : resolve(result)));
  });
}

/** The driver numbers its bindings; a cast's double colon is none. */
function positionalOf(name: string, sql: string): Positional {
  const known = positionals.get(name);
  if (known) return known;
  const names: string[] = [];
  const text = sql.replace(/(?<!:):([a-z]\w*)/gi, (_, binding: string) => {
    if (!names.includes(binding)) names.push(binding);
    return `$${names.indexOf(binding) + 1}`;
  });
  const made = { text, names };
  positionals.set(name, made);
  return made;
}
