import type { Knex } from 'knex';
import type { z } from 'zod';
import type { Scope } from '../access/scope.ts';
import type { personName } from '../people/person.ts';
import { personCondition } from '../people/queries.ts';

export type PersonName = z.output<typeof personName>;

/** The names of those of the people whom the scope covers. */
export async function readNames(
  db: Knex,
  scope: Scope,
  ids: readonly number[],
): Promise<Map<number, PersonName>> {
  const covered = personCondition(scope);
  const { rows } = await db.raw(
    `select person.id, person.number, person.name, person.kind from people person
     where person.id = any(:ids) and ${covered.sql}`,
    { ...covered.bindings, ids: [...new Set(ids)] },
  );
  return new Map(rows.map((row: PersonName) => [row.id, row]));
}
