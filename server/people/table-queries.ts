import type { Knex } from 'knex';
import { type Scope, stationCondition } from '../access/scope.ts';

/**
 * Everybody whom the scope covers and who was not erased, by number, as the text of a JSON object of columns. Built by
 * the database as it is sent: 20,000 rows take no turn of the process that answers everybody else. `limit` null: all.
 */
export async function peopleColumns(db: Knex, scope: Scope, limit: number | null): Promise<string> {
  const station = stationCondition(scope, 'person.station_area_id');
  // Only joined to the page below: where the page is everybody, there is no need to look.
  const isOnPage = '(cast(:limit as bigint) is null or person_id in (select id from page))';
  const { rows } = await db.raw(
    `with page as materialized (
       select person.*, row_number() over (order by person.number) as place from people person where ${station.sql} and person.erased_at is null
       order by person.number limit cast(:limit as bigint)
     ), member as (
       select person_id, json_agg(team_id order by team_id) as teams
       from team_members where period @> now() and ${isOnPage} group by person_id
     ), kept as (
       select person_id, case when bool_and(expires_on is not null) then max(expires_on) end as ends_on
       from certificates where ${isOnPage} group by person_id, coalesce(skill, name)
     ), expiry as (
       select person_id, min(ends_on) as next_on from kept group by person_id
     ), listed as (
       select page.*, member.teams, expiry.next_on
       from page left join member on member.person_id = page.id left join expiry on expiry.person_id = page.id
       order by page.place
     )
     select cast(json_build_object(
       'id', coalesce(json_agg(id), '[]'),
       'number', coalesce(json_agg(number), '[]'),
       'name', coalesce(json_agg(name), '[]'),
       'kind', coalesce(json_agg(kind), '[]'),
       'hasPhone', coalesce(json_agg(phone is not null), '[]'),
       'organisation', coalesce(json_agg(organisation), '[]'),
       'occupation', coalesce(json_agg(occupation), '[]'),
       'skills', coalesce(json_agg(skills), '[]'),
       'languages', coalesce(json_agg(languages), '[]'),
       'stationAreaId', coalesce(json_agg(station_area_id), '[]'),
       'homeAreaId', coalesce(json_agg(home_area_id), '[]'),
       'joinedOn', coalesce(json_agg(joined_on), '[]'),
       'leftOn', coalesce(json_agg(left_on), '[]'),
       'nextExpiryOn', coalesce(json_agg(next_on), '[]'),
       'teams', coalesce(json_agg(coalesce(teams, '[]')), '[]'),
       'revision', coalesce(json_agg(revision), '[]'),
       'teamNames', (select coalesce(json_agg(json_build_object('id', id, 'name', name, 'kind', kind) order by name), '[]')
         from teams where id in (select team_id from team_members
           where period @> now() and person_id in (select id from page))),
       'areaNames', (select coalesce(json_agg(json_build_object('id', id, 'name', name) order by name), '[]')
         from areas where id in (select station_area_id from page union select home_area_id from page))) as text)
       as columns
     from listed`,
    { ...station.bindings, limit },
  );
  return rows[0].columns;
}
