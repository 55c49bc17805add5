import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import { personCondition, personNameColumn } from '../people/queries.ts';
import type { Responsible } from './missed.ts';

type Person = Responsible['people'][number];

/** Who answers for a place, by the place: a cell's id or, negative, an area's. */
export type ResponsibleBook = ReadonlyMap<number, Pick<Responsible, 'people' | 'others'>>;

/** How many of a place's people are named. */
const mostNamed = 5;

/**
 * Who was assigned to cells and areas at an instant, officers first. Those whom the scope does not cover are counted and
 * not named.
 */
export async function responsibleAt(
  db: Knex,
  scope: Scope,
  { cellIds, areaIds, at }: { cellIds: readonly number[]; areaIds: readonly number[]; at: Date },
): Promise<ResponsibleBook> {
  const covered = personCondition(scope);
  const { rows } = await db.raw(
    `select coalesce(assignment.cell_id, -assignment.area_id) as place, ${personNameColumn},
       min(assignment.role) as role, ${covered.sql} as "isNamed"
     from assignments assignment join people person on person.id = assignment.person_id
     where (assignment.cell_id = any(:cellIds) or assignment.area_id = any(:areaIds))
       and assignment.period @> cast(:at as timestamptz)
     group by 1, person.id
     order by 1, person.kind = 'officer' desc, person.number`,
    { ...covered.bindings, cellIds, areaIds, at },
  );
  const book = new Map<number, { people: Person[]; others: number }>();
  for (const { place, person, role, isNamed } of rows) {
    const entry = book.get(place) ?? { people: [], others: 0 };
    if (isNamed && entry.people.length < mostNamed) entry.people.push({ ...person, role });
    else entry.others++;
    book.set(place, entry);
  }
  return book;
}
