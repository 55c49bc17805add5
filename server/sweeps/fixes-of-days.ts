import type { Knex } from 'knex';
import { copyOut } from '../database/copy-out.ts';
import { type Custody, custodyColumns, custodyOf } from '../tracks/custody.ts';
import { kindColumn } from '../tracks/device-kind.ts';
import { flag } from '../tracks/flag.ts';
import { type DeviceKind, longestLegMs } from '../tracks/thresholds.ts';
import type { FixColumns } from './legs.ts';

/** A device's local day, `from` to before `to` in epoch ms. */
export type DeviceDay = { deviceId: number; from: number; to: number };

/** A position worse than this is good enough for presence in a cell, not for a strip (METHODS B2). */
const coarseMetres = 50;
const year2000 = 946_684_800_000;

/** The fixes of each of the days with what may join them across its ends, in the order asked for. */
export async function readFixesOfDays(db: Knex, days: readonly DeviceDay[]): Promise<FixColumns[]> {
  const read = days.map(
    (): FixColumns => ({ at: [], lonE7: [], latE7: [], flags: [], breakBefore: [], isCoarse: [] }),
  );
  if (days.length === 0) return read;
  const wanted = days.map(
    ({ deviceId, from, to }, index) =>
      `(${index},${deviceId}::bigint,'${instant(from - longestLegMs)}'::timestamptz,'${instant(to + longestLegMs)}'::timestamptz)`,
  );
  // The planner asks the key once for each day, and reads each in order.
  await copyOut(
    db,
    `select place, recorded_at, lon_e7, lat_e7, flags, break_before, is_coarse
     from (values ${wanted.join(',')}) as wanted (place, device, since, until)
     cross join lateral (
       select recorded_at, lon_e7, lat_e7, flags, break_before, coalesce(accuracy_metres > ${coarseMetres}, false) as is_coarse
       from fixes where device_id = wanted.device and recorded_at >= wanted.since and recorded_at < wanted.until
         and flags & ${flag.timeSuspect} = 0
       order by device_id, recorded_at, lon_e7, lat_e7
     ) fix`,
    (row) => {
      const columns = read[row.integer() ?? 0];
      if (!columns) return;
      const at = Math.round((row.bigint() ?? 0) / 1000) + year2000;
      const [lonE7, latE7] = [row.integer() ?? 0, row.integer() ?? 0];
      if (at < (columns.at.at(-1) ?? at)) throw new Error('The fixes of a day were read out of order.');
      columns.at.push(at);
      columns.lonE7.push(lonE7);
      columns.latE7.push(latE7);
      columns.flags.push(row.integer() ?? 0);
      columns.breakBefore.push(row.boolean() ?? false);
      columns.isCoarse.push(row.boolean() ?? false);
    },
  );
  return read;
}

const instant = (at: number) => new Date(at).toISOString();

/** Who carried each of the devices, and what kind it is of. */
export async function readCarried(
  db: Knex,
  deviceIds: readonly number[],
): Promise<ReadonlyMap<number, { custody: Custody; kind: DeviceKind }>> {
  const { rows } = await db.raw(
    `select sent.device, sent.kind, ${custodyColumns}
     from (select id as device, ${kindColumn('devices')} as kind, timestamptz '1970-01-01' as earliest,
       timestamptz '1970-01-01' as latest from devices where id = any(cast(:deviceIds as bigint[]))) sent`,
    { deviceIds },
  );
  return new Map(
    rows.map((row: { device: number; kind: DeviceKind } & Parameters<typeof custodyOf>[0]) => [
      row.device,
      { custody: custodyOf(row, true), kind: row.kind },
    ]),
  );
}
