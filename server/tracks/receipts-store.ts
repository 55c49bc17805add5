import type { Knex } from 'knex';
import { prepared } from '../database/prepared.ts';
import { bigintegers, booleans, byteStrings, instants, integers, smallIntegers, texts } from './columns.ts';
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
  await prepared(
    db,
    'insert-receipts',
    `insert into receipts (device_id, id, received_at, protocol, is_live, token_id, account_id, file_name, body,
       body_packed, received, stored, duplicates, flagged, off_duty, refused, labels, battery_percent, latest_at)
     overriding system value
     select device, id, arrived, protocol, is_live, token, account, file, body, packed, received, stored, duplicates,
       flagged, off_duty, cast(refused as jsonb), cast(labels as jsonb), battery, latest
     from unnest(cast(:devices as bigint[]), cast(:ids as bigint[]), cast(:arrived as timestamptz[]),
       cast(:protocols as text[]), cast(:lives as boolean[]), cast(:tokens as bigint[]), cast(:accounts as bigint[]),
       cast(:files as text[]), cast(:bodies as bytea[]), cast(:packed as boolean[]), cast(:received as integer[]),
       cast(:stored as integer[]), cast(:duplicates as integer[]), cast(:flagged as integer[]),
       cast(:offDuty as integer[]), cast(:refused as text[]), cast(:labels as text[]), cast(:batteries as smallint[]),
       cast(:latest as timestamptz[]))
       as sent(device, id, arrived, protocol, is_live, token, account, file, body, packed, received, stored, duplicates,
         flagged, off_duty, refused, labels, battery, latest)`,
    {
      devices: bigintegers(receipts, ({ deviceId }) => deviceId),
      ids: bigintegers(receipts, ({ id }) => id),
      arrived: instants(receipts, ({ receivedAt }) => receivedAt),
      protocols: texts(receipts, ({ protocol }) => protocol),
      lives: booleans(receipts, ({ isLive }) => isLive),
      tokens: bigintegers(receipts, ({ tokenId }) => tokenId),
      accounts: bigintegers(receipts, ({ accountId }) => accountId),
      files: texts(receipts, ({ fileName }) => fileName),
      bodies: byteStrings(receipts, ({ body }) => body),
      packed: booleans(receipts, ({ bodyPacked }) => bodyPacked),
      received: integers(receipts, ({ received }) => received),
      stored: integers(receipts, ({ stored }) => stored),
      duplicates: integers(receipts, ({ duplicates }) => duplicates),
      flagged: integers(receipts, ({ flagged }) => flagged),
      offDuty: integers(receipts, ({ offDuty }) => offDuty),
      refused: texts(receipts, ({ refused }) => refusedJson(refused)),
      labels: texts(receipts, ({ labels }) => (labels ? JSON.stringify(labels) : null)),
      batteries: smallIntegers(receipts, ({ batteryPercent }) => batteryPercent),
      latest: instants(receipts, ({ latestAt }) => latestAt),
    },
  );
}

function refusedJson(refused: readonly Refusal[]): string | null {
  const kept = refused.slice(0, mostRefusalsKept).map(({ index, reason }) => ({ index, reason }));
  return kept.length > 0 ? JSON.stringify(kept) : null;
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
