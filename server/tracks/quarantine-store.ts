import type { Knex } from 'knex';
import { bigintegers, byteStrings, instants } from './columns.ts';

/** A record that could not be understood, as a message of its protocol that holds nothing else. */
export type Quarantined = {
  deviceId: number;
  receiptId: number;
  receivedAt: number;
  protocol: string;
  isLive: boolean;
  reason: string;
  raw: Uint8Array;
};

/** Keeps what could not be understood, for a person and for later decoders. */
export async function insertQuarantined(db: Knex, records: readonly Quarantined[]): Promise<void> {
  if (records.length === 0) return;
  await db.raw(
    `insert into quarantine (device_id, receipt_id, received_at, protocol, is_live, reason, raw)
     select device, receipt, received, protocol, is_live, reason, raw
     from unnest(cast(:devices as bigint[]), cast(:receipts as bigint[]), cast(:received as timestamptz[]),
       cast(:protocols as text[]), cast(:lives as boolean[]), cast(:reasons as text[]), cast(:raws as bytea[]))
       with ordinality as sent(device, receipt, received, protocol, is_live, reason, raw, n)
     order by device, n`,
    {
      devices: bigintegers(records, ({ deviceId }) => deviceId),
      receipts: bigintegers(records, ({ receiptId }) => receiptId),
      received: instants(records, ({ receivedAt }) => receivedAt),
      protocols: records.map(({ protocol }) => protocol),
      lives: records.map(({ isLive }) => isLive),
      reasons: records.map(({ reason }) => reason),
      raws: byteStrings(records, ({ raw }) => raw),
    },
  );
}
