import type { Knex } from 'knex';
import type { Deps } from '../deps.ts';
import { NotFound } from '../http/problem.ts';
import { hashPassword } from './password.ts';
import { refuseUserName } from './password-rule.ts';
import { hashSecret, makeSecret } from './token.ts';

const setupHours = 24;
const administratorRoles = ['admin', 'planner', 'chief'] as const;

/**
 * Where there is no account yet: user `admin` with ADMIN_PASSWORD and every role everywhere, or a link by which
 * the first administrator chooses a password. Returns the lines to print.
 */
export async function ensureAdministrator({ db, config }: Deps): Promise<(port: number) => string[]> {
  if (await db('accounts').first('id')) return () => [];
  if (config.adminPassword !== null) {
    await createAdministrator({ db }, 'admin', config.adminPassword);
    return () => ['User admin was created with the password in ADMIN_PASSWORD.'];
  }
  const secret = makeSecret();
  await db.transaction(async (trx) => {
    await trx('tokens').where({ kind: 'setup' }).delete();
    await trx('tokens').insert({
      kind: 'setup',
      hash: hashSecret(secret),
      expires_at: trx.raw('now() + make_interval(hours => ?)', [setupHours]),
    });
  });
  return (port) => {
    const base = config.publicUrl ?? `http://${config.host}:${port}`;
    return [
      `No account exists yet. Choose the administrator's password at ${base.replace(/\/$/, '')}/setup/${secret} (once, within ${setupHours} hours).`,
    ];
  };
}

/**
 * Makes the first administrator with a set-up token. All such tokens are spent in the same statement, so of two
 * who use them at the same moment the second finds none.
 */
export async function setUp(
  db: Knex,
  { token, username, password }: { token: string; username: string; password: string },
) {
  refuseUserName(username, password);
  return db.transaction(async (trx) => {
    const { rows } = await trx.raw(
      `update tokens set revoked_at = now() where kind = 'setup' and revoked_at is null
       returning hash = :hash and expires_at > now() as valid`,
      { hash: hashSecret(token) },
    );
    const isValid = rows.some(({ valid }: { valid: boolean }) => valid);
    if (!isValid || (await trx('accounts').first('id'))) throw wrongSetUp();
    const accountId = await createAdministrator({ db: trx }, username, password);
    const grants = administratorRoles.map((role) => ({ role, areaId: null }));
    return { accountId, username, displayName: username, personId: null, grants };
  });
}

function wrongSetUp(): NotFound {
  return new NotFound(
    'setup-link-spent',
    'The set-up link is wrong, used or expired; start the server again for a new one.',
    '设置链接无效、已使用或已过期；请重新启动服务以获取新链接。',
  );
}

/** An administrator who may also plan and command, everywhere; further accounts can be given less. */
export async function createAdministrator(
  { db }: Pick<Deps, 'db'>,
  username: string,
  password: string,
): Promise<number> {
  const passwordHash = await hashPassword(password);
  return db.transaction(async (trx) => {
    const [account] = await trx('accounts')
      .insert({ username, display_name: username, password_hash: passwordHash })
      .returning('id');
    await trx('grants').insert(
      administratorRoles.map((role) => ({ account_id: account.id, role, area_id: null })),
    );
    return Number(account.id);
  });
}
