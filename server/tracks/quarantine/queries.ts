import type { Knex } from 'knex';
import type { Scope } from '../../access/scope.ts';
import { deviceCondition } from '../../devices/queries.ts';

/** Which records; of the devices that the scope covers, or of all where none is given. */
export type WaitingFilter = {
  scope?: Scope | undefined;
  deviceId?: number | undefined;
  reason?: string | undefined;
  protocol?: string | undefined;
  ids?: readonly number[] | undefined;
};

export type WaitingRecord = {
  deviceId: number;
  id: number;
  receivedAt: Date;
  protocol: string;
  isLive: boolean;
  raw: Buffer;
  /** Decrypts what the device encrypts. */
  secret: string | null;
};

type After = readonly [deviceId: number, id: number] | undefined;
type Page = { after: After; limit: number };

/** A record is of up to some megabytes: a page ends with the one that makes it this long. */
const longestPageBytes = 16 * 1024 * 1024;
/** What of a record the beginning for a person is made of. */
const beginningBytes = 8_000;

/** What waits to be decoded again, in the order of its key; empty after the last. */
export async function listWaiting(
  db: Knex,
  filter: WaitingFilter,
  { after, limit }: Page,
): Promise<WaitingRecord[]> {
  const { sql, bindings } = conditionOf(filter);
  const { rows } = await db.raw(
    upToBytes(
      `select kept.device_id as "deviceId", kept.id, kept.received_at as "receivedAt", kept.protocol,
         kept.is_live as "isLive", kept.raw, device.secret
       from quarantine kept join devices device on device.id = kept.device_id
       where kept.outcome is null and ${sql}
         and (kept.device_id, kept.id) > (cast(:afterDevice as bigint), cast(:afterId as bigint))
       order by kept.device_id, kept.id limit :limit`,
      '"deviceId", id',
    ),
    { ...bindings, afterDevice: after?.[0] ?? 0, afterId: after?.[1] ?? 0, limit, longestPageBytes },
  );
  return rows.map(withoutSum);
}

/** The first rows of a query in its order, until their `raw` is as long as a page may be; one at least. */
function upToBytes(query: string, order: string): string {
  return `select * from (
      select *, sum(octet_length(raw)) over (order by ${order}) - octet_length(raw) as bytes_before from (${query}) found
    ) page where bytes_before < :longestPageBytes order by ${order}`;
}

function withoutSum<T>({ bytes_before: _sum, ...row }: T & { bytes_before: unknown }) {
  return row;
}

export type QuarantinedRecord = Omit<WaitingRecord, 'secret' | 'isLive'> & {
  device: string;
  reason: string;
  attempts: number;
  outcome: string | null;
  /** Whoever carried the device when it was, or where it does not say that, when it arrived. */
  personId: number | null;
  bytes: number;
};

type RecordsFilter = WaitingFilter & { settled: boolean };
type RecordsPage = { after: readonly [receivedAt: string, id: number] | undefined; limit: number };

/**
 * Records for a person to look through, with the beginning of each: the latest first, also those that are settled where
 * asked.
 */
export async function listRecords(
  db: Knex,
  filter: RecordsFilter,
  page: RecordsPage,
): Promise<QuarantinedRecord[]> {
  const { sql, bindings } = recordsOf(filter, page, `substring(kept.raw from 1 for ${beginningBytes})`);
  const { rows } = await db.raw(sql, bindings);
  return rows;
}

/** The same with all of each, to be taken out; empty after the last. */
export async function listWholeRecords(
  db: Knex,
  filter: RecordsFilter,
  page: RecordsPage,
): Promise<QuarantinedRecord[]> {
  const { sql, bindings } = recordsOf(filter, page, 'kept.raw');
  const { rows } = await db.raw(upToBytes(sql, '"receivedAt" desc, id desc'), {
    ...bindings,
    longestPageBytes,
  });
  return rows.map(withoutSum);
}

function recordsOf(filter: RecordsFilter, { after, limit }: RecordsPage, raw: string) {
  const { sql, bindings } = conditionOf(filter);
  return {
    sql: `select kept.device_id as "deviceId", kept.id, kept.received_at as "receivedAt", kept.protocol, ${raw} as raw,
       octet_length(kept.raw) as bytes, device.name as device, kept.reason, kept.attempts, kept.outcome, held.person_id as "personId"
     from quarantine kept join devices device on device.id = kept.device_id
     left join device_carriers held on held.device_id = kept.device_id and held.period @> coalesce(kept.recorded_at, kept.received_at)
     where ${sql} and (kept.outcome is null or :settled)
       and (kept.received_at, kept.id) < (cast(:before as timestamptz), cast(:beforeId as bigint))
     order by kept.received_at desc, kept.id desc limit :limit`,
    bindings: {
      ...bindings,
      settled: filter.settled,
      before: after?.[0] ?? 'infinity',
      beforeId: after?.[1] ?? 0,
      limit,
    },
  };
}

export type WaitingCount = {
  deviceId: number;
  device: string;
  protocol: string;
  reason: string;
  count: number;
  firstAt: Date;
  lastAt: Date;
};

/** How much waits, by device, protocol and reason; the most first. */
export async function countWaiting(db: Knex, filter: WaitingFilter): Promise<WaitingCount[]> {
  const { sql, bindings } = conditionOf(filter);
  const { rows } = await db.raw(
    `select kept.device_id as "deviceId", device.name as device, kept.protocol, kept.reason, count(*)::integer as count,
       min(kept.received_at) as "firstAt", max(kept.received_at) as "lastAt"
     from quarantine kept join devices device on device.id = kept.device_id
     where kept.outcome is null and ${sql}
     group by kept.device_id, device.name, kept.protocol, kept.reason
     order by count desc, device, 1, kept.reason limit 1000`,
    bindings,
  );
  return rows;
}

/** The condition on the aliases `kept` and `device`. */
function conditionOf({ scope, deviceId, reason, protocol, ids }: WaitingFilter) {
  const covered = scope ? deviceCondition(scope) : { sql: 'true', bindings: {} };
  return {
    sql: `${covered.sql}
       and (cast(:deviceId as bigint) is null or kept.device_id = :deviceId)
       and (cast(:reason as text) is null or kept.reason = :reason)
       and (cast(:protocol as text) is null or kept.protocol = :protocol)
       and (cast(:ids as bigint[]) is null or kept.id = any(:ids))`,
    bindings: {
      ...covered.bindings,
      deviceId: deviceId ?? null,
      reason: reason ?? null,
      protocol: protocol ?? null,
      ids: ids ? [...ids] : null,
    },
  };
}

/** Marks what waits as dismissed by a person; returns how many. */
export async function dismissWaiting(db: Knex, filter: WaitingFilter): Promise<number> {
  const { sql, bindings } = conditionOf(filter);
  const { rowCount } = await db.raw(
    `update quarantine set outcome = 'dismissed', settled_at = now()
     from devices device, quarantine kept
     where device.id = kept.device_id and quarantine.device_id = kept.device_id and quarantine.id = kept.id
       and kept.outcome is null and ${sql}`,
    bindings,
  );
  return rowCount;
}
