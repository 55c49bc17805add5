import type { Knex } from 'knex';
import { prepared } from '../database/prepared.ts';
import { bigintegers, booleans, instants, integers, msColumn, reals, timestampOf } from './columns.ts';
import type { NewFix, ReadFix } from './fix.ts';
import { flag, isPoor, ownFlagsOf } from './flag.ts';
import type { Thresholds } from './thresholds.ts';

/** Fixes of one device, and the receipt that they came with. */
export type Delivered = { deviceId: number; receiptId: number; receivedAt: number; fixes: readonly NewFix[] };

const columns = `device_id, recorded_at, lon_e7, lat_e7, receipt_id, flags, break_before, accuracy_metres,
  speed_metres_per_second, course_degrees, altitude_metres, received_at, reported_at, reported_lon_e7, reported_lat_e7`;

const rowsSent = `select device, at, lon_e7, lat_e7, receipt, flags, break_before, accuracy, speed, course, altitude,
    received, reported, reported_lon, reported_lat
  from unnest(cast(:devices as bigint[]), cast(:at as timestamptz[]), cast(:lon as integer[]), cast(:lat as integer[]),
    cast(:receipts as bigint[]), cast(:flags as integer[]), cast(:breaks as boolean[]), cast(:accuracy as real[]),
    cast(:speed as real[]), cast(:course as real[]), cast(:altitude as real[]), cast(:received as timestamptz[]),
    cast(:reported as timestamptz[]), cast(:reportedLon as integer[]), cast(:reportedLat as integer[]))
    as sent(device, at, lon_e7, lat_e7, receipt, flags, break_before, accuracy, speed, course, altitude, received,
      reported, reported_lon, reported_lat)`;

/**
 * Stores fixes that should all be new, in the order of the key; a unique violation where one is there already. Half the
 * cost of asking about each.
 */
export async function insertNew(db: Knex, deliveries: readonly Delivered[]): Promise<void> {
  if (deliveries.length === 0) return;
  await prepared(db, 'insert-fixes', `insert into fixes (${columns}) ${rowsSent}`, bindings(deliveries));
}

/** Stores the fixes that are not there yet, in the order of the key. Returns those that were there already. */
export async function insertMissing(db: Knex, delivered: Delivered): Promise<NewFix[]> {
  const { fixes } = delivered;
  if (fixes.length === 0) return [];
  const { rows } = await db.raw(
    `with stored as (insert into fixes (${columns}) ${rowsSent} on conflict do nothing returning 1)
     select count(*)::integer as stored from stored`,
    bindings([delivered]),
  );
  return rows[0].stored === fixes.length ? [] : alreadyStored(db, delivered);
}

function bindings(deliveries: readonly Delivered[]) {
  const rows = deliveries.flatMap((of) => of.fixes.map((fix) => ({ of, fix })));
  // Where no device's datum is another one, the shortest array stands for nothing but nulls.
  const converted = rows.some(({ fix }) => fix.reportedE7) ? rows : [];
  return {
    devices: bigintegers(rows, ({ of }) => of.deviceId),
    receipts: bigintegers(rows, ({ of }) => of.receiptId),
    received: instants(rows, ({ of }) => of.receivedAt),
    at: instants(rows, ({ fix }) => fix.at),
    lon: integers(rows, ({ fix }) => fix.lonE7),
    lat: integers(rows, ({ fix }) => fix.latE7),
    flags: integers(rows, ({ fix }) => fix.judged),
    breaks: booleans(rows, ({ fix }) => fix.breakBefore),
    accuracy: reals(rows, ({ fix }) => fix.accuracyMetres),
    speed: reals(rows, ({ fix }) => fix.speedMetresPerSecond),
    course: reals(rows, ({ fix }) => fix.courseDegrees),
    altitude: reals(rows, ({ fix }) => fix.altitudeMetres),
    reported: instants(rows, ({ fix }) => fix.reportedAt),
    reportedLon: integers(converted, ({ fix }) => fix.reportedE7?.lonE7 ?? null),
    reportedLat: integers(converted, ({ fix }) => fix.reportedE7?.latE7 ?? null),
  };
}

/** Which of the fixes another receipt stored. */
async function alreadyStored(db: Knex, { deviceId, receiptId, fixes }: Delivered): Promise<NewFix[]> {
  const { rows } = await db.raw(
    `select n from unnest(cast(:at as timestamptz[]), cast(:lon as integer[]), cast(:lat as integer[]))
       with ordinality as sent(at, lon_e7, lat_e7, n)
     where exists (select from fixes where device_id = :deviceId and recorded_at = sent.at
       and fixes.lon_e7 = sent.lon_e7 and fixes.lat_e7 = sent.lat_e7 and receipt_id <> :receiptId
       and recorded_at between cast(:first as timestamptz) and cast(:last as timestamptz))
     order by n`,
    { deviceId, receiptId, ...keysOf(fixes) },
  );
  return rows.flatMap(({ n }: { n: number }) => fixes[n - 1] ?? []);
}

