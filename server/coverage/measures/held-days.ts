import type { Knex } from 'knex';

/** Days from one to another, both included and in days since 1970. */
type Days = readonly [first: number, last: number];
type Read<T> = (days: readonly number[]) => Promise<ReadonlyMap<number, readonly T[]>>;
type Held<T> = Map<number, { asOf: string; found: Promise<readonly T[]> }>;

/** Of each kind of thing that is measured. */
const mostDaysHeld = 400;

/**
 * Holds what was found on UTC days for as long as they were measured as of the same, so that after a late upload its days
 * alone are read again. Gives what was found on each of the days, in order.
 */
export function heldDays<T>(): (
  db: Knex,
  days: Days,
  asOf: (day: number) => string,
  read: Read<T>,
) => Promise<(readonly T[])[]> {
  const heldByDatabase = new WeakMap<object, Held<T>>();
  return async (db, [first, last], asOf, read) => {
    // A transaction shares its settings with its pool, so both find the same.
    const owner: object = db.client.config;
    const held: Held<T> = heldByDatabase.get(owner) ?? new Map();
    heldByDatabase.set(owner, held);
    const days = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
    const missing = days.filter((day) => held.get(day)?.asOf !== asOf(day));
    if (missing.length > 0) {
      const reading = read(missing);
      for (const day of missing) hold(held, day, asOf(day), reading);
    }
    const found = days.map((day) => held.get(day)?.found ?? []);
    for (const oldest of [...held.keys()].slice(0, Math.max(0, held.size - mostDaysHeld)))
      held.delete(oldest);
    return Promise.all(found);
  };
}

function hold<T>(held: Held<T>, day: number, asOf: string, reading: ReturnType<Read<T>>): void {
  const found = reading.then((days) => days.get(day) ?? []);
  // Whoever awaits it is told of a failure; the next one asks again.
  found.catch(() => held.delete(day));
  held.delete(day);
  held.set(day, { asOf, found });
}
