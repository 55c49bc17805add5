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

/** Ends this session; the token of a script is not one, and goes on. */
export async function endSession(db: Knex, tokenId: number): Promise<void> {
  await db('tokens')
    .where({ id: tokenId, kind: 'session' })
    .whereNull('revoked_at')
    .update({ revoked_at: db.fn.now() });
}

export async function revokeSessions(db: Knex, accountId: number, exceptTokenId?: number): Promise<number> {
  return db('tokens')
    .where({ account_id: accountId, kind: 'session' })
    .whereNull('revoked_at')
    .whereNot('id', exceptTokenId ?? 0)
    .update({ revoked_at: db.fn.now() });
}

/** Ends every session and API token of an account. */
export async function revokeTokens(db: Knex, accountId: number): Promise<void> {
  await db('tokens')
    .where({ account_id: accountId })
    .whereNull('revoked_at')
    .update({ revoked_at: db.fn.now() });
}

/** Makes an API token; the secret is in the answer and nowhere else. */
export async function createApiToken(
  db: Knex,
  accountId: number,
  { name, expiresAt }: { name: string; expiresAt: Date | null },
) {
  const secret = makeSecret();
  const [row] = await db('tokens')
    .insert({ kind: 'api', hash: hashSecret(secret), account_id: accountId, name, expires_at: expiresAt })
    .returning(['id', 'name', 'created_at as createdAt', 'expires_at as expiresAt']);
  return { ...row, lastUsedAt: null, token: secret };
}

/** Revokes one API token of an account; false where it has no such token. */
export async function revokeApiToken(db: Knex, accountId: number, tokenId: number): Promise<boolean> {
  const revoked = await db('tokens')
    .where({ id: tokenId, account_id: accountId, kind: 'api' })
    .whereNull('revoked_at')
    .update({ revoked_at: db.fn.now() });
  return revoked > 0;
}

export type Credential = { caller: Caller } | { deviceId: number; tokenId: number } | undefined;

/**
 * Whose secret this is: an account by session or API token, or a device. Undefined for one that is unknown,
 * revoked, expired, or of a disabled account. The use of an API token is noted to the hour.
 */
export async function findCredential(db: Knex, secret: string): Promise<Credential> {
  const { rows } = await db.raw(
    `select token.id as "tokenId", token.kind, token.kind = 'api' and coalesce(token.last_used_at < now() - interval '1 hour', true) as stale,
       token.device_id as "deviceId",
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
  if (row.stale) await db('tokens').where({ id: row.tokenId }).update({ last_used_at: db.fn.now() });
  if (row.kind === 'device') return { deviceId: row.deviceId, tokenId: row.tokenId };
  const { accountId, username, displayName, personId, tokenId } = row;
  return { caller: { accountId, username, displayName, personId, tokenId, grants: row.grants as Grant[] } };
}
