import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import {
  assumedSilentSeconds,
  habitContacts,
  habitDays,
  habitTimes,
  leastSilences,
  leastSilentSeconds,
} from './habit.ts';
import { type DeviceFilter, deviceCondition, filterCondition } from './queries.ts';

/** When a device was last heard: a delivery, or a terminal that came in. Of the alias `device`. */
export const lastContactColumn = `greatest((select max(received_at) from receipts where device_id = device.id),
  (select max(last_used_at) from tokens where device_id = device.id))`;

/**
 * Since when devices have to report, as a table `posted (device_id, since)` over the devices in `chosen (device_id)`:
 * somebody on duty carries them, or they are always on duty, and they have a way in.
 */
export const postedTable = `posted as (
  select device.id as device_id,
    case when device.always_on_duty then device.created_at else greatest(lower(held.period), duty.since) end as since
  from chosen join devices device on device.id = chosen.device_id
  left join device_carriers held on held.device_id = device.id and held.period @> now()
  left join (select person_id, min(lower(period)) as since from duties where period @> now() group by person_id) duty
    on duty.person_id = held.person_id
  where (device.always_on_duty or duty.since is not null)
    and (device.identity is not null or exists (select from tokens where device_id = device.id and revoked_at is null))
)`;

/**
 * The latest contacts of the devices in `chosen`, and what their habit is, as tables `contacts` and
 * `habits (device_id, seconds, silences)`: nine of ten silences between two contacts, on duty
 * all the while, are no longer.
 */
export const habitTables = `contacts as (
  select chosen.device_id, receipt.*
  from chosen cross join lateral (
    select received_at, is_live, latest_at, battery_percent from receipts
    where device_id = chosen.device_id and received_at > now() - interval '${habitDays} days'
    order by received_at desc limit ${habitContacts}) receipt
), posts as (
  select chosen.device_id, range_agg(held.period * duty.period) as on_duty
  from chosen join device_carriers held on held.device_id = chosen.device_id
  join duties duty on duty.person_id = held.person_id and duty.period && held.period
    and duty.period && tstzrange(now() - interval '${habitDays} days', null)
  group by chosen.device_id
), habits as (
  select device_id, percentile_cont(0.9) within group (order by extract(epoch from received_at - previous)) as seconds,
    count(*) as silences
  from (
    select device_id, received_at, lag(received_at) over (partition by device_id order by received_at) as previous
    from contacts) gap
  join devices device on device.id = device_id left join posts using (device_id)
  where previous is not null and (device.always_on_duty or on_duty @> tstzrange(previous, received_at, '[]'))
  group by device_id
)`;

/** After how long a device is silent beyond its habit, of the alias `habit`. */
export const silentAfterColumn = `case when habit.silences >= ${leastSilences}
  then greatest(${habitTimes} * habit.seconds, ${leastSilentSeconds}) else ${assumedSilentSeconds} end`;

export type Silent = { deviceId: number; since: Date };

/** Where a whole district is quiet, the cause is not a device: 5,000 habits took 4 s, the quietest are a fifth of that. */
const mostQuiet = 1_000;

/**
 * Devices that are silent beyond their habit, longest first. Habits are only asked for of those that have been quiet for
 * a while, which are few: of 5,000 devices that report, none.
 */
export async function findSilent(db: Knex, scope: Scope, filter: DeviceFilter): Promise<Silent[]> {
  const covered = deviceCondition(scope);
  const filtered = filterCondition(filter);
  const { rows } = await db.raw(
    `with covered as (
       select device.id as device_id from devices device where ${covered.sql} and ${filtered.sql}
     ), quiet as (
       select device_id, since from (
         with chosen as (select device_id from covered), ${postedTable}
         select posted.device_id, greatest(${lastContactColumn}, posted.since) as since
         from posted join devices device on device.id = posted.device_id) heard
       where since < now() - ${leastSilentSeconds} * interval '1 second'
       order by since limit ${mostQuiet}
     ), chosen as (select device_id from quiet), ${habitTables}
     select quiet.device_id as "deviceId", date_trunc('milliseconds', since) as since
     from quiet left join habits habit on habit.device_id = quiet.device_id
     where since < now() - (${silentAfterColumn}) * interval '1 second'
     order by 2, 1`,
    { ...covered.bindings, ...filtered.bindings },
  );
  return rows;
}
