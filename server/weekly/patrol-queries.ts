import type { Knex } from 'knex';

export type Patrol = {
  /** Hours in which somebody was there, each cell's added (METHODS B2, M). */
  presenceHours: number;
  /** The hours of everybody added (METHODS B2, P). */
  personHours: number;
  people: number;
  cells: number;
};

/**
 * What patrols of a period come to in some cells, from the stored visits, reporting gaps taken out. Of a person with two
 * devices the union counts. Epoch ms.
 */
export async function patrolIn(
  db: Knex,
  cellIds: readonly number[],
  [from, to]: readonly [number, number],
): Promise<Patrol> {
  const { rows } = await db.raw(
    `with period as (select tstzrange(:from, :to) as whole), seen as (
       select visit.cell_id, visit.person_id, coalesce(visit.person_id, -visit.device_id) as who,
         (tstzmultirange(tstzrange(visit.entered_at, visit.left_at)) - visit.bridged) * tstzmultirange(whole) as times
       from visits visit, period
       where visit.cell_id = any(:cellIds) and visit.entered_at < :to
         and visit.entered_at >= cast(:from as timestamptz) - interval '1 day' and visit.left_at > :from
     ), each_one as (
       select range_agg(times) as times from seen group by cell_id, who
     ), somebody as (
       select range_agg(times) as times from seen group by cell_id
     )
     select (select coalesce(sum(extract(epoch from upper(span) - lower(span))), 0)::float8 / 3600
         from somebody, unnest(times) span) as "presenceHours",
       (select coalesce(sum(extract(epoch from upper(span) - lower(span))), 0)::float8 / 3600
         from each_one, unnest(times) span) as "personHours",
       (select cast(count(distinct person_id) as integer) from seen) as people,
       (select cast(count(distinct cell_id) as integer) from seen) as cells`,
    { cellIds, from: new Date(from), to: new Date(to) },
  );
  return rows[0];
}
