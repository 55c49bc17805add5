import type { Knex } from 'knex';
import type { Interval } from './interval.ts';

/** A shorter duty may pass before a device finds its first position. */
const shortestMinutes = 15;

/**
 * Cells to which somebody was assigned who was on duty inside the period, for a quarter of an hour or longer, with a
 * device that sent nothing all through that duty.
 */
export async function silentCells(db: Knex, [from, to]: Interval): Promise<ReadonlySet<number>> {
  const { rows } = await db.raw(
    `with period as (select tstzrange(:from, :to) as asked), silent as (
       select duty.person_id, duty.period * asked as period
       from period, duties duty
       where duty.period && asked
         and upper(duty.period * asked) - lower(duty.period * asked) >= make_interval(mins => :minutes)
         and exists (select from device_carriers carrier
           where carrier.person_id = duty.person_id and carrier.period && (duty.period * asked))
         and not exists (select from tracks track
           where track.person_id = duty.person_id and track.started_at < upper(duty.period * asked)
             and track.ended_at >= lower(duty.period * asked))
     )
     select coalesce(json_agg(distinct assignment.cell_id), '[]') as cells
     from silent join assignments assignment
       on assignment.person_id = silent.person_id and assignment.period && silent.period
     where assignment.cell_id is not null`,
    { from: new Date(from), to: new Date(to), minutes: shortestMinutes },
  );
  return new Set(rows[0].cells);
}
