import type { Knex } from 'knex';
import type { OwnerKind } from './response.ts';

export type NewLimit = { ownerKind: OwnerKind; metres: number | null; from: Date; accountId: number };

/** Ends the limit that holds at an instant then, leaves out those still to begin, and begins another where there is one. */
export async function replaceLimit(
  trx: Knex,
  { ownerKind, metres, from, accountId }: NewLimit,
): Promise<void> {
  await trx.raw('delete from response_limits where owner_kind = :ownerKind and lower(period) >= :from', {
    ownerKind,
    from,
  });
  await trx.raw(
    `update response_limits set period = tstzrange(lower(period), :from)
     where owner_kind = :ownerKind and period @> cast(:from as timestamptz)`,
    { ownerKind, from },
  );
  if (metres === null) return;
  await trx.raw(
    `insert into response_limits (owner_kind, metres, period, account_id)
     values (:ownerKind, :metres, tstzrange(:from, null), :accountId)`,
    { ownerKind, metres, from, accountId },
  );
}
