import type { Knex } from 'knex';
import type { Interval } from './interval.ts';

/** A shorter duty may pass before a device finds its first position. */
const shortestMinutes = 15;

/**
 * Cells to which somebody was assigned who was on duty inside the period, for a quarter of an hour or longer, with a
 * device that sent nothing all through that duty. A track is at most a day long, so that those of the period are a range
 * of the index. A person's are held together as one multirange: looked up one by one for every duty, they took minutes.
 */
export async function silentCells(db: Knex, [from, to]: Interval): Promise<ReadonlySet<number>> {
  const { rows } = await db.raw(
    `with on_duty as materialized (
       select person_id, greatest(lower(period), :from) as begun, least(upper(period), :to) as ended
       from duties where period && tstzrange(:from, :to)
     ), heard as materialized (
       select person_id, range_agg(tstzrange(started_at, ended_at, '[]')) as periods
       from tracks
       where started_at >= cast(:from as timestamptz) - interval '1 day' and started_at < :to and person_id is not null
       group by person_id
     ), silent as materialized (
       select person_id, begun, ended from on_duty left join heard using (person_id)
       where ended - begun >= make_interval(mins => :minutes)
         and (heard.periods is null or not heard.periods && tstzrange(begun, ended))
     ), unheard as materialized (
       select person_id, begun, ended from silent
       where exists (select from device_carriers
         where device_carriers.person_id = silent.person_id and period && tstzrange(begun, ended))
     )
     select coalesce(json_agg(distinct cell_id), '[]') as cells
     from unheard join assignments on assignments.person_id = unheard.person_id and period && tstzrange(begun, ended)
     where cell_id is not null`,
    { from: new Date(from), to: new Date(to), minutes: shortestMinutes },
  );
  return new Set(rows[0].cells);
}
