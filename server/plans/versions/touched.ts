import type { Knex } from 'knex';
import type { Scope } from '../../access/scope.ts';
import { personCondition } from '../../people/queries.ts';
import type { ChangedCell, Touched } from './difference.ts';

/** Whose assignments to changed cells run on when the new plan begins; people whom `peopleScope` covers are named. */
export async function touchedPeople(
  db: Knex,
  peopleScope: Scope,
  rows: readonly ChangedCell[],
  at: Date,
): Promise<Touched> {
  const changeOf = new Map(rows.flatMap((row) => (row.formerCell === null ? [] : [[row.formerCell, row]])));
  const { everywhere, grantedIds } = peopleScope;
  const namesPeople = everywhere || grantedIds.length > 0;
  const named = personCondition(peopleScope);
  const found: Row[] = (
    await db.raw(
      `select assignment.cell_id as cell, assignment.role, person.id, person.number, person.name, person.kind,
         (${named.sql} and person.erased_at is null) as "isNamed"
       from assignments assignment join people person on person.id = assignment.person_id
       where assignment.cell_id = any(:cellIds) and assignment.period && tstzrange(:at, null)
       order by person.number, assignment.cell_id, assignment.role`,
      { ...named.bindings, cellIds: [...changeOf.keys()], at },
    )
  ).rows;
  const people = new Map<number, Touched['people'][number]>();
  for (const { cell, role, isNamed, ...person } of found) {
    const change = changeOf.get(cell);
    if (!change || !isNamed) continue;
    const entry = people.get(person.id) ?? { person, cells: [] };
    entry.cells.push({ cell, code: change.code, kind: change.kind, role });
    people.set(person.id, entry);
  }
  return { assignments: found.length, namesPeople, people: [...people.values()] };
}

type Row = Touched['people'][number]['person'] & { cell: number; role: string; isNamed: boolean };
