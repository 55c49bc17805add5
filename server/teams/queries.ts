import type { Knex } from 'knex';
import { type Scope, stationCondition } from '../access/scope.ts';
import { NotFound } from '../http/problem.ts';
import { personCondition } from '../people/queries.ts';
import type { Team } from './team.ts';

export type TeamFilter = {
  kind?: string | undefined;
  station?: number | undefined;
  person?: number | undefined;
  /** Part of the name. */
  q?: string | undefined;
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
        where member.team_id = team.id and member.period @> now() and ${person.sql}) as members,
       leader.id as "leaderPersonId",
       case when leader.id is not null then
         json_build_object('id', leader.id, 'number', leader.number, 'name', leader.name) end as leader,
       (select coalesce(json_agg(own.cell_id order by own.cell_id), '[]')
        from team_cells own where own.team_id = team.id and own.period @> now()) as cells
     from teams team
     left join lateral (
       -- Who is a member no more leads no more.
       select person.id, person.number, person.name from people person
       where person.id = team.leader_person_id and ${person.sql} and exists (select from team_members member
         where member.team_id = team.id and member.person_id = person.id and member.period @> now())
     ) leader on true
     where ${station.sql} and team.disbanded_at is null
       and (cast(:id as bigint) is null or team.id = :id)
       and (cast(:kind as text) is null or team.kind = :kind)
       and (cast(:station as bigint) is null or team.station_area_id = :station)
       and (cast(:person as bigint) is null or exists (select from team_members member
         where member.team_id = team.id and member.person_id = :person and member.period @> now()))
       and (cast(:q as text) is null or position(lower(:q) in lower(team.name)) > 0)
       and (cast(:after as bigint) is null or team.id > :after)
     order by team.id limit :limit`,
    {
      ...station.bindings,
      ...person.bindings,
      id: filter.id ?? null,
      kind: filter.kind ?? null,
      station: filter.station ?? null,
      person: filter.person ?? null,
      q: filter.q ?? null,
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
