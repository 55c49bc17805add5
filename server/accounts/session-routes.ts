import type { Request, Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import { z } from 'zod';
import { type Caller, roles } from '../access/caller.ts';
import type { Deps } from '../deps.ts';
import { Problem, Unauthenticated } from '../http/problem.ts';
import { type Route, route } from '../http/route.ts';
import { sessionCookie } from './authenticate.ts';
import { isPassword } from './password.ts';
import { findAccountForSignIn } from './queries.ts';
import { openSession, revokeToken, sessionHours } from './tokens.ts';

const grant = z.object({ role: z.enum(roles), areaId: z.int().nullable() });

/** Who is signed in, as the page and scripts see it. */
export const session = z.object({
  user: z.object({
    id: z.int(),
    username: z.string(),
    displayName: z.string(),
    personId: z.int().nullable(),
    grants: z.array(grant),
  }),
});
export type Session = z.output<typeof session>;

const credentials = z.strictObject({
  username: z.string().min(1).max(100),
  password: z.string().min(1).max(1000),
});

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
        const secret = await openSession(deps.db, account.accountId);
        response.cookie(sessionCookie, secret, cookieSettings(deps, request));
        return describe(account);
      },
    }),
    route({
      method: 'get',
      path: '/api/session',
      summary: 'Who is signed in',
      access: 'signed-in',
      response: session,
      handle: ({ caller }) => describe(caller as Caller),
    }),
    route({
      method: 'delete',
      path: '/api/session',
      summary: 'Sign out',
      access: 'signed-in',
      status: 204,
      handle: async ({ caller, request, response }) => {
        if (caller) await revokeToken(deps.db, caller.tokenId);
        response.clearCookie(sessionCookie, cookieSettings(deps, request)).status(204).end();
      },
    }),
  ];
}

function describe(
  account: Pick<Caller, 'accountId' | 'username' | 'displayName' | 'personId' | 'grants'>,
): Session {
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

/** Thirty wrong passwords in five minutes from one address, then 429. */
function attemptLimiter() {
  const limiter = rateLimit({
    windowMs: 300_000,
    limit: 30,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    skipSuccessfulRequests: true,
    handler: (_request, _response, next) =>
      next(
        new Problem(
          429,
          'too-many-attempts',
          'Too many attempts; wait five minutes.',
          '尝试次数过多，请五分钟后再试。',
        ),
      ),
  });
  return (request: Request, response: Response) =>
    new Promise<void>((resolve, reject) => {
      void limiter(request, response, (error?: unknown) => (error ? reject(error) : resolve()));
    });
}