/** A segment that the source began at a fix it had sent before without saying so. Returns the fixes changed. */
export async function markBreaks(
  db: Knex,
  deviceId: number,
  fixes: readonly ReadFix[],
): Promise<{ at: number }[]> {
  if (fixes.length === 0) return [];
  const { rows } = await db.raw(
    `update fixes set break_before = true
     from unnest(cast(:at as timestamptz[]), cast(:lon as integer[]), cast(:lat as integer[])) as sent(at, lon, lat)
     where device_id = :deviceId and recorded_at = sent.at and lon_e7 = sent.lon and lat_e7 = sent.lat
       and recorded_at between cast(:first as timestamptz) and cast(:last as timestamptz) and not break_before
     returning ${msColumn('recorded_at')} as at`,
    { deviceId, ...keysOf(fixes) },
  );
  return rows;
}

/** Writes the verdicts of devices' fixes that have changed. */
export async function updateFlags(
  db: Knex,
  verdicts: readonly { deviceId: number; fixes: readonly ReadFix[] }[],
): Promise<void> {
  const rows = verdicts.flatMap(({ deviceId, fixes }) => fixes.map((fix) => ({ deviceId, fix })));
  if (rows.length === 0) return;
  const fixes = rows.map(({ fix }) => fix);
  await prepared(
    db,
    'update-flags',
    `update fixes set flags = sent.flags
     from unnest(cast(:devices as bigint[]), cast(:at as timestamptz[]), cast(:lon as integer[]), cast(:lat as integer[]),
       cast(:flags as integer[])) as sent(device, at, lon, lat, flags)
     where device_id = sent.device and recorded_at = sent.at and lon_e7 = sent.lon and lat_e7 = sent.lat
       and recorded_at between cast(:first as timestamptz) and cast(:last as timestamptz)`,
    {
      devices: bigintegers(rows, ({ deviceId }) => deviceId),
      flags: integers(fixes, (fix) => fix.judged),
      ...keysOf(fixes),
    },
  );
}

/** Flags those with a suspect time whose accuracy is too low by these thresholds, and no others. */
export async function updateUndated(db: Knex, deviceId: number, thresholds: Thresholds): Promise<void> {
  await db.raw(
    `update fixes set flags = flags # ${flag.lowAccuracy}
     where device_id = :deviceId and flags & ${flag.timeSuspect} <> 0
       and (flags & ${flag.lowAccuracy} <> 0) <> coalesce(accuracy_metres > cast(:metres as float8), false)`,
    { deviceId, metres: thresholds.presenceAccuracyMetres },
  );
}

function keysOf(fixes: readonly ReadFix[]) {
  const times = fixes.map(({ at }) => at);
  return {
    at: instants(fixes, (fix) => fix.at),
    lon: integers(fixes, (fix) => fix.lonE7),
    lat: integers(fixes, (fix) => fix.latE7),
    first: timestampOf(times.reduce((a, b) => Math.min(a, b))),
    last: timestampOf(times.reduce((a, b) => Math.max(a, b))),
  };
}

/** The fixes of a device in a half-open period that take part in reading, in order; poor by the given thresholds. */
export async function loadFixes(
  db: Knex,
  thresholds: Thresholds,
  deviceId: number,
  fromMs: number,
  toMs: number,
): Promise<ReadFix[]> {
  const { rows } = await db.raw(
    `select ${msColumn('recorded_at')} as at, lon_e7 as "lonE7", lat_e7 as "latE7", accuracy_metres as accuracy,
       break_before as "breakBefore", flags
     from fixes where device_id = :deviceId and recorded_at >= cast(:from as timestamptz)
       and recorded_at < cast(:to as timestamptz) and flags & ${flag.timeSuspect} = 0
     order by recorded_at, lon_e7, lat_e7`,
    { deviceId, from: timestampOf(fromMs), to: timestampOf(toMs) },
  );
  return rows.map((row: FixRow) => readFixOf(row, thresholds));
}

type FixRow = {
  at: number;
  lonE7: number;
  latE7: number;
  accuracy: number | null;
  breakBefore: boolean;
  flags: number;
};

function readFixOf(
  { at, lonE7, latE7, accuracy, breakBefore, flags }: FixRow,
  thresholds: Thresholds,
): ReadFix {
  const accuracyMetres = accuracy === null ? null : Math.fround(accuracy);
  const poor = isPoor(accuracyMetres, thresholds) ? flag.lowAccuracy : 0;
  const own = (ownFlagsOf(flags) & ~flag.lowAccuracy) | poor;
  return { at, lonE7, latE7, accuracyMetres, breakBefore, own, stored: flags, judged: own };
}

/** The instant of each device's last fix that takes part in reading; absent where there is none. */
export async function lastFixesAt(db: Knex, deviceIds: readonly number[]): Promise<Map<number, number>> {
  if (deviceIds.length === 0) return new Map();
  const { rows } = await db.raw(
    `select id, (select ${msColumn('recorded_at')} from fixes where device_id = id and flags & ${flag.timeSuspect} = 0
       order by recorded_at desc limit 1) as at
     from unnest(cast(:ids as bigint[])) id`,
    { ids: bigintegers(deviceIds, (id) => id) },
  );
  const dated = rows.filter(({ at }: { at: number | null }) => at !== null);
  return new Map(dated.map(({ id, at }: { id: number; at: number }) => [id, at]));
}
