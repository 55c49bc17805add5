import type { Knex } from 'knex';
import type { Interval } from './interval.ts';

/** METHODS B2: where more of the time on duty is unknown, there are not enough positions to say that nobody came. */
const mostUnknown = 0.2;

/** A shorter duty may pass before a device finds its first position. */
const shortestSeconds = 15 * 60;

/** Who is on duty for longer is not expected to send all along. */
const longestShift = '24 hours';

/** Cells of which too much is unknown of the time on duty of those assigned to say that nobody came. */
export async function silentCells(db: Knex, period: Interval): Promise<ReadonlySet<number>> {
  if (period[0] >= period[1]) return new Set();
  const cells = await unknownShares(db, period, { cellId: null, above: mostUnknown });
  return new Set(cells.map(([cell]) => cell));
}

/** The same of one cell alone. */
export async function silentCell(db: Knex, period: Interval, cellId: number): Promise<ReadonlySet<number>> {
  return new Set((await unknownOf(db, period, cellId)).isSilent ? [cellId] : []);
}

/** How much is unknown of the time on duty of those assigned to a cell, and whether that is too much. */
export type Unknown = { share: number | null; isSilent: boolean };

/** METHODS B2: U of a cell in a period; null where nobody who is assigned was on duty with a device. */
export async function unknownOf(db: Knex, period: Interval, cellId: number): Promise<Unknown> {
  if (period[0] >= period[1]) return { share: null, isSilent: false };
  const [found] = await unknownShares(db, period, { cellId, above: -1 });
  const share = found ? found[1] : null;
  return { share, isSilent: (share ?? 0) > mostUnknown };
}

const secondsOf = (times: string) =>
  `(select coalesce(sum(extract(epoch from upper(stretch) - lower(stretch))), 0)::float8 from unnest(${times}) stretch)`;
const isShift = `(upper(period) - lower(period) <= interval '${longestShift}') is true`;

/**
 * How much is unknown of the duties of those who are assigned to the cells, or to one of them, in a period: duty with a
 * device that no track covers. A track goes on over silences no longer than a pause, a quarter of an hour, as presence is
 * bridged over; so what is counted is the time of duties against that of tracks, a person at a time. A duty of more than a
 * day is unknown where nothing at all was heard of it, and says nothing else. Who is assigned for a part of the period
 * counts with the duties of that part. A track is a day long at most, so that those of the period are a range of the index.
 */
async function unknownShares(
  db: Knex,
  [from, to]: Interval,
  { cellId, above }: { cellId: number | null; above: number },
): Promise<[cell: number, share: number][]> {
  const { rows } = await db.raw(
    `with carried as materialized (
       select person_id, range_agg(period * tstzrange(:from, :to)) as times from device_carriers
       where period && tstzrange(:from, :to) and (cast(:cellId as bigint) is null
         or person_id in (select person_id from assignments where cell_id = :cellId))
       group by person_id
     ), heard as materialized (
       select person_id, range_agg(tstzrange(started_at, ended_at)) as times from tracks
       where started_at >= cast(:from as timestamptz) - interval '1 day' and started_at < :to and person_id is not null
         and (cast(:cellId as bigint) is null or person_id in (select person_id from carried))
       group by person_id
     ), entered as materialized (
       select person_id, range_agg(period * tstzrange(:from, :to)) filter (where ${isShift}) as shifts,
         range_agg(period * tstzrange(:from, :to)) filter (where not ${isShift}) as others
       from duties where period && tstzrange(:from, :to) group by person_id
     ), duty as materialized (
       select person_id, coalesce(heard.times, '{}') as heard, coalesce(shifts * carried.times, '{}') as shifts,
         coalesce(others * carried.times, '{}') as others
       from entered join carried using (person_id) left join heard using (person_id)
     ), summed as materialized (
       select person_id, ${secondsOf('shifts')} as shift_seconds, ${secondsOf('shifts * heard')} as heard_seconds,
         case when others && heard then 0 else ${secondsOf('others')} end as other_seconds
       from duty
     ), assigned as materialized (
       select cell_id, person_id, period, period @> tstzrange(:from, :to) as is_whole
       from duty join assignments using (person_id)
       where cell_id is not null and period && tstzrange(:from, :to)
         and (cast(:cellId as bigint) is null or cell_id = :cellId)
     ), counted as (
       select cell_id, shift_seconds, heard_seconds, other_seconds from assigned join summed using (person_id) where is_whole
       union all
       select cell_id, ${secondsOf('shifts')}, ${secondsOf('shifts * heard')},
         case when others && heard then 0 else ${secondsOf('others')} end
       from (select cell_id, heard, shifts * tstzmultirange(period) as shifts, others * tstzmultirange(period) as others
         from assigned join duty using (person_id) where not is_whole) cut
     )
     select coalesce(json_agg(json_build_array(cell_id, unknown / on_duty)), '[]') as cells from (
       select cell_id, sum(shift_seconds + other_seconds) as on_duty,
         sum(shift_seconds + other_seconds - heard_seconds) as unknown
       from counted group by cell_id
     ) pooled where on_duty >= ${shortestSeconds} and unknown > :above * on_duty`,
    { from: new Date(from), to: new Date(to), cellId, above },
  );
  return rows[0].cells;
}
