import type { Knex } from 'knex';

export type NewLook = {
  accountId: number;
  /** What was looked at, as a stable word such as `cell-visits`. */
  what: string;
  /** The time that the positions are from; a null end is open. */
  period: { from: Date | null; to: Date | null };
  personIds: readonly number[];
  /** Devices that nobody carried. */
  deviceIds: readonly number[];
};

/** One row for every person and every device, in one statement. */
export async function insertLooks(
  db: Knex,
  { accountId, what, period, personIds, deviceIds }: NewLook,
): Promise<void> {
  await db.raw(
    `insert into looks (account_id, person_id, device_id, what, period)
     select :accountId, seen.person_id, seen.device_id, :what, tstzrange(:from, :to)
     from (
       select unnest(cast(:personIds as bigint[])) as person_id, null::bigint as device_id
       union all select null, unnest(cast(:deviceIds as bigint[]))
     ) seen order by person_id, device_id`,
    { accountId, what, ...period, personIds, deviceIds },
  );
}
