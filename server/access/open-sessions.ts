import type { Knex } from 'knex';

/** Somebody to whom events are sent, and the grants of the account as they were when first asked for. */
export type Listening = { tokenId: number; rights: string | undefined };

/** The session has ended, or what its account may see is something else now. */
export type Ended = 'signed-out' | 'changed';

/**
 * Those whose session has ended or whose grants have changed since this was first asked of them. Whoever begins to listen
 * while the database answers is not among those it was asked about, and is asked about next time.
 */
export async function endedSessions<Listener extends Listening>(
  db: Knex,
  listeners: Iterable<Listener>,
): Promise<{ listener: Listener; reason: Ended }[]> {
  const asked = [...listeners];
  const open = await readRights(
    db,
    asked.map(({ tokenId }) => tokenId),
  );
  return asked.flatMap((listener) => {
    const rights = open.get(listener.tokenId);
    listener.rights ??= rights;
    if (rights === undefined) return { listener, reason: 'signed-out' as const };
    return listener.rights === rights ? [] : { listener, reason: 'changed' as const };
  });
}

/** Which of these sessions are still open, each with its account's grants as text. */
async function readRights(db: Knex, tokenIds: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const { rows } = await db.raw(
    `select tokens.id, array(select role || ' ' || coalesce(area_id, 0) from grants
       where account_id = accounts.id order by 1)::text as rights
     from tokens join accounts on accounts.id = tokens.account_id
     where tokens.id = any(:tokenIds) and tokens.revoked_at is null and accounts.disabled_at is null
       and (tokens.expires_at is null or tokens.expires_at > now())`,
    { tokenIds },
  );
  return new Map(rows.map(({ id, rights }: { id: number; rights: string }) => [id, rights]));
}
