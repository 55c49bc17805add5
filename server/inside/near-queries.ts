import type { Knex } from 'knex';
import type { Interval } from '../coverage/interval.ts';
import { copyOut } from '../database/copy-out.ts';
import type { BandedOutline } from '../geo/banded-outline.ts';
import { kindColumn } from '../tracks/device-kind.ts';
import { flag } from '../tracks/flag.ts';
import type { DeviceKind } from '../tracks/thresholds.ts';

/** Epoch ms. */
export type NearTrack = { from: number; to: number; fixes: number };
export type NearDevice = { deviceId: number; kind: DeviceKind; tracks: NearTrack[] };

/** What lies about an outline in a period: how much, and, unless that is too much to look through, the tracks. */
export type Near = { fixes: number; isCounted: boolean; devices: NearDevice[] | null };

const mostTracks = 100_000;

/**
 * Tracks whose bounding box meets the outline's, by device and in order, with those of the day before the period
 * and the day after: a stay is at most so long, and what of it lies in the period follows from all of it. The index of beginnings answers for the period, since a track is at most a day
 * long; an index of boxes would have to be written anew with every position that comes in.
 */
export async function tracksNear(
  db: Knex,
  { west, south, east, north }: BandedOutline['bounds'],
  [from, to]: Interval,
  { mostFixes, onlyPersonId }: { mostFixes: number; onlyPersonId: number | null },
): Promise<Near> {
  const { rows } = await db.raw(
    `with near as materialized (
       select device_id, started_at, ended_at, fixes from tracks
       where started_at < cast(:to as timestamptz) + interval '1 day' and started_at >= cast(:from as timestamptz) - interval '2 days'
         and ended_at >= cast(:from as timestamptz) - interval '1 day'
         and west_e7 <= :east and east_e7 >= :west and south_e7 <= :north and north_e7 >= :south
         and (cast(:onlyPersonId as bigint) is null or person_id = :onlyPersonId)
       limit ${mostTracks + 1}
     ), total as (select coalesce(sum(fixes), 0) as fixes, count(*) as tracks from near),
     by_device as (
       select near.device_id, json_agg(json_build_object('from', round(extract(epoch from started_at) * 1000),
         'to', round(extract(epoch from ended_at) * 1000), 'fixes', near.fixes) order by started_at) as tracks
       from near, total where total.fixes <= :mostFixes and total.tracks <= ${mostTracks} group by near.device_id
     )
     select total.fixes, total.tracks <= ${mostTracks} as "isCounted",
       case when total.fixes <= :mostFixes and total.tracks <= ${mostTracks} then (
         select coalesce(json_agg(json_build_object('deviceId', device.id, 'kind', ${kindColumn('device')},
           'tracks', by_device.tracks) order by device.id), '[]')
         from by_device join devices device on device.id = by_device.device_id) end as devices
     from total`,
    { from: iso(from), to: iso(to), west, south, east, north, mostFixes, onlyPersonId },
  );
  return rows[0];
}

/** A stretch of a device's time to be read, both ends included; epoch ms. */
export type Stretch = { deviceId: number; from: number; to: number };

/** A fix as it is stored; `stretch` is the place of its stretch among those asked for. */
export type HeardFix = {
  stretch: number;
  at: number;
  lonE7: number;
  latE7: number;
  flags: number;
  breakBefore: boolean;
};

/** PostgreSQL counts microseconds from 2000. */
const postgresEpochMs = 946_684_800_000;

/**
 * The fixes of each stretch from the first to the last that lies in the box, in the order of the stretches and of their
 * time, without suspect times. What came before or after bears on no stay within the box.
 */
export async function readStretches(
  db: Knex,
  { west, south, east, north }: BandedOutline['bounds'],
  stretches: readonly Stretch[],
  hear: (fix: HeardFix) => void,
): Promise<void> {
  if (stretches.length === 0) return;
  const list = (value: (stretch: Stretch) => number | string) => stretches.map(value).join(',');
  // First and last are found in the key alone, which holds the positions: most tracks whose box meets the outline's
  // never came there, and of the others most was elsewhere.
  await copyOut(
    db,
    `select wanted.place::int4, fix.recorded_at, fix.lon_e7, fix.lat_e7, fix.flags, fix.break_before
     from unnest('{${list(({ deviceId }) => deviceId)}}'::bigint[], '{${list(({ from }) => iso(from))}}'::timestamptz[],
       '{${list(({ to }) => iso(to))}}'::timestamptz[]) with ordinality as wanted (device_id, begun, ended, place)
     cross join lateral (
       select min(recorded_at) as first_at, max(recorded_at) as last_at from fixes
       where device_id = wanted.device_id and recorded_at >= wanted.begun and recorded_at <= wanted.ended
         and lon_e7 between ${west} and ${east} and lat_e7 between ${south} and ${north}) near
     cross join lateral (
       select recorded_at, lon_e7, lat_e7, flags, break_before from fixes
       where device_id = wanted.device_id and recorded_at >= near.first_at and recorded_at <= near.last_at
         and flags & ${flag.timeSuspect} = 0
       order by recorded_at, lon_e7, lat_e7) fix`,
    (row) => {
      const stretch = (row.integer() ?? 1) - 1;
      const at = Math.round((row.bigint() ?? 0) / 1000) + postgresEpochMs;
      const [lonE7, latE7, flags] = [row.integer() ?? 0, row.integer() ?? 0, row.integer() ?? 0];
      hear({ stretch, at, lonE7, latE7, flags, breakBefore: row.boolean() ?? false });
    },
  );
}

/** Who carried which of the devices when, in order; epoch ms, null where it has no end. */
export async function carriersOf(
  db: Knex,
  deviceIds: readonly number[],
): Promise<Map<number, [personId: number, from: number, to: number | null][]>> {
  const { rows } = await db.raw(
    `select device_id, json_agg(json_build_array(person_id, round(extract(epoch from lower(period)) * 1000),
       round(extract(epoch from upper(period)) * 1000)) order by lower(period)) as carriers
     from device_carriers where device_id = any(:deviceIds) group by device_id`,
    { deviceIds: [...deviceIds] },
  );
  return new Map(
    rows.map((row: { device_id: number; carriers: [number, number, number | null][] }) => [
      row.device_id,
      row.carriers,
    ]),
  );
}

/** The outlines of the granted areas that meet a box, as well-known binary: whose strangers may be seen there. */
export async function landNear(
  db: Knex,
  grantedIds: readonly number[],
  { west, south, east, north }: BandedOutline['bounds'],
): Promise<Buffer[]> {
  if (grantedIds.length === 0) return [];
  const { rows } = await db.raw(
    `select st_asbinary(geometry) as wkb from areas where id = any(:grantedIds)
       and geometry && st_makeenvelope(:west, :south, :east, :north, 4326)`,
    {
      grantedIds: [...grantedIds],
      west: west / 1e7,
      south: south / 1e7,
      east: east / 1e7,
      north: north / 1e7,
    },
  );
  return rows.map(({ wkb }: { wkb: Buffer }) => wkb);
}

const iso = (at: number) => new Date(at).toISOString();
