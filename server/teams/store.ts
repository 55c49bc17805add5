import type { Knex } from 'knex';
import { raiseStaffRevision } from '../database/revision.ts';
import type { TeamChange, TeamInput } from './team.ts';

export async function insertTeam(db: Knex, input: TeamInput): Promise<number> {
  const [row] = await db('teams')
    .insert({
      name: input.name,
      kind: input.kind,
      station_area_id: input.stationAreaId ?? null,
      leader_person_id: input.leaderPersonId ?? null,
    })
    .returning('id');
  return row.id;
}

/** Absent fields stay. */
export async function updateTeam(db: Knex, id: number, change: TeamChange): Promise<void> {
  const { name, kind, stationAreaId, leaderPersonId } = change;
  const columns = {
    ...(name !== undefined && { name }),
    ...(kind !== undefined && { kind }),
    ...(stationAreaId !== undefined && { station_area_id: stationAreaId }),
    ...(leaderPersonId !== undefined && { leader_person_id: leaderPersonId }),
  };
  if (Object.keys(columns).length === 0) return;
  await db('teams').where({ id }).update(columns);
  await raiseStaffRevision(db, await everMembers(db, id));
}

/** Holds a team until the transaction ends: of two who change its members the later sees the earlier's. */
export async function lockTeam(db: Knex, id: number): Promise<void> {
  await db.raw('select id from teams where id = :id for no key update', { id });
}

/** People belong to a team for a period, which begins now where it is not said. */
export async function startMemberships(
  db: Knex,
  teamId: number,
  personIds: readonly number[],
  { from, to }: { from: Date | null; to: Date | null } = { from: null, to: null },
): Promise<void> {
  await db.raw(
    `insert into team_members (team_id, person_id, period)
     select :teamId, person_id, tstzrange(coalesce(cast(:from as timestamptz), now()), :to) from unnest(cast(:personIds as bigint[])) person_id
     order by person_id`,
    { teamId, personIds, from, to },
  );
  await raiseStaffRevision(db, personIds);
}

/** Ends memberships now or at an instant; one that begins later never was. */
export async function endMemberships(
  db: Knex,
  teamId: number,
  personIds: readonly number[],
  at: Date | null = null,
): Promise<void> {
  const meant = `team_id = :teamId and person_id = any(:personIds)
    and (upper_inf(period) or upper(period) > coalesce(cast(:at as timestamptz), now()))`;
  await db.raw(
    `with never as (delete from team_members where ${meant} and lower(period) >= coalesce(cast(:at as timestamptz), now()))
     update team_members set period = tstzrange(lower(period), coalesce(cast(:at as timestamptz), now()))
     where ${meant} and lower(period) < coalesce(cast(:at as timestamptz), now())`,
    { teamId, personIds: [...personIds], at },
  );
  await raiseStaffRevision(db, personIds);
}

/** Gives a team cells for a period. */
export async function startTeamCells(
  db: Knex,
  teamId: number,
  cellIds: readonly number[],
  period: { from: Date; to: Date | null },
): Promise<void> {
  await db.raw(
    `insert into team_cells (team_id, cell_id, period)
     select :teamId, cell_id, tstzrange(:from, :to) from unnest(cast(:cellIds as bigint[])) cell_id order by cell_id`,
    { teamId, cellIds: [...cellIds], ...period },
  );
}

/** Takes cells from a team at an instant; what begins later never was. */
export async function endTeamCells(
  db: Knex,
  teamId: number,
  cellIds: readonly number[],
  at: Date,
): Promise<void> {
  const meant = `team_id = :teamId and cell_id = any(:cellIds)
    and (upper_inf(period) or upper(period) > cast(:at as timestamptz))`;
  await db.raw(
    `with never as (delete from team_cells where ${meant} and lower(period) >= cast(:at as timestamptz))
     update team_cells set period = tstzrange(lower(period), cast(:at as timestamptz))
     where ${meant} and lower(period) < cast(:at as timestamptz)`,
    { teamId, cellIds: [...cellIds], at },
  );
}

/** The team stays for the history of who belonged to it and which cells were its own. */
export async function disbandTeam(db: Knex, id: number): Promise<void> {
  await db('teams').where({ id }).update({ disbanded_at: db.fn.now() });
  await db.raw(
    `with later_members as (delete from team_members where team_id = :id and lower(period) > now()),
       later_cells as (delete from team_cells where team_id = :id and lower(period) > now()),
       ended_cells as (update team_cells set period = tstzrange(lower(period), now())
         where team_id = :id and lower(period) <= now() and (upper_inf(period) or upper(period) > now()))
     update team_members set period = tstzrange(lower(period), now())
     where team_id = :id and lower(period) <= now() and (upper_inf(period) or upper(period) > now())`,
    { id },
  );
  await raiseStaffRevision(db, await everMembers(db, id));
}

/** Whoever belonged to a team at any time: what kind it is of counts for the past as well. */
async function everMembers(db: Knex, teamId: number): Promise<number[]> {
  return db('team_members').where({ team_id: teamId }).distinct('person_id').pluck('person_id');
}
