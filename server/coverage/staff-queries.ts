import type { Knex } from 'knex';
import { epochMs } from '../database/epoch.ts';
import type { Interval } from './interval.ts';
import { type Assigned, type Memberships, readTeams } from './posts.ts';
import { type Roster, rosterOf, type Staff } from './staff.ts';

type Held = { revision: number; span: Interval; roster: Promise<Roster> };
const heldByDatabase = new WeakMap<object, Held>();
/** Periods that end now go on: what is read serves those of the next weeks as well. */
const marginMs = 31 * 86_400_000;

/**
 * The assignments to cells at some time of a half-open period; in memory while nobody is assigned anew, for reading
 * 54,000 takes a third of a coverage answer.
 */
export async function readStaff(db: Knex, period: Interval): Promise<Staff> {
  const row = await db('revisions').where({ name: 'staff' }).first('revision');
  const revision: number = row.revision;
  // A transaction shares its settings with its pool, so both find the same.
  const key: object = db.client.config;
  const known = heldByDatabase.get(key);
  if (known?.revision === revision && known.span[0] <= period[0] && known.span[1] >= period[1])
    return (await known.roster)(period);
  const span: Interval = [period[0] - marginMs, period[1] + marginMs];
  const roster = readRoster(db, span);
  heldByDatabase.set(key, { revision, span, roster });
  roster.catch(() => heldByDatabase.delete(key));
  return (await roster)(period);
}

/** Nearly all assignments last through the span, and are read a person at a time: single rows took five times as long. */
async function readRoster(db: Knex, span: Interval): Promise<Roster> {
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
    { from: new Date(span[0]), to: new Date(span[1]) },
  );
  const staff: Row[] = rows[0].staff;
  return byCell(
    staff,
    await readTeams(
      db,
      staff.map(([personId]) => personId),
    ),
  );
}

type Row = [
  personId: number,
  role: string,
  kind: string,
  skills: string[],
  whole: number[] | null,
  parts: [cellId: number, from: number | null, to: number | null][] | null,
];

function byCell(rows: readonly Row[], teams: Memberships): Roster {
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
  return rosterOf(Float64Array.from(cellIds), people);
}
