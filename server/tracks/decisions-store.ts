import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import { carriedCondition } from './visible.ts';

/** `judge` takes back what was decided before. */
type Decision = 'restore' | 'exclude' | 'judge';

type NewDecision = {
  deviceId: number;
  recordedAt: Date;
  decision: Decision;
  /** Why the fix was flagged when it was decided about. */
  reasons: readonly string[];
  accountId: number;
};

export type ListedDecision = {
  id: number;
  decidedAt: Date;
  decision: Decision;
  reasons: string[];
  recordedAt: Date;
  account: { id: number; displayName: string };
  device: { id: number; name: string };
  person: { id: number; name: string } | null;
};

export async function insertDecision(
  db: Knex,
  { deviceId, recordedAt, accountId, decision, reasons }: NewDecision,
): Promise<void> {
  await db('fix_decisions').insert({
    device_id: deviceId,
    recorded_at: recordedAt,
    account_id: accountId,
    decision,
    reasons,
  });
}

/** Decisions about fixes of the times in which the scope covers whoever carried the device, latest first. */
export async function listDecisions(
  db: Knex,
  scope: Scope,
  { device, from, to }: { device?: number | undefined; from?: Date | undefined; to?: Date | undefined },
  { after, limit }: { after: number | undefined; limit: number },
): Promise<ListedDecision[]> {
  const carried = carriedCondition(scope, 'held.person_id');
  const { rows } = await db.raw(
    `select made.id, made.decided_at as "decidedAt", made.decision, made.reasons, made.recorded_at as "recordedAt",
       json_build_object('id', account.id, 'displayName', account.display_name) as account,
       json_build_object('id', device.id, 'name', device.name) as device,
       case when carrier.id is not null then json_build_object('id', carrier.id, 'name', carrier.name) end as person
     from fix_decisions made join devices device on device.id = made.device_id
     join accounts account on account.id = made.account_id
     left join device_carriers held on held.device_id = made.device_id and held.period @> made.recorded_at
     left join people carrier on carrier.id = held.person_id
     where ${carried.sql} and (cast(:device as bigint) is null or made.device_id = :device)
       and (cast(:from as timestamptz) is null or made.decided_at >= :from)
       and (cast(:to as timestamptz) is null or made.decided_at < :to)
       and (cast(:after as bigint) is null or made.id < :after)
     order by made.id desc limit :limit`,
    {
      ...carried.bindings,
      device: device ?? null,
      from: from ?? null,
      to: to ?? null,
      after: after ?? null,
      limit,
    },
  );
  return rows;
}
