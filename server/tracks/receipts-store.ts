import type { Knex } from 'knex';
import { byteStrings, timestampOf } from './columns.ts';
import type { Refusal } from './fix.ts';

export type ReceiptRow = {
  deviceId: number;
  id: number;
  receivedAt: number;
  protocol: string;
  isLive: boolean;
  tokenId: number | null;
  accountId: number | null;
  fileName: string | null;
  body: Uint8Array | null;
  bodyPacked: boolean;
  received: number;
  stored: number;
  duplicates: number;
  flagged: number;
  offDuty: number;
  refused: readonly Refusal[];
  labels: Readonly<Record<string, string>> | null;
  batteryPercent: number | null;
  /** The last instant among the positions kept. */
  latestAt: number | null;
};

const mostRefusalsKept = 1_000;

/** Says what arrived and what became of it. The ids were drawn before, for the fixes carry them. */
export async function insertReceipts(db: Knex, receipts: readonly ReceiptRow[]): Promise<void> {
  await db.raw(
    `insert into receipts (device_id, id, received_at, protocol, is_live, token_id, account_id, file_name, body,
       body_packed, received, stored, duplicates, flagged, off_duty, refused, labels, battery_percent, latest_at)
     overriding system value
     select "deviceId", id, "receivedAt", protocol, "isLive", "tokenId", "accountId", "fileName", body, "bodyPacked", received, stored,
       duplicates, flagged, "offDuty", refused, labels, "batteryPercent", "latestAt"
     from rows from (
       json_to_recordset(:rows) as ("deviceId" bigint, id bigint, "receivedAt" timestamptz, protocol text,
         "isLive" boolean, "tokenId" bigint, "accountId" bigint, "fileName" text, "bodyPacked" boolean, received integer, stored integer,
         duplicates integer, flagged integer, "offDuty" integer, refused jsonb, labels jsonb,
         "batteryPercent" smallint, "latestAt" timestamptz),
       unnest(cast(:bodies as bytea[]))
     ) as row("deviceId", id, "receivedAt", protocol, "isLive", "tokenId", "accountId", "fileName", "bodyPacked", received, stored,
       duplicates, flagged, "offDuty", refused, labels, "batteryPercent", "latestAt", body)`,
    {
      rows: JSON.stringify(receipts.map(receiptRow)),
      bodies: byteStrings(receipts, ({ body }) => body),
    },
  );
}

function receiptRow({ body, ...receipt }: ReceiptRow) {
  const refused = receipt.refused.slice(0, mostRefusalsKept).map(({ index, reason }) => ({ index, reason }));
  return {
    ...receipt,
    receivedAt: timestampOf(receipt.receivedAt),
    latestAt: receipt.latestAt === null ? null : timestampOf(receipt.latestAt),
    refused: refused.length > 0 ? refused : null,
  };
}

/** Counts positions of a device that are not kept, by local day. */
export type OffDuty = { deviceId: number; perDay: ReadonlyMap<string, number> };

export async function countOffDuty(db: Knex, counted: readonly OffDuty[]): Promise<void> {
  const rows = counted.flatMap(({ deviceId, perDay }) =>
    [...perDay].map(([day, count]) => ({ deviceId, day, count })),
  );
  if (rows.length === 0) return;
  await db.raw(
    `insert into off_duty_counts (device_id, day, count)
     select "deviceId", day, count
     from json_to_recordset(:rows) as row("deviceId" bigint, day date, count bigint) order by 1, 2
     on conflict (device_id, day) do update set count = off_duty_counts.count + excluded.count`,
    { rows: JSON.stringify(rows) },
  );
}
