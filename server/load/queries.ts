import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import type { Interval } from '../coverage/interval.ts';
import { isWithUs } from '../people/counting-conditions.ts';
import { personCondition, personNameColumn } from '../people/queries.ts';
import type { PersonLoad } from './load.ts';

/** Whose load is compared: the members of a team, the people of a station, or everybody. */
export type LoadGroup = { team: number | null; station: number | null; kind: string | null };

export type CountedLoad = Omit<PersonLoad, 'standing'> & { isEstimated: boolean };

/**
 * What each of the people answers for at the end of a period and did in it, those with nothing included; by number.
 * Several who share a cell each answer for all of it.
 */
export async function readLoads(
  db: Knex,
  scope: Scope,
  { team, station, kind }: LoadGroup,
  [from, to]: Interval,
  timeZone: string,
): Promise<CountedLoad[]> {
  const covered = personCondition(scope);
  const { rows } = await db.raw(
    `with today as (select (cast(:at as timestamptz) at time zone :timeZone)::date as day),
     chosen as (
       select person.* from today, people person
       where ${covered.sql} and person.erased_at is null
         and ${isWithUs('person', 'today.day')}
         and (cast(:kind as text) is null or person.kind = :kind)
         and (cast(:station as bigint) is null or person.station_area_id = :station)
         and (cast(:team as bigint) is null or exists (select from team_members member
           where member.team_id = :team and member.person_id = person.id
             and member.period @> cast(:at as timestamptz)))
     ), ground as (
       select distinct on (plan_cell.cell_id) plan_cell.cell_id, plan_cell.owner_area_id, plan_cell.households,
         cell.area_square_metres
       from plan_cells plan_cell join plans on plans.id = plan_cell.plan_id join cells cell on cell.id = plan_cell.cell_id
       where plans.in_force @> cast(:at as timestamptz) order by plan_cell.cell_id, plan_cell.plan_id desc
     ), held as (
       select distinct person_id, cell_id, area_id from assignments
       where period @> cast(:at as timestamptz) and person_id in (select id from chosen)
     ), whole as (
       select held.person_id, count(*) as areas,
         coalesce(sum(area.households) filter (where area.kind in ('village', 'community', 'forest')), 0) as households
       from held join areas area on area.id = held.area_id group by held.person_id
     ), single as (
       select held.person_id, count(*) as cells,
         coalesce(sum(coalesce(ground.households,
           owner.households * ground.area_square_metres / nullif(owner.area_square_metres, 0)))
           filter (where not exists (select from held own
             where own.person_id = held.person_id and own.area_id = ground.owner_area_id)), 0) as households,
         bool_or(ground.households is null and owner.households is not null) as is_estimated
       from held join ground on ground.cell_id = held.cell_id left join areas owner on owner.id = ground.owner_area_id
       group by held.person_id
     ), stays as (
       select person_id, range_agg(tstzmultirange(tstzrange(greatest(entered_at, :from), least(left_at, :to))) - bridged) as spent
       from visits
       where entered_at < :to and entered_at > cast(:from as timestamptz) - interval '1 day' and left_at > :from
         and person_id in (select id from chosen)
       group by person_id
     ), patrolled as (
       select person_id, sum(extract(epoch from upper(stretch) - lower(stretch))) / 60 as minutes
       from stays, unnest(spent) as stretch group by person_id
     )
     select ${personNameColumn}, person.station_area_id as "stationAreaId", coalesce(single.cells, 0)::int as cells,
       coalesce(whole.areas, 0)::int as areas,
       round(coalesce(single.households, 0)::numeric + coalesce(whole.households, 0))::int as households,
       round(coalesce(patrolled.minutes, 0))::int as minutes, coalesce(single.is_estimated, false) as "isEstimated"
     from chosen person left join single on single.person_id = person.id left join whole on whole.person_id = person.id
     left join patrolled on patrolled.person_id = person.id order by person.number`,
    {
      ...covered.bindings,
      kind,
      station,
      team,
      timeZone,
      at: new Date(to),
      from: new Date(from),
      to: new Date(to),
    },
  );
  return rows;
}
