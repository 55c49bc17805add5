import type { Knex } from 'knex';
import { flag } from '../tracks/flag.ts';
import { clockDeliveries, judgedFixes, leastSilences } from './habit.ts';
import { type ClockSample, clockOf, type Health } from './health.ts';
import { habitTables, lastContactColumn, postedTable, silentAfterColumn } from './silence-queries.ts';

export type DeviceHealth = Omit<Health, 'reportsSince' | 'silentSince' | 'batteryAt'> & {
  reportsSince: Date | null;
  silentSince: Date | null;
  batteryAt: Date | null;
};

type Row = Omit<DeviceHealth, 'clock' | 'clockSeconds'> & { deviceId: number; sample: ClockSample | null };

/** How these devices do, in one statement for all of them. Off-duty positions are counted by days of `timeZone`. */
export async function healthOf(
  db: Knex,
  timeZone: string,
  deviceIds: readonly number[],
): Promise<Map<number, DeviceHealth>> {
  if (deviceIds.length === 0) return new Map();
  const { rows } = await db.raw(
    `with chosen as (select unnest(cast(:deviceIds as bigint[])) as device_id), ${postedTable}, ${habitTables}
     , batteries as (
       select distinct on (device_id) device_id, battery_percent, received_at from contacts
       where battery_percent is not null order by device_id, received_at desc
     ), clocks as (
       select device_id, count(*) as deliveries,
         percentile_cont(array[0.25, 0.5, 0.75]) within group (order by ahead) as quartiles
       from (
         select device_id, extract(epoch from latest_at - received_at) as ahead,
           row_number() over (partition by device_id order by received_at desc) as place
         from contacts where is_live and latest_at is not null) delivery
       where place <= ${clockDeliveries} group by device_id
     ), judged as (
       select chosen.device_id, count(*) as fixes,
         count(*) filter (where flags <> 0 and flags & ${flag.restored} = 0) as flagged
       from chosen cross join lateral (
         select flags from fixes
         where device_id = chosen.device_id and recorded_at > now() - interval '7 days'
           and recorded_at < now() + interval '1 day'
         order by recorded_at desc limit ${judgedFixes}) fix
       group by chosen.device_id
     ), waiting as (
       select device_id, json_agg(json_build_object('reason', reason, 'count', count) order by count desc, reason) as reasons
       from (
         select device_id, reason, count(*) as count from quarantine
         where device_id = any(cast(:deviceIds as bigint[])) and outcome is null group by device_id, reason) reason
       group by device_id
     ), unkept as (
       select device_id, sum(count) as count from off_duty_counts
       where device_id = any(cast(:deviceIds as bigint[])) and day > cast(now() at time zone :timeZone as date) - 7
       group by device_id
     ), heard as (
       select device.id as device_id, posted.since as reports_since, ${silentAfterColumn} as silent_after,
         case when habit.silences >= ${leastSilences} then habit.seconds end as habit_seconds,
         case when posted.since is not null then greatest(${lastContactColumn}, posted.since) end as quiet_since
       from chosen join devices device on device.id = chosen.device_id
       left join posted on posted.device_id = device.id left join habits habit on habit.device_id = device.id
     )
     select heard.device_id as "deviceId", reports_since as "reportsSince",
       cast(habit_seconds as double precision) as "habitSeconds",
       cast(silent_after as double precision) as "silentAfterSeconds",
       case when quiet_since < now() - silent_after * interval '1 second' then quiet_since end as "silentSince",
       batteries.battery_percent as "batteryPercent", batteries.received_at as "batteryAt",
       case when clocks.device_id is not null then json_build_object('lower', quartiles[1], 'median', quartiles[2],
         'upper', quartiles[3], 'deliveries', deliveries) end as sample,
       coalesce(judged.fixes, 0) as "recentFixes",
       cast(flagged as double precision) / nullif(judged.fixes, 0) as "flaggedShare",
       coalesce(waiting.reasons, '[]') as quarantined,
       cast(coalesce(unkept.count, 0) as bigint) as "offDutyCount"
     from heard left join batteries using (device_id) left join clocks using (device_id) left join judged using (device_id)
     left join waiting using (device_id) left join unkept using (device_id)`,
    { deviceIds, timeZone },
  );
  return new Map(rows.map(({ deviceId, ...row }: Row) => [deviceId, withClock(row)]));
}

function withClock({ sample, ...row }: Omit<Row, 'deviceId'>): DeviceHealth {
  const clock = clockOf(sample);
  return { ...row, clock, clockSeconds: clock === null ? null : (sample?.median ?? null) };
}
