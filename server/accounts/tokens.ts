import type { Knex } from 'knex';
import type { Caller, Grant } from '../access/caller.ts';
import { hashSecret, makeSecret } from './token.ts';

export const sessionHours = 12;

/** Opens a session; returns the secret for the cookie. */
export async function openSession(db: Knex, accountId: number): Promise<string> {
  const secret = makeSecret();
  await db('tokens').insert({
    kind: 'session',
    hash: hashSecret(secret),
    account_id: accountId,
    expires_at: db.raw('now() + make_interval(hours => ?)', [sessionHours]),
  });
  return secret;
}

/** Ends one session, or all of an account but one. */
export async function revokeToken(db: Knex, tokenId: number): Promise<void> {
  await db('tokens').where({ id: tokenId }).whereNull('revoked_at').update({ revoked_at: db.fn.now() });
}

export async function revokeSessions(db: Knex, accountId: number, exceptTokenId?: number): Promise<number> {
  return db('tokens')
    .where({ account_id: accountId, kind: 'session' })
    .whereNull('revoked_at')
    .whereNot('id', exceptTokenId ?? 0)
    .update({ revoked_at: db.fn.now() });
}

export type Credential = { caller: Caller } | { deviceId: number; tokenId: number } | undefined;

/**
 * Whose secret this is: an account by session or API token, or a device. Undefined for one that is unknown,
 * revoked, expired, or of a disabled account.
 */
export async function findCredential(db: Knex, secret: string): Promise<Credential> {
  const { rows } = await db.raw(
    `select token.id as "tokenId", token.kind, token.device_id as "deviceId",
       account.id as "accountId", account.username, account.display_name as "displayName", account.person_id as "personId",
       (select coalesce(json_agg(json_build_object('role', role, 'areaId', area_id) order by id), '[]')
        from grants where account_id = account.id) as grants
     from tokens token left join accounts account on account.id = token.account_id
     where token.hash = :hash and token.kind in ('session', 'api', 'device') and token.revoked_at is null
       and (token.expires_at is null or token.expires_at > now())
       and account.disabled_at is null`,
    { hash: hashSecret(secret) },
  );
  const row = rows[0];
  if (!row) return undefined;
  if (row.kind === 'device') return { deviceId: row.deviceId, tokenId: row.tokenId };
  const { accountId, username, displayName, personId, tokenId } = row;
  return { caller: { accountId, username, displayName, personId, tokenId, grants: row.grants as Grant[] } };
}
