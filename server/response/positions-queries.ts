import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import type { LonLat } from '../geo/position.ts';
import { kindColumn } from '../tracks/device-kind.ts';
import { usedCondition } from '../tracks/flag.ts';
import { carriedCondition, landCondition } from '../tracks/visible.ts';
import type { ResponseAnswer } from './response.ts';

/** An older position says nothing about where somebody is. */
const longestHours = 12;

type Person = NonNullable<ResponseAnswer['nearest'][number]['person']>;

/** Somebody on duty with a device, and its last good position, if there is one. Epoch ms. */
export type OnDuty = {
  personId: number | null;
  deviceId: number;
  deviceName: string;
  deviceKind: string;
  person: Person | null;
  isCovered: boolean;
  isOnLand: boolean;
  at: number | null;
  lonE7: number;
  latE7: number;
  speedMetresPerSecond: number | null;
  accuracyMetres: number | null;
};

/** Devices that somebody on duty carries at an instant, and those always on duty that nobody carries. */
const onDutyDevices = `select device.*, carrier.person_id from devices device
  left join device_carriers carrier on carrier.device_id = device.id and carrier.period @> cast(:at as timestamptz)
  where device.always_on_duty or exists (select from duties where duties.person_id = carrier.person_id
    and duties.period @> cast(:at as timestamptz))`;

/** The last good fix of a device before an instant; `arrived` narrows it to what had come in by then. */
const lastFix = (columns: string, arrived: string) => `(
  select ${columns} from fixes
  where fixes.device_id = device.id and fixes.recorded_at <= cast(:at as timestamptz)
    and fixes.recorded_at > cast(:at as timestamptz) - interval '${longestHours} hours'
    and ${usedCondition('fixes.flags')} ${arrived}
  order by fixes.recorded_at desc limit 1)`;

/**
 * Everybody on duty at an instant whom the scope covers, or who was on its land, with the last position by then. A
 * person with several devices is there once, where the newest says. `asKnownThen` leaves out what came in later.
 */
export async function peopleOnDuty(
  db: Knex,
  scope: Scope,
  at: Date,
  asKnownThen: boolean,
): Promise<OnDuty[]> {
  const covered = carriedCondition(scope, 'device.person_id');
  const land = scope.everywhere
    ? { sql: 'false', bindings: {} }
    : landCondition(scope, 'fix.lon_e7', 'fix.lat_e7');
  const { rows } = await db.raw(
    `select device.person_id as "personId", device.id as "deviceId", device.name as "deviceName",
       ${kindColumn('device')} as "deviceKind", ${covered.sql} as "isCovered",
       coalesce(${land.sql}, false) as "isOnLand",
       (select json_build_object('id', carried.id, 'number', carried.number, 'name', carried.name, 'kind', carried.kind)
         from people carried where carried.id = device.person_id) as person,
       round(extract(epoch from fix.recorded_at) * 1000)::float8 as at, fix.lon_e7 as "lonE7", fix.lat_e7 as "latE7",
       fix.speed_metres_per_second as "speedMetresPerSecond", fix.accuracy_metres as "accuracyMetres"
     from (${onDutyDevices}) device
     left join lateral ${lastFix(
       'recorded_at, lon_e7, lat_e7, speed_metres_per_second, accuracy_metres',
       asKnownThen ? 'and fixes.received_at <= cast(:at as timestamptz)' : '',
     )} fix on true
     where ${covered.sql} or ${land.sql}
     order by device.id`,
    { ...covered.bindings, ...land.bindings, at },
  );
  return newestOfEach(rows);
}

function newestOfEach(rows: readonly OnDuty[]): OnDuty[] {
  const byWho = new Map<string, OnDuty>();
  for (const one of rows) {
    const key = one.personId === null ? `device ${one.deviceId}` : `person ${one.personId}`;
    const known = byWho.get(key);
    if (!known || (one.at ?? 0) > (known.at ?? 0)) byWho.set(key, one);
  }
  return [...byWho.values()];
}

/** Where anybody on duty was at an instant, whoever it is, with how old that is; for how far a cell is from help. */
export async function positionsOnDuty(
  db: Knex,
  at: Date,
  oldestMinutes: number,
): Promise<{ position: LonLat; ageMs: number }[]> {
  const { rows } = await db.raw(
    `select coalesce(json_agg(json_build_array(fix.lon_e7, fix.lat_e7,
       extract(epoch from cast(:at as timestamptz) - fix.recorded_at) * 1000)), '[]') as positions
     from (${onDutyDevices}) device
     cross join lateral ${lastFix('recorded_at, lon_e7, lat_e7', `and fixes.recorded_at >= cast(:at as timestamptz) - make_interval(mins => :oldestMinutes)`)} fix`,
    { at, oldestMinutes },
  );
  return rows[0].positions.map(([lonE7, latE7, ageMs]: [number, number, number]) => ({
    position: [lonE7 / 1e7, latE7 / 1e7],
    ageMs,
  }));
}

/** The kind of the smallest village, community or forest area that holds a point; null for none. */
export async function ownerKindAt(db: Knex, [lon, lat]: LonLat): Promise<string | null> {
  const { rows } = await db.raw(
    `select kind from areas where kind in ('village', 'community', 'forest')
       and st_covers(geometry, st_setsrid(st_makepoint(:lon, :lat), 4326))
     order by area_square_metres limit 1`,
    { lon, lat },
  );
  return rows[0]?.kind ?? null;
}
