import type { Knex } from 'knex';
import { raiseStaffRevision } from '../database/revision.ts';

/** What leaving may end: assignments, duties, devices carried, belonging to teams and leading them. */
export type Engagement = 'assignment' | 'duty' | 'device' | 'team' | 'lead';
/** A row that leaving ended or took away, as it was before. */
export type Ended = { what: Engagement; was: Record<string, unknown> };

type Kept = {
  what: Engagement;
  table: string;
  columns: string;
  /** Whether `one` is the row that `was` was. */
  isSame: string;
  /** Whether `other` may not run beside `was`. */
  excludes: string;
  /** Whether what `was` refers to is still there. */
  isThere: string;
};

const kept: readonly Kept[] = [
  {
    what: 'assignment',
    table: 'assignments',
    columns: 'id, person_id, cell_id, area_id, role, period, created_at, change_id',
    isSame: 'one.id = was.id',
    excludes: `other.id <> was.id and other.person_id = was.person_id and other.role = was.role
      and (other.cell_id = was.cell_id or other.area_id = was.area_id)`,
    isThere: `(was.area_id is null or exists (select from areas where id = was.area_id))
      and (was.change_id is null or exists (select from assignment_changes where id = was.change_id))`,
  },
  {
    what: 'duty',
    table: 'duties',
    columns: 'id, person_id, period, created_at',
    isSame: 'one.id = was.id',
    excludes: 'other.id <> was.id and other.person_id = was.person_id',
    isThere: 'true',
  },
  {
    what: 'device',
    table: 'device_carriers',
    columns: 'id, device_id, person_id, period',
    isSame: 'one.id = was.id',
    excludes: 'other.id <> was.id and other.device_id = was.device_id',
    isThere: 'exists (select from devices where id = was.device_id)',
  },
  {
    what: 'team',
    table: 'team_members',
    columns: 'team_id, person_id, period',
    isSame: 'one.team_id = was.team_id and one.person_id = was.person_id',
    excludes: `other.team_id = was.team_id and other.person_id = was.person_id
      and not (lower(other.period) = lower(was.period) and upper(other.period) = was.at)`,
    isThere: 'exists (select from teams where id = was.team_id)',
  },
];

/**
 * Ends what a person is engaged in at an instant: assignments, duties, devices carried, memberships. What would
 * begin later goes. Leading a team has no end of its own: it goes once the instant has come, and until then it ends for
 * readers by the day of leaving. Answers what it ended or took away, as it was.
 */
export async function endEngagements(db: Knex, personId: number, at: Date): Promise<Ended[]> {
  const isOver = 'person_id = :personId and (upper_inf(period) or upper(period) > cast(:at as timestamptz))';
  const changes = kept.map(
    ({ what, table }) => `taken_${what} as (
        delete from ${table} where ${isOver} and lower(period) >= cast(:at as timestamptz)
      ), ended_${what} as (
        update ${table} set period = tstzrange(lower(period), cast(:at as timestamptz))
        where ${isOver} and lower(period) < cast(:at as timestamptz)
      )`,
  );
  const isLeading = 'leader_person_id = :personId and cast(:at as timestamptz) <= now()';
  // All parts of a statement read the rows as they were before any of them.
  const { rows } = await db.raw(
    `with ${changes.join(', ')}, ended_lead as (update teams set leader_person_id = null where ${isLeading})
     ${kept.map(({ what, table }) => `select '${what}' as what, to_jsonb(${table}) as was from ${table} where ${isOver}`).join(' union all ')}
     union all select 'lead', jsonb_build_object('id', id, 'person_id', leader_person_id) from teams where ${isLeading}`,
    { personId, at },
  );
  await raiseStaffRevision(db, [personId]);
  return rows;
}

/** Of whom leaving at an instant ended what. */
export type Leaving = { personId: number; at: Date; ended: readonly Ended[] };

/**
 * Lets what leaving ended go on as it was, where it still ends at that instant and nothing has taken its place since;
 * what had not begun comes back. Answers of whom what could not.
 */
export async function resumeEngagements(
  db: Knex,
  leaving: readonly Leaving[],
): Promise<{ personId: number; what: Engagement }[]> {
  const parts = kept.map(resumed);
  const { rows } = await db.raw(
    `with given as (
       select given.person_id, given.at, one.value ->> 'what' as what, one.value -> 'was' as was
       from unnest(cast(:ids as bigint[]), cast(:ats as timestamptz[]), cast(:ended as jsonb[]))
         as given(person_id, at, ended)
       cross join lateral jsonb_array_elements(given.ended) one
     ), ${parts.join(', ')}, resumed_lead as (
       update teams set leader_person_id = given.person_id from given
       where given.what = 'lead' and teams.id = cast(given.was ->> 'id' as bigint) and leader_person_id is null
       returning leader_person_id as person_id
     ), done as (
       select person_id, 'lead' as what from resumed_lead
       ${kept.map(({ what }) => `union all select person_id, '${what}' from resumed_${what} union all select person_id, '${what}' from returned_${what}`).join(' ')}
     )
     select person_id as "personId", what from given group by person_id, what
     having count(*) > (select count(*) from done where done.person_id = given.person_id and done.what = given.what)
     order by person_id, what`,
    {
      ids: leaving.map(({ personId }) => personId),
      ats: leaving.map(({ at }) => at),
      ended: leaving.map(({ ended }) => JSON.stringify(ended)),
    },
  );
  await raiseStaffRevision(
    db,
    leaving.map(({ personId }) => personId),
  );
  return rows;
}

/** Statements that let the rows of one table go on, or bring them back under the ids that they had. */
function resumed({ what, table, columns, isSame, excludes, isThere }: Kept): string {
  const isFree = `not exists (select from ${table} other where ${excludes} and other.period && was.period)`;
  const values = columns.replaceAll(/\w+/g, (column) => `was.${column}`);
  const identity = columns.startsWith('id,') ? 'overriding system value' : '';
  return `was_${what} as (
      select given.at, was.* from given cross join lateral jsonb_populate_record(cast(null as ${table}), given.was) was
      where given.what = '${what}'
    ), resumed_${what} as (
      update ${table} one set period = was.period from was_${what} was
      where ${isSame} and lower(one.period) = lower(was.period) and upper(one.period) = was.at and ${isFree}
      returning one.person_id
    ), returned_${what} as (
      insert into ${table} (${columns}) ${identity}
      select ${values} from was_${what} was where lower(was.period) >= was.at and ${isThere} and ${isFree}
      returning person_id
    )`;
}
