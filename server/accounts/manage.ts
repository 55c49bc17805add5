import type { Knex } from 'knex';
import type { Grant } from '../access/caller.ts';
import type { Scope } from '../access/scope.ts';
import { violatedConstraint } from '../database/violation.ts';
import { Conflict, Forbidden, InvalidInput, NotFound } from '../http/problem.ts';
import { getPerson } from '../people/queries.ts';
import { type Account, type AccountChange, type AccountInput, mayGrant } from './account.ts';
import { hashPassword } from './password.ts';
import { refuseUserName } from './password-rule.ts';
import { findAccount, hasAdministrator } from './queries.ts';
import {
  closeAccount,
  insertAccount,
  lockAdministrators,
  replaceGrants,
  setPassword,
  updateAccount,
} from './store.ts';
import { makeSecret } from './token.ts';
import { revokeSessions, revokeTokens } from './tokens.ts';

/** One account within the scope; throws NotFound for every other. */
export async function getAccount(db: Knex, scope: Scope, id: number): Promise<Account> {
  const account = await findAccount(db, scope, id);
  if (account) return account;
  throw new NotFound(
    'account-not-found',
    `There is no account ${id} that you manage.`,
    `没有您可管理的帐号 ${id}。`,
  );
}

/** Makes an account within the administrator's own areas. */
export async function createAccount(db: Knex, scope: Scope, input: AccountInput): Promise<Account> {
  refuseUserName(input.username, input.password);
  refuseForeignGrants(scope, input.grants);
  const personId = input.personId ?? null;
  if (personId !== null) await getPerson(db, scope, personId);
  const passwordHash = await hashPassword(input.password);
  const id = await naming(() =>
    db.transaction((trx) => insertAccount(trx, { ...input, personId, passwordHash })),
  );
  return getAccount(db, scope, id);
}

/** Changes an account; disabling it ends its sessions and revokes its API tokens. */
export async function changeAccount(
  db: Knex,
  scope: Scope,
  id: number,
  change: AccountChange,
): Promise<Account> {
  if (change.grants) refuseForeignGrants(scope, change.grants);
  if (change.personId) await getPerson(db, scope, change.personId);
  await naming(() =>
    db.transaction(async (trx) => {
      const administrators = await lockAdministrators(trx);
      await getAccount(trx, scope, id);
      await updateAccount(trx, id, change);
      if (change.grants) await replaceGrants(trx, id, change.grants);
      if (change.disabled) await revokeTokens(trx, id);
      if (administrators > 0 && !(await hasAdministrator(trx))) throw lastAdministrator();
    }),
  );
  return getAccount(db, scope, id);
}

/** Gives an account another password and ends its sessions, but for the one that asks. */
export async function resetPassword(
  db: Knex,
  scope: Scope,
  id: number,
  password: string,
  tokenId: number,
): Promise<void> {
  const { username } = await getAccount(db, scope, id);
  refuseUserName(username, password);
  const passwordHash = await hashPassword(password);
  await db.transaction(async (trx) => {
    await setPassword(trx, id, passwordHash);
    await revokeSessions(trx, id, tokenId);
  });
}

/** A grant of an area that the administrator does not cover reads as one of an area that is not there. */
function refuseForeignGrants(scope: Scope, grants: readonly Grant[]): void {
  if (!scope.everywhere && grants.length === 0)
    throw new InvalidInput(
      'grant-required',
      'Give the account at least one role in an area of yours.',
      '请至少授予一个您辖区内的角色。',
      [{ path: 'grants', reason: 'empty' }],
    );
  const foreign = grants.findIndex(({ areaId }) => !mayGrant(scope, areaId));
  if (foreign < 0) return;
  const areaId = grants[foreign]?.areaId ?? null;
  throw new Forbidden(
    'grant-beyond-own',
    areaId === null
      ? 'You cannot give a role everywhere: your own role is limited to an area.'
      : `You cannot give a role in area ${areaId}: it is not within your own.`,
    areaId === null
      ? '您的权限限于本辖区，不能授予全域角色。'
      : `您不能授予辖区 ${areaId} 的角色：它不在您的辖区内。`,
  );
}

/** Says which name, person or area was in the way. */
async function naming<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw refusalOf(violatedConstraint(error)) ?? error;
  }
}

function refusalOf(constraint: string | undefined) {
  switch (constraint) {
    case 'accounts_username_key':
      return new Conflict(
        'username-taken',
        'This user name is taken; choose another.',
        '用户名已被占用，请换一个。',
      );
    case 'accounts_person_id_key':
      return new Conflict('person-has-account', 'This person has an account already.', '此人员已有帐号。');
    case 'grants_area_fkey':
      return new NotFound(
        'area-not-found',
        'A grant names an area that does not exist.',
        '授权所指的辖区不存在。',
      );
    default:
      return undefined;
  }
}

function lastAdministrator(): Conflict {
  return new Conflict(
    'last-administrator',
    'This is the last enabled administrator of everything; make another first.',
    '这是最后一个可用的全域管理员，请先设立另一位。',
  );
}

/** Disables and unlinks the account of a person who is erased; its names are identity too. */
export async function closeAccountOf(trx: Knex, personId: number): Promise<void> {
  const administrators = await lockAdministrators(trx);
  const accountId = await closeAccount(trx, personId, await hashPassword(makeSecret()));
  if (accountId === undefined) return;
  await revokeTokens(trx, accountId);
  if (administrators > 0 && !(await hasAdministrator(trx))) throw lastAdministrator();
}
