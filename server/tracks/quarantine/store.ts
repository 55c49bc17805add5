import type { Knex } from 'knex';
import { bigintegers, byteStrings, instants } from '../columns.ts';

/** A record that could not be understood, as a message of its protocol that holds nothing else. */
export type Quarantined = {
  deviceId: number;
  receiptId: number;
  receivedAt: number;
  protocol: string;
  isLive: boolean;
  reason: string;
  raw: Uint8Array;
  /** When it was, epoch milliseconds, where that can be believed. */
  recordedAt: number | null;
};

/** Keeps what could not be understood, for a person and for later decoders. */
export async function insertQuarantined(db: Knex, records: readonly Quarantined[]): Promise<void> {
  if (records.length === 0) return;
  await db.raw(
    `insert into quarantine (device_id, receipt_id, received_at, protocol, is_live, reason, raw, recorded_at)
     select device, receipt, received, protocol, is_live, reason, raw, recorded
     from unnest(cast(:devices as bigint[]), cast(:receipts as bigint[]), cast(:received as timestamptz[]),
       cast(:protocols as text[]), cast(:lives as boolean[]), cast(:reasons as text[]), cast(:raws as bytea[]),
       cast(:recorded as timestamptz[]))
       with ordinality as sent(device, receipt, received, protocol, is_live, reason, raw, recorded, n)
     order by device, n`,
    {
      devices: bigintegers(records, ({ deviceId }) => deviceId),
      receipts: bigintegers(records, ({ receiptId }) => receiptId),
      received: instants(records, ({ receivedAt }) => receivedAt),
      protocols: records.map(({ protocol }) => protocol),
      lives: records.map(({ isLive }) => isLive),
      reasons: records.map(({ reason }) => reason),
      raws: byteStrings(records, ({ raw }) => raw),
      recorded: instants(records, ({ recordedAt }) => recordedAt),
    },
  );
}

export type Outcome = 'stored' | 'duplicate' | 'off-duty' | 'nothing' | 'dismissed';
export type RecordKey = { deviceId: number; id: number };

/**
 * Says what became of records. What is stored elsewhere or was of a time off duty is kept here no longer; what a person
 * dismissed is, until the retention ends it.
 */
export async function settle(
  db: Knex,
  records: readonly (RecordKey & { outcome: Outcome })[],
): Promise<void> {
  if (records.length === 0) return;
  await db.raw(
    `update quarantine set outcome = sent.outcome, settled_at = now(), attempts = attempts + 1,
       raw = case when sent.outcome = 'dismissed' then raw else '' end
     from unnest(cast(:devices as bigint[]), cast(:ids as bigint[]), cast(:outcomes as text[])) as sent(device, id, outcome)
     where device_id = sent.device and quarantine.id = sent.id`,
    {
      devices: bigintegers(records, ({ deviceId }) => deviceId),
      ids: bigintegers(records, ({ id }) => id),
      outcomes: records.map(({ outcome }) => outcome),
    },
  );
}

/** Records that were decoded again in vain, with the reason of this time. */
export async function keepWaiting(
  db: Knex,
  records: readonly (RecordKey & { reason: string })[],
): Promise<void> {
  if (records.length === 0) return;
  await db.raw(
    `update quarantine set reason = sent.reason, attempts = attempts + 1, outcome = null, settled_at = null
     from unnest(cast(:devices as bigint[]), cast(:ids as bigint[]), cast(:reasons as text[])) as sent(device, id, reason)
     where device_id = sent.device and quarantine.id = sent.id`,
    {
      devices: bigintegers(records, ({ deviceId }) => deviceId),
      ids: bigintegers(records, ({ id }) => id),
      reasons: records.map(({ reason }) => reason),
    },
  );
}
