import type { Knex } from 'knex';
import { timestampOf } from './columns.ts';
import type { Refusal } from './fix.ts';

export type ReceiptRow = {
  deviceId: number;
  id: number;
  receivedAt: number;
  protocol: string;
  tokenId: number | null;
  accountId: number | null;
  fileName: string | null;
  body: Uint8Array | null;
  received: number;
  stored: number;
  duplicates: number;
  flagged: number;
  offDuty: number;
  refused: readonly Refusal[];
};

const mostRefusalsKept = 1_000;

/** Says what arrived and what became of it. The id was drawn before, for the fixes carry it. */
export async function insertReceipt(db: Knex, receipt: ReceiptRow): Promise<void> {
  await db.raw(
    `insert into receipts (device_id, id, received_at, protocol, token_id, account_id, file_name, body, received,
       stored, duplicates, flagged, off_duty, refused)
     overriding system value
     values (:deviceId, :id, cast(:receivedAt as timestamptz), :protocol, :tokenId, :accountId, :fileName,
       cast(:body as bytea), :received, :stored, :duplicates, :flagged, :offDuty, cast(:refused as jsonb))`,
    {
      ...receipt,
      receivedAt: timestampOf(receipt.receivedAt),
      body: receipt.body && Buffer.from(receipt.body),
      refused: receipt.refused.length > 0 ? JSON.stringify(receipt.refused.slice(0, mostRefusalsKept)) : null,
    },
  );
}

/** Counts positions that are not kept, by day. */
export async function countOffDuty(
  db: Knex,
  deviceId: number,
  perDay: ReadonlyMap<string, number>,
): Promise<void> {
  if (perDay.size === 0) return;
  const rows = [...perDay].map(([day, count]) => ({ day, count }));
  await db.raw(
    `insert into off_duty_counts (device_id, day, count)
     select :deviceId, day, count from json_to_recordset(:rows) as row(day date, count bigint) order by day
     on conflict (device_id, day) do update set count = off_duty_counts.count + excluded.count`,
    { deviceId, rows: JSON.stringify(rows) },
  );
}
