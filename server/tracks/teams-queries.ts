import type { Knex } from 'knex';
import { type Scope, stationCondition } from '../access/scope.ts';
import type { ListedTrack } from './list.ts';

type Team = { id: number; name: string };

/** The teams that whoever carried a device was in when the track began, of those the scope covers; by track. */
export async function loadTeams(
  db: Knex,
  scope: Scope,
  tracks: readonly ListedTrack[],
): Promise<ReadonlyMap<number, Team[]>> {
  const ids = tracks.flatMap(({ isWhole, person, id }) => (isWhole && person ? id : []));
  if (ids.length === 0) return new Map();
  const covered = stationCondition(scope, 'team.station_area_id');
  const { rows } = await db.raw(
    `select track.id, json_agg(json_build_object('id', team.id, 'name', team.name) order by team.id) as teams
     from tracks track
     join team_members member on member.person_id = track.person_id and member.period @> track.started_at
     join teams team on team.id = member.team_id
     where track.id = any(:ids) and ${covered.sql} group by track.id`,
    { ...covered.bindings, ids },
  );
  return new Map(rows.map(({ id, teams }: { id: number; teams: Team[] }) => [id, teams]));
}
