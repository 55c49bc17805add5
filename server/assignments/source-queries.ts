import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import { listAssignments } from './list.ts';
import type { Source } from './part-transfers.ts';
import type { OfChange } from './store.ts';

/** Whose assignments these are, to be held. */
export async function personIdsOf(db: Knex, assignmentIds: readonly number[]): Promise<number[]> {
  return db('assignments')
    .whereIn('id', [...assignmentIds])
    .distinct()
    .pluck('person_id');
}

/** The assignments with these ids that the scope reads, by id. */
export async function readSources(
  db: Knex,
  scope: Scope,
  ids: readonly number[],
): Promise<Map<number, Source>> {
  const page = { limit: ids.length };
  const readable = await listAssignments(db, scope, { ids }, { ...page, reach: 'either' });
  const own = new Set(
    (await listAssignments(db, scope, { ids }, { ...page, reach: 'both' })).map(({ id }) => id),
  );
  return new Map(
    readable.map(({ person, place, ...assignment }) => [
      assignment.id,
      {
        ...assignment,
        isOwn: own.has(assignment.id),
        personName: `${person.name} (${person.number})`,
        placeName: place.name || place.code || '',
      },
    ]),
  );
}

/** Some assignments as they would be entered again. */
export async function rowsOf(db: Knex, ids: readonly number[]): Promise<OfChange[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.raw(
    `select person_id as "personId", cell_id as "cellId", area_id as "areaId", role,
       lower(period) as "from", upper(period) as "to", change_id as "changeId"
     from assignments where id = any(cast(:ids as bigint[])) order by id`,
    { ids },
  );
  return rows;
}
