import type { Knex } from 'knex';
import { hashSecret, makeSecret } from '../accounts/token.ts';
import { msColumn } from '../tracks/columns.ts';
import { kindColumn } from '../tracks/device-kind.ts';
import type { DeviceKind } from '../tracks/thresholds.ts';
import type { DeviceChange, DeviceInput } from './device.ts';

export async function insertDevice(db: Knex, input: DeviceInput): Promise<number> {
  const [row] = await db('devices').insert(columnsOf(input)).returning('id');
  return row.id;
}

export async function updateDevice(db: Knex, id: number, change: DeviceChange): Promise<void> {
  const columns = columnsOf(change);
  if (Object.values(columns).some((value) => value !== undefined))
    await db('devices').where({ id }).update(columns);
}

/** What is undefined stays as it is. */
function columnsOf({ alwaysOnDuty, stationAreaId, lenientChecksum, ...same }: DeviceChange) {
  return {
    ...same,
    always_on_duty: alwaysOnDuty,
    station_area_id: stationAreaId,
    lenient_checksum: lenientChecksum,
  };
}

export async function kindOf(db: Knex, id: number): Promise<DeviceKind> {
  const row = await db('devices')
    .where({ id })
    .first(db.raw(`${kindColumn('devices')} as kind`));
  return row.kind;
}

/** Notes what a device reported in until now, where that changes. */
export async function keepFormerDatum(db: Knex, id: number, datum: string): Promise<void> {
  await db.raw(
    `update devices set former_datums = coalesce(former_datums, '[]')
       || jsonb_build_array(jsonb_build_array(datum, ${msColumn('clock_timestamp()')}))
     where id = :id and datum <> :datum`,
    { id, datum },
  );
}

/** Waits for the deliveries of a device that are under way, and makes later ones wait. */
export async function lockDevice(db: Knex, id: number): Promise<void> {
  await db.raw('select id from devices where id = :id for no key update', { id });
}

/**
 * A new token in place of every older one of the device; returns the secret, which is stored nowhere. Whichever
 * terminal registers next is the device's.
 */
export async function replaceToken(db: Knex, deviceId: number): Promise<string> {
  const secret = makeSecret();
  await revokeTokens(db, deviceId);
  await db('devices').where({ id: deviceId }).update({ registered_as: null, registration_refused_at: null });
  await db('tokens').insert({ kind: 'device', hash: hashSecret(secret), device_id: deviceId });
  return secret;
}

export async function revokeTokens(db: Knex, deviceId: number): Promise<void> {
  await db('tokens')
    .where({ device_id: deviceId })
    .whereNull('revoked_at')
    .update({ revoked_at: db.fn.now() });
}

export async function insertCarrier(
  db: Knex,
  { deviceId, personId, from, to }: { deviceId: number; personId: number; from: Date; to: Date | null },
): Promise<number> {
  const { rows } = await db.raw(
    `insert into device_carriers (device_id, person_id, period)
     values (:deviceId, :personId, tstzrange(:from, :to)) returning id`,
    { deviceId, personId, from, to },
  );
  return rows[0].id;
}

export async function setCarrierEnd(db: Knex, id: number, to: Date | null): Promise<void> {
  await db.raw('update device_carriers set period = tstzrange(lower(period), :to) where id = :id', {
    id,
    to,
  });
}

/** Ends a carrying at an instant, or where it begins at that very instant, just after. */
export async function endCarrying(db: Knex, id: number, at: Date): Promise<void> {
  await db.raw(
    `update device_carriers
     set period = tstzrange(lower(period), greatest(cast(:at as timestamptz), lower(period) + interval '1 microsecond'))
     where id = :id`,
    { id, at },
  );
}
