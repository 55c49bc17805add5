import type { Knex } from 'knex';
import { raiseStaffRevision } from '../database/revision.ts';
import type { Wanted } from './assignment.ts';

/** Everybody to every place, in order of key; returns the new ids. The exclusion constraints refuse overlaps. */
export async function insertAssignments(db: Knex, wanted: Wanted): Promise<number[]> {
  const { rows } = await db.raw(
    `insert into assignments (person_id, cell_id, area_id, role, period)
     select person_id, cell_id, area_id, :role, tstzrange(:from, :to)
     from unnest(cast(:personIds as bigint[])) person_id
     cross join (
       select cell_id, cast(null as bigint) as area_id from unnest(cast(:cellIds as bigint[])) cell_id
       union all
       select null, area_id from unnest(cast(:areaIds as bigint[])) area_id
     ) place
     order by person_id, cell_id, area_id
     returning id`,
    { ...wanted },
  );
  await raiseStaffRevision(db, wanted.personIds);
  return rows.map(({ id }: { id: number }) => id);
}

export async function setAssignmentEnd(db: Knex, id: number, to: Date | null): Promise<void> {
  const { rows } = await db.raw(
    'update assignments set period = tstzrange(lower(period), :to) where id = :id returning person_id as "personId"',
    { id, to },
  );
  await raiseStaffRevision(db, personIdsOf(rows));
}

export async function deleteAssignment(db: Knex, id: number): Promise<void> {
  const { rows } = await db.raw('delete from assignments where id = :id returning person_id as "personId"', {
    id,
  });
  await raiseStaffRevision(db, personIdsOf(rows));
}

function personIdsOf(rows: readonly { personId: number }[]): number[] {
  return rows.map(({ personId }) => personId);
}
