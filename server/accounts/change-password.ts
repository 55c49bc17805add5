import type { Knex } from 'knex';
import type { Caller } from '../access/caller.ts';
import { InvalidInput } from '../http/problem.ts';
import { hashPassword, isPassword } from './password.ts';
import { refuseUserName } from './password-rule.ts';
import { findAccountForSignIn } from './queries.ts';
import { setPassword } from './store.ts';
import { revokeSessions } from './tokens.ts';

/** Changes the caller's password after the current one was given, and ends their other sessions. */
export async function changeOwnPassword(
  db: Knex,
  caller: Caller,
  { current, next }: { current: string; next: string },
): Promise<void> {
  refuseUserName(caller.username, next, 'next');
  const account = await findAccountForSignIn(db, caller.username);
  if (!(await isPassword(account?.passwordHash, current))) throw wrongPassword();
  const passwordHash = await hashPassword(next);
  await db.transaction(async (trx) => {
    await setPassword(trx, caller.accountId, passwordHash);
    await revokeSessions(trx, caller.accountId, caller.tokenId);
  });
}

function wrongPassword(): InvalidInput {
  return new InvalidInput('wrong-password', 'The current password is wrong.', '当前密码不正确。', [
    { path: 'current', reason: 'wrong' },
  ]);
}
