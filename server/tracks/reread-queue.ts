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
