import type { Knex } from 'knex';
import { prepared } from '../database/prepared.ts';
import { NotFound } from '../http/problem.ts';
import type { DeviceDatum } from './admit.ts';
import { bigintegers, instants } from './columns.ts';
import { type CustodyRow, custodyOfSent, type Period } from './custody.ts';
import { kindColumn } from './device-kind.ts';
import type { DeviceKind } from './thresholds.ts';

export type Locked = {
  datum: DeviceDatum;
  formerDatums: readonly FormerDatum[] | null;
  kind: DeviceKind;
  alwaysOnDuty: boolean;
  /** Decrypts what it encrypts. */
  secret: string | null;
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
  const { rows } = await prepared(
    db,
    'lock-devices',
    `select id, datum, former_datums as "formerDatums", ${kindColumn('devices')} as kind, always_on_duty as "alwaysOnDuty", secret from devices where id = any(:ids)
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

/** What a delivery was let in by was revoked or changed since it was looked up. */
export class StaleCredential extends Error {}

/** What a delivery of a device goes on from. */
export type DeviceState = CustodyRow & {
  /** Where reading stopped, as stored. */
  head: unknown;
  cellsRevision: number;
  thresholdsRevision: number;
  /** The number of the next receipt. */
  receiptId: number;
  /** The token asked about is the device's and in force; true where none was. */
  isTokenInForce: boolean;
};

/** Who carries each device, their duties in its period, and where reading stopped; in the order asked. */
export async function loadStates(
  db: Knex,
  asked: readonly (Period & { deviceId: number; tokenId: number | null })[],
): Promise<DeviceState[]> {
  const { rows } = await prepared(
    db,
    'load-states',
    `with sent as materialized (
       select * from unnest(cast(:devices as bigint[]), cast(:tokens as bigint[]), cast(:earliest as timestamptz[]),
         cast(:latest as timestamptz[])) with ordinality as asked(device, token, earliest, latest, n)
     ), ${custodyOfSent}
     select carriers, duties, head.state as head,
       (select revision from revisions where name = 'cells') as "cellsRevision",
       (select revision from revisions where name = 'thresholds') as "thresholdsRevision",
       nextval((select cast(pg_get_serial_sequence('receipts', 'id') as regclass))) as "receiptId",
       sent.token is null or exists (select from tokens where tokens.id = sent.token and tokens.device_id = sent.device
         and kind = 'device' and revoked_at is null and (expires_at is null or expires_at > now())) as "isTokenInForce"
     from sent left join custody_carriers using (device) left join custody_duties using (device)
     left join resume_points head on head.device_id = sent.device and head.at = 'infinity'
     order by n`,
    {
      devices: bigintegers(asked, ({ deviceId }) => deviceId),
      tokens: bigintegers(asked, ({ tokenId }) => tokenId),
      earliest: instants(asked, ({ from }) => from),
      latest: instants(asked, ({ to }) => to),
    },
  );
  return rows;
}
