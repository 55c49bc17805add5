import type { Knex } from 'knex';
import { msColumn } from '../tracks/columns.ts';
import { type Custody, custodyOf } from '../tracks/custody.ts';
import { kindColumn } from '../tracks/device-kind.ts';
import { flag } from '../tracks/flag.ts';
import type { DeviceKind } from '../tracks/thresholds.ts';
import type { JudgedFix } from './measure-day.ts';

/** A device's UTC day, in days since 1970, whose measures are not those of now. */
export type StaleDay = {
  deviceId: number;
  day: number;
  /** The counters of the day and its neighbours. */
  signature: string;
  /** What it was measured up to, where nothing but the points or layers is newer; else null: all of it is stale. */
  known: { versionId: number; layerIds: number[]; squares: boolean } | null;
};

/** What is to be measured: points up to a version, roads of layers, and squares of a kilometre. */
type Wanted = { versionId: number; layerIds: readonly number[]; squares: boolean };

/** West, south, east and north in degrees times 1e7. */
export type Box = readonly [west: number, south: number, east: number, north: number];

/** By day: changes with the fixes of any device on that day, or on those beside it. */
export async function daySignatures(db: Knex, first: number, last: number): Promise<Map<number, string>> {
  const { rows } = await db.raw(
    `select day - date '1970-01-01' as day, bit_xor(hashint8extended(device_id, revision))::text as signature
     from visit_days where day between date '1970-01-01' + cast(:first as integer) - 1
       and date '1970-01-01' + cast(:last as integer) + 1
     group by visit_days.day`,
    { first, last },
  );
  const own = new Map<number, string>(
    rows.map(({ day, signature }: { day: number; signature: string }) => [day, signature]),
  );
  const signatures = new Map<number, string>();
  for (let day = first; day <= last; day++) {
    const parts = [own.get(day - 1), own.get(day), own.get(day + 1)];
    if (parts[0] !== undefined || parts[1] !== undefined) signatures.set(day, parts.join(','));
  }
  return signatures;
}

/**
 * The stale days among these, of one device or all, the latest first and so many at most where that is given; a day after
 * one with tracks may hold the rest of one.
 */
export async function staleDays(
  db: Knex,
  days: readonly number[],
  wanted: Wanted,
  { onlyDeviceId, most }: { onlyDeviceId: number | null; most: number | null },
): Promise<StaleDay[]> {
  const { rows } = await db.raw(
    `with asked as materialized (
       select date '1970-01-01' + day as day from unnest(cast(:days as integer[])) day
     ), active as materialized (
       select distinct device_id, asked.day from asked
       join visit_days on visit_days.day = asked.day or visit_days.day = asked.day - 1
       where cast(:onlyDeviceId as bigint) is null or device_id = cast(:onlyDeviceId as bigint)
     ), signed as materialized (
       select active.device_id, active.day, concat_ws(',', coalesce(before.revision, 0), coalesce(own.revision, 0),
         coalesce(after.revision, 0)) as signature
       from active
       left join visit_days own on own.device_id = active.device_id and own.day = active.day
       left join visit_days before on before.device_id = active.device_id and before.day = active.day - 1
       left join visit_days after on after.device_id = active.device_id and after.day = active.day + 1
     )
     select signed.device_id as "deviceId", signed.day - date '1970-01-01' as day, signed.signature,
       case when measured.signature = signed.signature
         then json_build_object('versionId', measured.version_id, 'layerIds', measured.layer_ids,
           'squares', measured.squares) end as known
     from signed left join measured_days measured using (device_id, day)
     where measured.signature is distinct from signed.signature or measured.version_id < :versionId
       or not measured.layer_ids @> cast(:layerIds as bigint[]) or (cast(:squares as boolean) and not measured.squares)
     order by signed.day desc, signed.device_id limit :most`,
    {
      most,
      days: [...days],
      versionId: wanted.versionId,
      layerIds: [...wanted.layerIds],
      squares: wanted.squares,
      onlyDeviceId,
    },
  );
  return rows;
}

