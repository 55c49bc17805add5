import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import { isExcluded, isRestored, isUsed, reasonsOf, usedCondition } from './flag.ts';
import { carriedCondition } from './visible.ts';

export type DeviceFix = {
  recordedAt: Date;
  receivedAt: Date;
  reportedAt: Date | null;
  lonE7: number;
  latE7: number;
  /** In the device's own datum, where that was converted. */
  reportedPosition: [lon: number, lat: number] | null;
  flags: number;
  accuracyMetres: number | null;
  speedMetresPerSecond: number | null;
  courseDegrees: number | null;
  altitudeMetres: number | null;
  /** Whoever carried the device then. */
  personId: number | null;
};

export type FixFilter = { from?: Date | undefined; to?: Date | undefined; flagged: boolean };
type Page = { after?: readonly [at: string, lonE7: number, latE7: number] | undefined; limit: number };

/** What is stored of a device, in order, of the times in which the scope covers whoever carried it. */
export async function listDeviceFixes(
  db: Knex,
  scope: Scope,
  deviceId: number,
  { from, to, flagged }: FixFilter,
  { after, limit }: Page,
): Promise<DeviceFix[]> {
  const carried = carriedCondition(scope, 'held.person_id');
  const { rows } = await db.raw(
    `select fix.recorded_at as "recordedAt", fix.received_at as "receivedAt", fix.reported_at as "reportedAt",
       fix.lon_e7 as "lonE7", fix.lat_e7 as "latE7", fix.flags,
       case when fix.reported_lon_e7 is not null
         then json_build_array(fix.reported_lon_e7 / 1e7, fix.reported_lat_e7 / 1e7) end as "reportedPosition", fix.accuracy_metres as "accuracyMetres",
       fix.speed_metres_per_second as "speedMetresPerSecond", fix.course_degrees as "courseDegrees",
       fix.altitude_metres as "altitudeMetres", held.person_id as "personId"
     from fixes fix join devices device on device.id = fix.device_id
     left join device_carriers held on held.device_id = fix.device_id and held.period @> fix.recorded_at
     where fix.device_id = :deviceId and ${carried.sql}
       and fix.recorded_at >= cast(:from as timestamptz) and fix.recorded_at < cast(:to as timestamptz)
       and (:flagged or ${usedCondition('fix.flags')})
       and (fix.recorded_at, fix.lon_e7, fix.lat_e7) > (cast(:afterAt as timestamptz), :afterLon, :afterLat)
     order by fix.recorded_at, fix.lon_e7, fix.lat_e7 limit :limit`,
    {
      ...carried.bindings,
      deviceId,
      from: from ?? '-infinity',
      to: to ?? 'infinity',
      flagged,
      afterAt: after?.[0] ?? '-infinity',
      afterLon: after?.[1] ?? 0,
      afterLat: after?.[2] ?? 0,
      limit,
    },
  );
  return rows;
}

export function toFeature({ lonE7, latE7, flags, personId: _carrier, ...properties }: DeviceFix) {
  return {
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [lonE7 / 1e7, latE7 / 1e7] },
    properties: {
      ...properties,
      flags: isUsed(flags) ? [] : reasonsOf(flags),
      restored: isRestored(flags) ? reasonsOf(flags) : null,
      excluded: isExcluded(flags),
    },
  };
}
