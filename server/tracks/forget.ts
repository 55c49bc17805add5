import type { Knex } from 'knex';
import { flag } from './flag.ts';
import { countOffDuty } from './receipts-store.ts';

type Since = { from: Date | null; to: Date | null };
/** How many positions of a device went, of one local day. */
type Deleted = { deviceId: number; day: string; count: number };

/**
 * Deletes every position of the periods in which a person carried a device, with what was drawn from them and the raw
 * requests that held them. Their visits stay as totals of the cells. A request goes with any of its fixes, even where
 * it holds those of the next carrier as well: these are stored as fixes.
 */
export async function forgetPositionsOf(db: Knex, personId: number): Promise<void> {
  await lockDevicesOf(db, personId);
  await deleteFixes(db, personId, { from: null, to: null }, () => 'true', 'UTC');
  await db('tracks').where({ person_id: personId }).delete();
  await db.raw(
    `with carried as (${carriedBy})
     , deleted as (
       delete from fixes using carried
       where fixes.device_id = carried.device_id and flags & ${flag.timeSuspect} <> 0
         and received_at >= since and received_at < until
     )
     , unread as (
       delete from quarantine using carried
       where quarantine.device_id = carried.device_id and ${quarantinedAt} >= since and ${quarantinedAt} < until
     )
     update receipts set body = null, file_name = null, refused = null from carried
     where receipts.device_id = carried.device_id and received_at >= since and received_at < until`,
    { personId, from: null, to: null },
  );
}

/**
 * Deletes the positions of a period in which a person turns out to have been off duty; as for all such positions,
 * their number by local day is kept.
 */
export async function forgetOffDuty(
  db: Knex,
  personId: number,
  period: { from: Date; to: Date | null },
  timeZone: string,
): Promise<void> {
  await lockDevicesOf(db, personId);
  const deleted = await deleteFixes(
    db,
    personId,
    period,
    (table, instant) =>
      `not (select always_on_duty from devices where id = ${table}.device_id)
       and not exists (select from duties where person_id = :personId and period @> ${instant})`,
    timeZone,
  );
  const deviceIds = [...new Set(deleted.map((row) => row.deviceId))];
  await countOffDuty(
    db,
    deviceIds.map((deviceId) => {
      const days = deleted.filter((row) => row.deviceId === deviceId);
      return { deviceId, perDay: new Map(days.map(({ day, count }) => [day, count])) };
    }),
  );
}

/** Where a record does not say when it was, its arrival counts. */
const quarantinedAt = 'coalesce(quarantine.recorded_at, quarantine.received_at)';

const carriedBy = `
  select device_id, greatest(lower(period), cast(:from as timestamptz)) as since,
    least(coalesce(upper(period), 'infinity'), cast(:to as timestamptz)) as until
  from device_carriers
  where person_id = :personId and period && tstzrange(cast(:from as timestamptz), cast(:to as timestamptz))`;

/** Deliveries of these devices wait until the transaction ends. */
async function lockDevicesOf(db: Knex, personId: number): Promise<void> {
  await db.raw(
    `select id from devices where id in (select device_id from device_carriers where person_id = :personId)
     order by id for no key update`,
    { personId },
  );
}

/**
 * Deletes fixes while the person carried their device and the condition holds, the states of reading that knew them,
 * and has the rest read again. `condition` makes SQL of the name of a
 * table and of its instant: of literals, never input.
 */
async function deleteFixes(
  db: Knex,
  personId: number,
  { from, to }: Since,
  condition: (table: string, instant: string) => string,
  timeZone: string,
): Promise<Deleted[]> {
  const { rows } = await db.raw(
    `with carried as (${carriedBy})
     , deleted as (
       delete from fixes using carried
       where fixes.device_id = carried.device_id and recorded_at >= since and recorded_at < until
         and (${condition('fixes', 'fixes.recorded_at')})
       returning fixes.device_id, recorded_at, receipt_id
     ), span as (
       select device_id, min(recorded_at) as first, max(recorded_at) as last from deleted group by device_id
     ), forgotten as (
       delete from resume_points using span
       where resume_points.device_id = span.device_id and at >= first
         and (at <= last + interval '1 day' or at = 'infinity')
     ), unread as (
       delete from quarantine using carried
       where quarantine.device_id = carried.device_id and ${quarantinedAt} >= since and ${quarantinedAt} < until
         and (${condition('quarantine', quarantinedAt)})
       returning quarantine.device_id, receipt_id
     ), emptied as (
       -- What holds the deleted: what brought it first, what brought it again, and what could not be read.
       update receipts set body = null, file_name = null, refused = null
       from (
         select device_id, receipt_id from deleted
         union select device_id, receipt_id from unread
         union select again.device_id, again.id from receipts again
           join span on again.device_id = span.device_id and again.received_at >= first - interval '1 day'
           where again.duplicates > 0
       ) holder
       where receipts.device_id = holder.device_id and receipts.id = holder.receipt_id
     ), queued as (
       insert into rereadings (device_id, period)
       select device_id, tstzrange(first, last, '[]') from span order by device_id
       returning 1
     )
     select device_id as "deviceId", cast(cast(recorded_at at time zone :timeZone as date) as text) as day,
       count(*) as count
     from deleted group by 1, 2 order by 1, 2`,
    { personId, from, to, timeZone },
  );
  return rows;
}

/**
 * Has what a person carried since an instant read again; to be called in the transaction that ends their carrying
 * then, before it does.
 */
export async function rereadCarriedSince(db: Knex, personId: number, at: Date): Promise<void> {
  await lockDevicesOf(db, personId);
  await db.raw(
    `insert into rereadings (device_id, period)
     select device_id, tstzrange(since, least(until, now())) from (${carriedBy}) carried
     where since < now() order by device_id
     returning 1`,
    { personId, from: at, to: null },
  );
}
