import type { Knex } from 'knex';
import type { Made } from './settle.ts';

/** What a step has entered. */
export async function madeBy(db: Knex, changeId: number): Promise<Made[]> {
  const { rows } = await db.raw(
    `select person_id as "personId", cell_id as "cellId", area_id as "areaId", role
     from assignments where change_id = :changeId`,
    { changeId },
  );
  return rows;
}

/** Of people those who come to us only after the instant. */
export async function notJoinedAt(
  db: Knex,
  ids: readonly number[],
  at: Date,
  timeZone: string,
): Promise<number[]> {
  const { rows } = await db.raw(
    `select id from people where id = any(cast(:ids as bigint[]))
       and joined_on > (cast(:at as timestamptz) at time zone :timeZone)::date`,
    { ids, at, timeZone },
  );
  return rows.map(({ id }: { id: number }) => id);
}

/** By the clock of the database, for the servers' clocks may differ. */
export async function readNow(db: Knex): Promise<Date> {
  const { rows } = await db.raw('select clock_timestamp() as now');
  return rows[0].now;
}
