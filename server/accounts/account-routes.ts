import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { cutPage, decodeCursor, idParam, pageQuery } from '../http/parse.ts';
import { callerOf, type Route, route } from '../http/route.ts';
import { personName } from '../people/person.ts';
import { account, accountChange, accountInput } from './account.ts';
import { changeAccount, createAccount, getAccount, resetPassword } from './manage.ts';
import { newPassword } from './password-rule.ts';
import { listAccounts, listHolders } from './queries.ts';
import { revokeSessions } from './tokens.ts';

const access = { roles: ['admin'] } as const;
const params = z.strictObject({ id: idParam });
const listQuery = z.strictObject({ q: z.string().max(100).optional(), ...pageQuery });
/** Enough to choose from; who is missing is found by typing more. */
const mostHolders = 50;
const cursorKey = z.tuple([z.string()]);

/** Accounts as administrators manage them: those with all their grants inside the administrator's own areas. */
export function accountRoutes({ db }: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/accounts',
      summary: 'Accounts',
      access,
      query: listQuery,
      response: z.object({ accounts: z.array(account), next: z.string().nullable() }),
      handle: async ({ scope, query: { q, limit, cursor } }) => {
        const [after] = decodeCursor(cursorKey, cursor) ?? [];
        const rows = await listAccounts(db, scope, { q, after, limit: limit + 1 });
        const { page, next } = cutPage(rows, limit, ({ username }) => [username]);
        return { accounts: page, next };
      },
    }),
    route({
      method: 'post',
      path: '/api/accounts',
      summary: 'Make an account',
      access,
      body: accountInput,
      response: account,
      status: 201,
      handle: ({ scope, body }) => createAccount(db, scope, body),
    }),
    // Before the accounts of a number.
    route({
      method: 'get',
      path: '/api/accounts/people',
      summary: 'Whom an account may belong to, by name or number; without what only a chief may know',
      access,
      query: z.strictObject({ q: z.string().max(100).optional(), id: idParam.optional() }),
      response: z.object({ people: z.array(personName) }),
      handle: async ({ scope, query }) => ({ people: await listHolders(db, scope, query, mostHolders) }),
    }),
    route({
      method: 'get',
      path: '/api/accounts/:id',
      summary: 'One account',
      access,
      params,
      response: account,
      handle: ({ scope, params }) => getAccount(db, scope, params.id),
    }),
    route({
      method: 'patch',
      path: '/api/accounts/:id',
      summary: 'Change, disable or enable an account; disabling ends its sessions and API tokens',
      access,
      params,
      body: accountChange,
      response: account,
      handle: ({ scope, params, body }) => changeAccount(db, scope, params.id, body),
    }),
    route({
      method: 'post',
      path: '/api/accounts/:id/password',
      summary: 'Give an account another password; ends its sessions',
      access,
      params,
      body: z.strictObject({ password: newPassword }),
      status: 204,
      handle: ({ scope, params, body, caller }) =>
        resetPassword(db, scope, params.id, body.password, callerOf({ caller }).tokenId),
    }),
    route({
      method: 'delete',
      path: '/api/accounts/:id/sessions',
      summary: 'End the sessions of an account',
      access,
      params,
      response: z.object({ ended: z.int() }),
      handle: async ({ scope, params }) => {
        await getAccount(db, scope, params.id);
        return { ended: await revokeSessions(db, params.id) };
      },
    }),
  ];
}
