import type { Knex } from 'knex';
import { cellCondition, coversArea, type Scope } from '../access/scope.ts';
import { NotFound } from '../http/problem.ts';
import { personCondition, personNameColumn } from '../people/queries.ts';
import type { Talented } from './talent.ts';

/** What of a person the talent pool asks beside what posts ask. */
export type Engagement = { languages: string[]; isOnDuty: boolean; isPosted: boolean };

/** Where everybody of the scope stands in a half-open period: on duty in it, or with a post for a month at most. */
export async function readEngagements(
  db: Knex,
  scope: Scope,
  { from, to }: { from: Date; to: Date },
): Promise<Map<number, Engagement>> {
  const covered = personCondition(scope);
  const { rows } = await db.raw(
    `with wanted as (select tstzrange(:from, :to) as period),
     busy as (select distinct person_id from duties, wanted where duties.period && wanted.period),
     posted as (
       select distinct person_id from assignments, wanted
       where assignments.period && wanted.period and upper(assignments.period) - lower(assignments.period) <= interval '31 days'
     )
     select coalesce(json_agg(json_build_array(person.id, person.languages, busy.person_id is not null,
       posted.person_id is not null)), '[]') as engagements
     from people person left join busy on busy.person_id = person.id left join posted on posted.person_id = person.id
     where ${covered.sql} and person.erased_at is null`,
    { ...covered.bindings, from, to },
  );
  const found: [id: number, languages: string[], isOnDuty: boolean, isPosted: boolean][] =
    rows[0].engagements;
  return new Map(found.map(([id, languages, isOnDuty, isPosted]) => [id, { languages, isOnDuty, isPosted }]));
}

export type Spot = {
  position: [lon: number, lat: number] | null;
  cellId: number | null;
  areaId: number | null;
  ownerAreaId: number | null;
};

/** Where a cell of the plans in force lies; NotFound where the scope does not cover it. */
export async function spotOfCell(db: Knex, scope: Scope, cellId: number, at: Date): Promise<Spot> {
  const covered = cellCondition(scope, 'cell.interior_point', 'plan_cell.owner_area_id');
  const { rows } = await db.raw(
    `select plan_cell.owner_area_id as "ownerAreaId",
       array[st_x(cell.interior_point), st_y(cell.interior_point)] as position
     from plan_cells plan_cell join cells cell on cell.id = plan_cell.cell_id join plans on plans.id = plan_cell.plan_id
     where cell.id = :cellId and plans.in_force @> cast(:at as timestamptz) and ${covered.sql} limit 1`,
    { ...covered.bindings, cellId, at },
  );
  if (rows[0]) return { ...rows[0], cellId, areaId: null };
  throw new NotFound(
    'cell-not-found',
    `There is no cell ${cellId} in force in your areas.`,
    `您的辖区内没有生效的网格 ${cellId}。`,
  );
}

/** Where an area lies; NotFound where the scope does not cover it. */
export async function spotOfArea(db: Knex, scope: Scope, areaId: number): Promise<Spot> {
  const { rows } = await db.raw(
    'select array[st_x(interior_point), st_y(interior_point)] as position from areas where id = :areaId',
    { areaId },
  );
  if (rows[0] && coversArea(scope, areaId))
    return { position: rows[0].position, cellId: null, areaId, ownerAreaId: null };
  throw new NotFound(
    'area-not-found',
    `There is no area ${areaId} in your areas.`,
    `您的辖区内没有编号为 ${areaId} 的辖区。`,
  );
}

export type Named = Pick<
  Talented,
  'person' | 'stationAreaId' | 'station' | 'languages' | 'teams' | 'hasPhone' | 'availabilityStated'
>;

/** What is shown of these people, by id. */
export async function readNamed(db: Knex, ids: readonly number[], at: Date): Promise<Map<number, Named>> {
  const { rows } = await db.raw(
    `select person.id, ${personNameColumn}, person.station_area_id as "stationAreaId", station.name as station,
       person.languages, person.phone is not null as "hasPhone", person.availability is not null as "availabilityStated",
       (select coalesce(json_agg(json_build_object('id', team.id, 'name', team.name) order by team.id), '[]')
         from team_members member join teams team on team.id = member.team_id
         where member.person_id = person.id and member.period @> cast(:at as timestamptz)) as teams
     from people person left join areas station on station.id = person.station_area_id
     where person.id = any(:ids)`,
    { ids, at },
  );
  return new Map(rows.map(({ id, ...named }: Named & { id: number }) => [id, named]));
}

/** The telephone numbers of these people; whoever asks has recorded the look. */
export async function readPhones(db: Knex, ids: readonly number[]): Promise<Map<number, string | null>> {
  const rows = await db('people')
    .whereIn('id', [...ids])
    .select('id', 'phone');
  return new Map(rows.map(({ id, phone }: { id: number; phone: string | null }) => [id, phone]));
}
