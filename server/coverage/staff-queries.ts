import type { Knex } from 'knex';
import type { Interval } from './interval.ts';
import { type Assigned, epochMs, type Memberships, readTeams } from './posts.ts';
import { type Staff, staffOf } from './staff.ts';

/**
 * The assignments to cells at some time of a half-open period. Nearly all last through it and are read a person at a
 * time: 54,000 as single rows took five times as long.
 */
export async function readStaff(db: Knex, period: Interval, withTeams: boolean): Promise<Staff> {
  const { rows } = await db.raw(
    `select coalesce(json_agg(json_build_array(person.id, role, person.kind, person.skills, whole, parts)), '[]') as staff
     from (
       select person_id, role, array_agg(cell_id) filter (where is_whole) as whole,
         json_agg(json_build_array(cell_id, ${epochMs('lower(period)')}, ${epochMs('upper(period)')}))
           filter (where not is_whole) as parts
       from (
         select *, period @> tstzrange(:from, :to) as is_whole from assignments
         where cell_id is not null and period && tstzrange(:from, :to)
       ) chosen group by person_id, role
     ) assigned join people person on person.id = assigned.person_id`,
    { from: new Date(period[0]), to: new Date(period[1]) },
  );
  const staff: Row[] = rows[0].staff;
  const personIds = withTeams ? staff.map(([personId]) => personId) : [];
  return byCell(staff, await readTeams(db, personIds));
}

type Row = [
  personId: number,
  role: string,
  kind: string,
  skills: string[],
  whole: number[] | null,
  parts: [cellId: number, from: number | null, to: number | null][] | null,
];

function byCell(rows: readonly Row[], teams: Memberships): Staff {
  const cellIds: number[] = [];
  const people: Assigned[] = [];
  for (const [personId, role, kind, skills, whole, parts] of rows) {
    const always: Assigned = {
      ...{ personId, role, kind, skills, cellId: null, areaId: null },
      teams: teams.get(personId) ?? [],
      from: Number.NEGATIVE_INFINITY,
      to: Number.POSITIVE_INFINITY,
    };
    for (const cellId of whole ?? []) {
      cellIds.push(cellId);
      people.push(always);
    }
    for (const [cellId, from, to] of parts ?? []) {
      cellIds.push(cellId);
      people.push({ ...always, cellId, from: from ?? always.from, to: to ?? always.to });
    }
  }
  return staffOf(Float64Array.from(cellIds), people);
}
