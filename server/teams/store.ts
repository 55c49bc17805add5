import type { Knex } from 'knex';
import { raiseStaffRevision } from '../database/revision.ts';
import type { TeamChange, TeamInput } from './team.ts';

export async function insertTeam(db: Knex, input: TeamInput): Promise<number> {
  const [row] = await db('teams')
    .insert({ name: input.name, kind: input.kind, station_area_id: input.stationAreaId ?? null })
    .returning('id');
  return row.id;
}

/** Absent fields stay. */
export async function updateTeam(db: Knex, id: number, change: TeamChange): Promise<void> {
  const { name, kind, stationAreaId } = change;
  const columns = {
    ...(name !== undefined && { name }),
    ...(kind !== undefined && { kind }),
    ...(stationAreaId !== undefined && { station_area_id: stationAreaId }),
  };
  if (Object.keys(columns).length === 0) return;
  await db('teams').where({ id }).update(columns);
  await raiseStaffRevision(db, await everMembers(db, id));
}

/** Holds a team until the transaction ends: of two who change its members the later sees the earlier's. */
export async function lockTeam(db: Knex, id: number): Promise<void> {
  await db.raw('select id from teams where id = :id for no key update', { id });
}

export async function startMemberships(
  db: Knex,
  teamId: number,
  personIds: readonly number[],
): Promise<void> {
  await db.raw(
    `insert into team_members (team_id, person_id, period)
     select :teamId, person_id, tstzrange(now(), null) from unnest(cast(:personIds as bigint[])) person_id
     order by person_id`,
    { teamId, personIds },
  );
  await raiseStaffRevision(db, personIds);
}

export async function endMemberships(db: Knex, teamId: number, personIds: readonly number[]): Promise<void> {
  await db.raw(
    `update team_members set period = tstzrange(lower(period), now())
     where team_id = :teamId and person_id = any(:personIds) and period @> now()`,
    { teamId, personIds },
  );
  await raiseStaffRevision(db, personIds);
}

/** The team stays for the history of who belonged to it. */
export async function disbandTeam(db: Knex, id: number): Promise<void> {
  await db('teams').where({ id }).update({ disbanded_at: db.fn.now() });
  await db.raw(
    `update team_members set period = tstzrange(lower(period), now()) where team_id = :id and period @> now()`,
    { id },
  );
  await raiseStaffRevision(db, await everMembers(db, id));
}

/** Whoever belonged to a team at any time: what kind it is of counts for the past as well. */
async function everMembers(db: Knex, teamId: number): Promise<number[]> {
  return db('team_members').where({ team_id: teamId }).distinct('person_id').pluck('person_id');
}