/** Those of the days on which a track of the device came near a box. */
export async function nearDays<Day extends { deviceId: number; day: number }>(
  db: Knex,
  days: readonly Day[],
  [west, south, east, north]: Box,
): Promise<Day[]> {
  if (days.length === 0) return [];
  const { rows } = await db.raw(
    `select place::int - 1 as index
     from unnest(cast(:devices as bigint[]), cast(:days as integer[])) with ordinality as asked (device, day, place)
     where exists (select from tracks where tracks.device_id = asked.device
       and started_at >= timestamptz '1970-01-01 00:00Z' + make_interval(hours => 24 * day - 26)
       and started_at < timestamptz '1970-01-01 00:00Z' + make_interval(hours => 24 * day + 25)
       and west_e7 <= :east and east_e7 >= :west and south_e7 <= :north and north_e7 >= :south)`,
    {
      devices: days.map(({ deviceId }) => deviceId),
      days: days.map(({ day }) => day),
      west: Math.floor(west),
      south: Math.floor(south),
      east: Math.ceil(east),
      north: Math.ceil(north),
    },
  );
  return rows.flatMap(({ index }: { index: number }) => days[index] ?? []);
}

const recordBytes = 20;
const breakBit = 1 << 30;

/** The fixes of devices in half-open periods, in epoch ms, one list for each period, in order; suspect times left out. */
export async function fixesOfPeriods(
  db: Knex,
  periods: readonly { deviceId: number; from: number; to: number }[],
): Promise<JudgedFix[][]> {
  const { rows } = await db.raw(
    `select place::int - 1 as index, string_agg(timestamptz_send(recorded_at) || int4send(lon_e7) || int4send(lat_e7)
       || int4send(flags | case when break_before then ${breakBit} else 0 end), ''
       order by recorded_at, lon_e7, lat_e7) as packed
     from unnest(cast(:devices as bigint[]), cast(:begun as timestamptz[]), cast(:ended as timestamptz[]))
       with ordinality as asked (device, begun, ended, place)
     join fixes on device_id = asked.device and recorded_at >= asked.begun and recorded_at < asked.ended
       and flags & ${flag.timeSuspect} = 0
     group by place`,
    {
      devices: periods.map(({ deviceId }) => deviceId),
      begun: periods.map(({ from }) => new Date(from)),
      ended: periods.map(({ to }) => new Date(to)),
    },
  );
  const found = new Map<number, Buffer>(
    rows.map(({ index, packed }: { index: number; packed: Buffer }) => [index, packed]),
  );
  return periods.map((_, index) => unpack(found.get(index)));
}

function unpack(packed: Buffer = Buffer.alloc(0)): JudgedFix[] {
  return Array.from({ length: packed.length / recordBytes }, (_, index) => {
    const at = index * recordBytes;
    const bits = packed.readInt32BE(at + 16);
    return {
      // PostgreSQL counts microseconds from 2000.
      at: Math.round(Number(packed.readBigInt64BE(at)) / 1000) + 946_684_800_000,
      lonE7: packed.readInt32BE(at + 8),
      latE7: packed.readInt32BE(at + 12),
      flags: bits & ~breakBit,
      breakBefore: (bits & breakBit) !== 0,
    };
  });
}

/** What kind devices are, and who carried them when. */
export async function carriersOf(
  db: Knex,
  deviceIds: readonly number[],
): Promise<ReadonlyMap<number, { kind: DeviceKind; custody: Custody }>> {
  const { rows } = await db.raw(
    `select devices.id, ${kindColumn('devices')} as kind,
       (select coalesce(json_agg(json_build_array(person_id, ${msColumn('lower(period)')},
         ${msColumn('upper(period)')}) order by lower(period)), '[]')
         from device_carriers where device_id = devices.id) as carriers
     from devices where devices.id = any(:deviceIds)`,
    { deviceIds: [...deviceIds] },
  );
  return new Map(
    rows.map(
      ({
        id,
        kind,
        carriers,
      }: {
        id: number;
        kind: DeviceKind;
        carriers: [number, number, number | null][];
      }) => [id, { kind, custody: custodyOf({ carriers, duties: [] }, true) }],
    ),
  );
}
