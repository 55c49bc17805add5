import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import { attestedSkills, countingSkills, isWithUs } from '../people/counting-conditions.ts';
import { personCondition } from '../people/queries.ts';

/** Somebody who could close a gap. */
export type Helper = {
  id: number;
  name: string;
  kind: string;
  /** Those that count at the instant: none whose certificates are not valid. */
  skills: readonly string[];
  teamKinds: readonly string[];
  isOnDuty: boolean;
  /** Where their station lies, if they have one. */
  station: [lon: number, lat: number] | null;
};

/** People whom the scope covers and who are with us at the instant. */
export async function helpersAt(db: Knex, scope: Scope, at: Date, timeZone: string): Promise<Helper[]> {
  const covered = personCondition(scope);
  const { rows } = await db.raw(
    `with duty as (select distinct person_id from duties where period @> cast(:at as timestamptz)),
     team_kinds as (
       select person_id, array_agg(distinct teams.kind) as kinds
       from team_members join teams on teams.id = team_members.team_id
       where period @> cast(:at as timestamptz) group by person_id
     ), today as (select (cast(:at as timestamptz) at time zone :timeZone)::date as day),
     attested as (select found.* from ${attestedSkills('(select day from today)')} found)
     select coalesce(json_agg(json_build_object('id', person.id, 'name', person.name, 'kind', person.kind,
       'skills', ${countingSkills('person', 'attested')}, 'teamKinds', coalesce(team_kinds.kinds, '{}'), 'isOnDuty', duty.person_id is not null,
       'station', case when station.id is not null
         then json_build_array(st_x(station.interior_point), st_y(station.interior_point)) end)
       order by person.id), '[]') as helpers
     from today, people person
     left join areas station on station.id = person.station_area_id
     left join duty on duty.person_id = person.id
     left join team_kinds on team_kinds.person_id = person.id
     where ${covered.sql} and person.erased_at is null
       and ${isWithUs('person', 'today.day')}`,
    { ...covered.bindings, at, timeZone },
  );
  return rows[0].helpers;
}
