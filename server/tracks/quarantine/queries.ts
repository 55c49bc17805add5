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

/** What waits to be decoded again, in the order of its key. */
export async function listWaiting(
  db: Knex,
  filter: WaitingFilter,
  { after, limit }: Page,
): Promise<WaitingRecord[]> {
  const { sql, bindings } = conditionOf(filter);
  const { rows } = await db.raw(
    `select kept.device_id as "deviceId", kept.id, kept.received_at as "receivedAt", kept.protocol,
       kept.is_live as "isLive", kept.raw, device.secret
     from quarantine kept join devices device on device.id = kept.device_id
     where kept.outcome is null and ${sql}
       and (kept.device_id, kept.id) > (cast(:afterDevice as bigint), cast(:afterId as bigint))
     order by kept.device_id, kept.id limit :limit`,
    { ...bindings, afterDevice: after?.[0] ?? 0, afterId: after?.[1] ?? 0, limit },
  );
  return rows;
}

export type QuarantinedRecord = Omit<WaitingRecord, 'secret' | 'isLive'> & {
  device: string;
  reason: string;
  attempts: number;
  outcome: string | null;
  /** Whoever carried the device when it arrived. */
  personId: number | null;
};

/** Records for a person to look through: the latest first, also those that are settled where asked. */
export async function listRecords(
  db: Knex,
  filter: WaitingFilter & { settled: boolean },
  { after, limit }: { after: readonly [receivedAt: string, id: number] | undefined; limit: number },
): Promise<QuarantinedRecord[]> {
  const { sql, bindings } = conditionOf(filter);
  const { rows } = await db.raw(
    `select kept.device_id as "deviceId", kept.id, kept.received_at as "receivedAt", kept.protocol, kept.raw,
       device.name as device, kept.reason, kept.attempts, kept.outcome, held.person_id as "personId"
     from quarantine kept join devices device on device.id = kept.device_id
     left join device_carriers held on held.device_id = kept.device_id and held.period @> kept.received_at
     where ${sql} and (kept.outcome is null or :settled)
       and (kept.received_at, kept.id) < (cast(:before as timestamptz), cast(:beforeId as bigint))
     order by kept.received_at desc, kept.id desc limit :limit`,
    {
      ...bindings,
      settled: filter.settled,
      before: after?.[0] ?? 'infinity',
      beforeId: after?.[1] ?? 0,
      limit,
    },
  );
  return rows;
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
