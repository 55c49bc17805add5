import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import { attestedSkills, countingSkills, isWithUs } from '../people/counting-conditions.ts';
import { personCondition } from '../people/queries.ts';
import type { Hours } from './post.ts';

type Position = [lon: number, lat: number];

/** An assignment at the instant, with where it is; `ownerAreaId` of a cell is its owner in the plan in force. */
export type Held = {
  id: number;
  cellId: number | null;
  areaId: number | null;
  ownerAreaId: number | null;
  role: string;
  place: string;
  position: Position | null;
};

/** What is known of somebody, by nothing but what duties ask for. */
export type PersonFacts = {
  id: number;
  kind: string;
  skills: string[];
  expired: string[];
  availability: Hours | null;
  home: Position | null;
  station: Position | null;
  held: Held[];
  teams: { id: number; kind: string }[];
  teamCells: { id: number; position: Position | null }[];
};

const point = (column: string) =>
  `case when ${column} is not null then json_build_array(st_x(${column}), st_y(${column})) end`;

/** People whom the scope covers and who are with us at the instant, by id; of `ids` alone where they are given. */
export async function readPeople(
  db: Knex,
  scope: Scope,
  at: Date,
  timeZone: string,
  ids: readonly number[] | null = null,
): Promise<PersonFacts[]> {
  const covered = personCondition(scope);
  const { rows } = await db.raw(
    `with today as (select (cast(:at as timestamptz) at time zone :timeZone)::date as day),
     chosen as (
       select person.* from today, people person
       where ${covered.sql} and person.erased_at is null
         and ${isWithUs('person', 'today.day')}
         and (cast(:ids as bigint[]) is null or person.id = any(cast(:ids as bigint[])))
     ), attested as (
       select found.* from ${attestedSkills('(select day from today)')} found
     ), owners as (
       select distinct on (plan_cell.cell_id) plan_cell.cell_id, plan_cell.owner_area_id, plan_cell.code
       from plan_cells plan_cell join plans plan on plan.id = plan_cell.plan_id
       where plan.in_force @> cast(:at as timestamptz) order by plan_cell.cell_id, plan_cell.plan_id desc
     ), held as (
       select assignment.person_id, json_agg(json_build_object('id', assignment.id, 'cellId', assignment.cell_id,
           'areaId', assignment.area_id, 'ownerAreaId', owners.owner_area_id, 'role', assignment.role,
           'place', coalesce(owners.code, area.name, ''), 'position',
           ${point('coalesce(cell.interior_point, area.interior_point)')}) order by assignment.id) as held
       from assignments assignment
       left join cells cell on cell.id = assignment.cell_id
       left join areas area on area.id = assignment.area_id
       left join owners on owners.cell_id = assignment.cell_id
       where assignment.period @> cast(:at as timestamptz)
         and assignment.person_id in (select id from chosen)
       group by assignment.person_id
     ), memberships as (
       select member.person_id, json_agg(json_build_object('id', team.id, 'kind', team.kind) order by team.id) as teams
       from team_members member join teams team on team.id = member.team_id
       where member.period @> cast(:at as timestamptz) group by member.person_id
     ), team_places as (
       select member.person_id, json_agg(json_build_object('id', cell.id, 'position', ${point('cell.interior_point')})
         order by cell.id) as cells
       from team_members member join team_cells own on own.team_id = member.team_id
       join cells cell on cell.id = own.cell_id
       where member.period @> cast(:at as timestamptz) and own.period @> cast(:at as timestamptz)
       group by member.person_id
     )
     select coalesce(json_agg(json_build_object('id', person.id, 'kind', person.kind,
         'skills', ${countingSkills('person', 'attested')},
         'expired', array(select skill from attested where attested.person_id = person.id and not is_valid
           and attested.skill = any(person.skills)),
         'availability', person.availability, 'home', ${point('home.interior_point')},
         'station', ${point('station.interior_point')}, 'held', coalesce(held.held, '[]'),
         'teams', coalesce(memberships.teams, '[]'), 'teamCells', coalesce(team_places.cells, '[]'))
       order by person.id), '[]') as people
     from chosen person
     left join areas home on home.id = person.home_area_id
     left join areas station on station.id = person.station_area_id
     left join held on held.person_id = person.id
     left join memberships on memberships.person_id = person.id
     left join team_places on team_places.person_id = person.id`,
    { ...covered.bindings, at, timeZone, ids },
  );
  return rows[0].people;
}

/** The township in which each of the areas lies, by itself or an area above it. */
export async function townshipsOf(db: Knex, areaIds: readonly number[]): Promise<Map<number, number>> {
  const { rows } = await db.raw(
    `with recursive above as (
       select id as root, id, parent_id, kind from areas where id = any(:areaIds)
       union select above.root, area.id, area.parent_id, area.kind from areas area join above on area.id = above.parent_id
     )
     select root, min(id) as township from above where kind = 'township' group by root`,
    { areaIds },
  );
  return new Map(
    rows.map(({ root, township }: { root: number; township: number }) => [root, Number(township)]),
  );
}
