import type { Knex } from 'knex';

/** Metres to each side that are swept of a cell that says nothing of itself, by vehicle up to 30 km/h only. */
export const reachMetres = 25;

/**
 * The share of each cell that the exact union of buffered legs covers (METHODS B2 and B4), from the stored fixes in plain
 * SQL in the metric projection `srid`: by day or over all days.
 */
export async function exactShares(
  db: Knex,
  planId: number,
  srid: number,
): Promise<Map<number, { once: number; repeatedly: number }>> {
  const { rows } = await db.raw(
    `with told as (
       select device_id, recorded_at, lon_e7, lat_e7, st_setsrid(st_makepoint(lon_e7 / 1e7, lat_e7 / 1e7), 4326) as point,
         flags = 0 and coalesce(accuracy_metres, 0) <= 50 as is_good,
         sum(case when break_before then 1 else 0 end) over line as breaks
       from fixes window line as (partition by device_id order by recorded_at, lon_e7, lat_e7)
     ), good as (
       select device_id, recorded_at, point, breaks, lag(recorded_at) over line as before,
         lag(point) over line as point_before, lag(breaks) over line as breaks_before
       from told where is_good window line as (partition by device_id order by recorded_at, lon_e7, lat_e7)
     ), legs as (
       select cast(recorded_at at time zone 'Asia/Shanghai' as date) as day,
         st_buffer(st_transform(st_makeline(point_before, point), cast(:srid as integer)), :reachMetres,
           'quad_segs=16') as strip
       from good
       where recorded_at - before <= interval '120 s' and breaks = breaks_before
         and st_distance(point::geography, point_before::geography) <= 2000
         and st_distance(point::geography, point_before::geography)
           <= 30 / 3.6 * extract(epoch from recorded_at - before)
     ), ground as (
       select cells.id as cell_id, st_transform(cells.geometry, cast(:srid as integer)) as outline
       from plan_cells join cells on cells.id = cell_id where plan_id = :planId
     ), by_cell as (
       select cell_id, day, st_intersection(st_union(strip), outline) as swept
       from ground join legs on st_intersects(strip, outline) group by cell_id, day, outline
     ), twice as (
       select a.cell_id, st_union(st_intersection(a.swept, b.swept)) as again
       from by_cell a join by_cell b on a.cell_id = b.cell_id and a.day < b.day group by a.cell_id
     )
     select cell_id as cell, st_area(st_union(swept)) / st_area(outline) as once,
       coalesce(st_area(again), 0) / st_area(outline) as repeatedly
     from by_cell join ground using (cell_id) left join twice using (cell_id) group by cell_id, outline, again`,
    { planId, srid, reachMetres },
  );
  return new Map(
    rows.map((row: { cell: number; once: number; repeatedly: number }) => [
      row.cell,
      { once: row.once, repeatedly: row.repeatedly },
    ]),
  );
}
