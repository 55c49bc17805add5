import type { Knex } from 'knex';

/**
 * The end of the last visit of each of the cells that began before an instant, in epoch ms, and lasted at least so many
 * minutes; nothing for a cell that has none. One look into the index a cell, whatever the history.
 */
export async function lastVisits(
  db: Knex,
  cellIds: readonly number[],
  before: number,
  minMinutes: number,
): Promise<Map<number, number>> {
  if (cellIds.length === 0) return new Map();
  const { rows } = await db.raw(
    `select coalesce(json_agg(json_build_array(cell.id, extract(epoch from left_at) * 1000)), '[]') as found
     from unnest(cast(:cellIds as bigint[])) as cell (id)
     cross join lateral (
       select left_at from visits where cell_id = cell.id and entered_at < :before
         and (cast(:minMinutes as float8) = 0
           or extract(epoch from left_at - entered_at) - bridged_seconds >= cast(:minMinutes as float8) * 60)
       order by left_at desc limit 1) last`,
    // As the driver writes a list, sixty thousand take as long as to look them up.
    { cellIds: `{${cellIds.join()}}`, before: new Date(before), minMinutes },
  );
  return new Map(rows[0].found);
}
