import type { Knex } from 'knex';
import type { OwnerKind } from './response.ts';

export type Limit = {
  id: number;
  ownerKind: OwnerKind;
  metres: number;
  from: Date;
  to: Date | null;
  decidedAt: Date;
  decidedBy: string;
};

/** Every limit there was, is or will be, the latest of each kind first. */
export async function listLimits(db: Knex): Promise<Limit[]> {
  const { rows } = await db.raw(
    `select response_limit.id, owner_kind as "ownerKind", metres, lower(period) as "from", upper(period) as "to",
       decided_at as "decidedAt", accounts.display_name as "decidedBy"
     from response_limits response_limit join accounts on accounts.id = response_limit.account_id
     order by owner_kind, lower(period) desc`,
  );
  return rows;
}

/** A limit that holds at an instant, and since when. Epoch ms. */
export type LimitInForce = { metres: number; from: number };

export async function limitsAt(db: Knex, at: Date): Promise<Map<OwnerKind, LimitInForce>> {
  const { rows } = await db.raw(
    `select owner_kind as kind, metres, round(extract(epoch from lower(period)) * 1000)::float8 as "from"
     from response_limits where period @> cast(:at as timestamptz)`,
    { at },
  );
  return new Map(rows.map(({ kind, ...limit }: LimitInForce & { kind: OwnerKind }) => [kind, limit]));
}
