import type { Request, Response } from 'express';
import { z } from 'zod';
import { type Caller, roles } from '../access/caller.ts';
import type { Deps } from '../deps.ts';
import { Unauthenticated } from '../http/problem.ts';
import { callerOf, type Route, route } from '../http/route.ts';
import { username } from './account.ts';
import { setUp } from './administrator.ts';
import { attemptLimiter } from './attempts.ts';
import { sessionCookie } from './authenticate.ts';
import { changeOwnPassword } from './change-password.ts';
import { isPassword } from './password.ts';
import { newPassword } from './password-rule.ts';
import { findAccountForSignIn } from './queries.ts';
import { endSession, openSession, sessionHours } from './tokens.ts';

const grant = z.object({ role: z.enum(roles), areaId: z.int().nullable() });

/** Who is signed in, as the page and scripts see it. */
const session = z.object({
  user: z.object({
    id: z.int(),
    username: z.string(),
    displayName: z.string(),
    personId: z.int().nullable(),
    grants: z.array(grant),
  }),
});
export type Session = z.output<typeof session>;

type Account = Pick<Caller, 'accountId' | 'username' | 'displayName' | 'personId' | 'grants'>;

const credentials = z.strictObject({
  username: z.string().min(1).max(100),
  password: z.string().min(1).max(1000),
});

const passwordChange = z.strictObject({ current: z.string().min(1).max(1000), next: newPassword });

const setup = z.strictObject({ token: z.string().min(1).max(100), username, password: newPassword });

export function sessionRoutes(deps: Deps): Route[] {
  const limitAttempts = attemptLimiter();
  return [
    route({
      method: 'post',
      path: '/api/session',
      summary: 'Sign in',
      access: 'public',
      body: credentials,
      response: session,
      status: 201,
      handle: async ({ body, request, response }) => {
        await limitAttempts(request, response);
        const account = await findAccountForSignIn(deps.db, body.username);
        if (!(await isPassword(account?.passwordHash, body.password)) || !account) throw wrongCredentials();
        return signIn(deps, account, request, response);
      },
    }),
    route({
      method: 'get',
      path: '/api/session',
      summary: 'Who is signed in',
      access: 'signed-in',
      response: session,
      handle: ({ caller }) => describe(callerOf({ caller })),
    }),
    route({
      method: 'delete',
      path: '/api/session',
      summary: 'Sign out; a script keeps its token',
      access: 'signed-in',
      status: 204,
      handle: async ({ caller, request, response }) => {
        if (caller) await endSession(deps.db, caller.tokenId);
        response.clearCookie(sessionCookie, cookieSettings(deps, request)).status(204).end();
      },
    }),
    route({
      method: 'post',
      path: '/api/session/password',
      summary: 'Change the own password; ends the other sessions',
      access: 'signed-in',
      body: passwordChange,
      status: 204,
      handle: async ({ body, caller, request, response }) => {
        await limitAttempts(request, response);
        await changeOwnPassword(deps.db, callerOf({ caller }), body);
      },
    }),
    route({
      method: 'post',
      path: '/api/setup',
      summary: 'Make the first administrator by the link that the start printed, once',
      access: 'public',
      body: setup,
      response: session,
      status: 201,
      handle: async ({ body, request, response }) => {
        await limitAttempts(request, response);
        const account = await setUp(deps.db, body);
        return signIn(deps, account, request, response);
      },
    }),
  ];
}

/** Opens a session, hands out its cookie and says who it is. */
async function signIn(deps: Deps, account: Account, request: Request, response: Response): Promise<Session> {
  const secret = await openSession(deps.db, account.accountId);
  response.cookie(sessionCookie, secret, cookieSettings(deps, request));
  return describe(account);
}

function describe(account: Account): Session {
  const { accountId, username, displayName, personId, grants } = account;
  return { user: { id: accountId, username, displayName, personId, grants: [...grants] } };
}

function wrongCredentials(): Unauthenticated {
  return new Unauthenticated(
    'wrong-credentials',
    'The user name or password is wrong.',
    '用户名或密码不正确。',
  );
}

function cookieSettings(deps: Deps, request: Request) {
  const secure = request.secure || deps.config.publicUrl?.startsWith('https:') === true;
  return { httpOnly: true, sameSite: 'strict', secure, path: '/', maxAge: sessionHours * 3_600_000 } as const;
}
