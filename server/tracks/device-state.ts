import type { Knex } from 'knex';
import { NotFound } from '../http/problem.ts';
import type { DeviceDatum } from './admit.ts';
import { bigintegers, instants } from './columns.ts';
import { type CustodyRow, custodyColumns, type Period } from './custody.ts';
import { kindColumn } from './device-kind.ts';
import type { DeviceKind } from './thresholds.ts';

export type Locked = {
  datum: DeviceDatum;
  formerDatums: readonly FormerDatum[] | null;
  kind: DeviceKind;
  alwaysOnDuty: boolean;
};

/** What a device reported in until an instant, in epoch ms. */
type FormerDatum = readonly [datum: DeviceDatum, until: number];

/** What a device reported in when something of it arrived: it may be decoded again long after that was changed. */
export function datumAt({ datum, formerDatums }: Locked, receivedAt: number): DeviceDatum {
  return formerDatums?.find(([, until]) => receivedAt < until)?.[0] ?? datum;
}

/**
 * Holds devices until the transaction ends: the deliveries of each come one after the other. The locks also give the
 * transaction its id, and must be taken before the cells are read: a relocation waits for every such transaction.
 * Devices that there are not are absent from what is returned.
 */
export async function lockDevices(db: Knex, deviceIds: readonly number[]): Promise<Map<number, Locked>> {
  const { rows } = await db.raw(
    `select id, datum, former_datums as "formerDatums", ${kindColumn('devices')} as kind, always_on_duty as "alwaysOnDuty" from devices where id = any(:ids)
     order by id for no key update`,
    { ids: bigintegers(deviceIds, (id) => id) },
  );
  return new Map(rows.map(({ id, ...device }: Locked & { id: number }) => [id, device]));
}

/** The same for one device; NotFound where there is none. */
export async function lockDevice(db: Knex, deviceId: number): Promise<Locked> {
  const device = (await lockDevices(db, [deviceId])).get(deviceId);
  if (!device) throw noSuchDevice(deviceId);
  return device;
}

export function noSuchDevice(deviceId: number): NotFound {
  return new NotFound('device-not-found', `There is no device ${deviceId}.`, `没有终端 ${deviceId}。`);
}

/** What a delivery of a device goes on from. */
export type DeviceState = CustodyRow & {
  /** Where reading stopped, as stored. */
  head: unknown;
  cellsRevision: number;
  thresholdsRevision: number;
  /** The number of the next receipt. */
  receiptId: number;
};

/** Who carries each device, their duties in its period, and where reading stopped; in the order asked. */
export async function loadStates(
  db: Knex,
  asked: readonly (Period & { deviceId: number })[],
): Promise<DeviceState[]> {
  const { rows } = await db.raw(
    `select ${custodyColumns}, head.state as head,
       (select revision from revisions where name = 'cells') as "cellsRevision",
       (select revision from revisions where name = 'thresholds') as "thresholdsRevision",
       nextval(pg_get_serial_sequence('receipts', 'id')) as "receiptId"
     from unnest(cast(:devices as bigint[]), cast(:earliest as timestamptz[]), cast(:latest as timestamptz[]))
       with ordinality as sent(device, earliest, latest, n)
     left join resume_points head on head.device_id = sent.device and head.at = 'infinity'
     order by n`,
    {
      devices: bigintegers(asked, ({ deviceId }) => deviceId),
      earliest: instants(asked, ({ from }) => from),
      latest: instants(asked, ({ to }) => to),
    },
  );
  return rows;
}
