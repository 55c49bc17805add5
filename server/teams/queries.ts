import type { Knex } from 'knex';
import { type Scope, stationCondition } from '../access/scope.ts';
import { NotFound } from '../http/problem.ts';
import { personCondition } from '../people/queries.ts';
import type { Team } from './team.ts';

export type TeamFilter = {
  kind?: string | undefined;
  station?: number | undefined;
  person?: number | undefined;
};

/** Teams of the stations that the scope covers, by id; those disbanded are left out. */
export async function listTeams(
  db: Knex,
  scope: Scope,
  filter: TeamFilter & { id?: number },
  { after, limit }: { after: number | undefined; limit: number },
): Promise<Team[]> {
  const station = stationCondition(scope, 'team.station_area_id');
  const person = personCondition(scope);
  const { rows } = await db.raw(
    `select team.id, team.name, team.kind, team.station_area_id as "stationAreaId",
       (select coalesce(json_agg(person.id order by person.id), '[]')
        from team_members member join people person on person.id = member.person_id
        where member.team_id = team.id and member.period @> now() and ${person.sql}) as members
     from teams team
     where ${station.sql} and team.disbanded_at is null
       and (cast(:id as bigint) is null or team.id = :id)
       and (cast(:kind as text) is null or team.kind = :kind)
       and (cast(:station as bigint) is null or team.station_area_id = :station)
       and (cast(:person as bigint) is null or exists (select from team_members member
         where member.team_id = team.id and member.person_id = :person and member.period @> now()))
       and (cast(:after as bigint) is null or team.id > :after)
     order by team.id limit :limit`,
    {
      ...station.bindings,
      ...person.bindings,
      id: filter.id ?? null,
      kind: filter.kind ?? null,
      station: filter.station ?? null,
      person: filter.person ?? null,
      after: after ?? null,
      limit,
    },
  );
  return rows;
}

/** One team; throws NotFound where it is another area's or disbanded. */
export async function getTeam(db: Knex, scope: Scope, id: number): Promise<Team> {
  const [found] = await listTeams(db, scope, { id }, { after: undefined, limit: 1 });
  if (found) return found;
  throw new NotFound('team-not-found', `There is no team ${id} in your area.`, `您的辖区内没有队伍 ${id}。`);
}
