import type { Knex } from 'knex';

/**
 * Has what a device recorded in a period read again, because somebody else carried it than was known; to be called in
 * the transaction that changes that. A period that has not begun holds nothing yet.
 */
export async function queueRereading(
  db: Knex,
  deviceId: number,
  { from, to }: { from: Date; to: Date | null },
): Promise<void> {
  const now = new Date();
  if (from >= now) return;
  const until = to !== null && to < now ? to : now;
  await db.raw(
    'insert into rereadings (device_id, period) values (:deviceId, tstzrange(:from, :until)) returning device_id',
    { deviceId, from, until },
  );
}

/**
 * Has everything that devices recorded judged and read again, because what they are judged by has changed; to be called
 * in the transaction that changes that, which holds the devices.
 */
export async function queueAll(db: Knex, deviceIds: readonly number[]): Promise<void> {
  await db.raw(
    `insert into rereadings (device_id, period)
     select id, tstzrange('-infinity', 'infinity') from unnest(cast(:deviceIds as bigint[])) id
     where exists (select from fixes where device_id = id) order by id
     returning device_id`,
    { deviceIds: [...deviceIds] },
  );
}
