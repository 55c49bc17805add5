import type { Knex } from 'knex';
import type { Grant } from '../../server/access/caller.ts';
import { hashSecret, makeSecret } from '../../server/accounts/token.ts';

let made = 0;

/** An account with these grants and an API token of its; its password is not known to anybody. */
export async function makeAccount(
  db: Knex,
  { grants, personId = null }: { grants: readonly Grant[]; personId?: number | null },
): Promise<{ accountId: number; username: string; token: string }> {
  const username = `account${++made}`;
  const [account] = await db('accounts')
    .insert({ username, display_name: username, password_hash: 'none', person_id: personId })
    .returning('id');
  const accountId = Number(account.id);
  if (grants.length > 0)
    await db('grants').insert(
      grants.map(({ role, areaId }) => ({ account_id: accountId, role, area_id: areaId })),
    );
  const token = makeSecret();
  await db('tokens').insert({ kind: 'api', hash: hashSecret(token), account_id: accountId, name: 'test' });
  return { accountId, username, token };
}
