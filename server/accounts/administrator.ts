import type { Deps } from '../deps.ts';
import { hashPassword } from './password.ts';
import { hashSecret, makeSecret } from './token.ts';

const setupHours = 24;

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
    const roles = ['admin', 'planner', 'chief'];
    await trx('grants').insert(roles.map((role) => ({ account_id: account.id, role, area_id: null })));
    return Number(account.id);
  });
}
