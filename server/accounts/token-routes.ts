import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { inBoth } from '../http/in-both.ts';
import { cutPage, decodeCursor, idParam, instant, pageQuery } from '../http/parse.ts';
import { NotFound } from '../http/problem.ts';
import { callerOf, type Route, route } from '../http/route.ts';
import { listApiTokens } from './queries.ts';
import { createApiToken, revokeApiToken } from './tokens.ts';

const apiToken = z.object({
  id: z.int(),
  name: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable().describe('To the hour'),
});

const tokenInput = z.strictObject({
  name: z.string().trim().min(1).max(100),
  expiresAt: instant
    .refine((at) => at > new Date(), inBoth('an instant in the future', '须为将来的时间'))
    .nullish(),
});

/** API tokens: everybody makes and revokes their own; a token may do what its account may. */
export function tokenRoutes({ db }: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/tokens',
      summary: 'The API tokens of the caller',
      access: 'signed-in',
      query: z.strictObject(pageQuery),
      response: z.object({ tokens: z.array(apiToken), next: z.string().nullable() }),
      handle: async ({ caller, query: { limit, cursor } }) => {
        const [after] = decodeCursor(z.tuple([z.int()]), cursor) ?? [];
        const { accountId } = callerOf({ caller });
        const rows = await listApiTokens(db, accountId, { after, limit: limit + 1 });
        const { page, next } = cutPage(rows, limit, ({ id }) => [id]);
        return { tokens: page, next };
      },
    }),
    route({
      method: 'post',
      path: '/api/tokens',
      summary: 'Make an API token; its secret is shown once, in this answer',
      access: 'signed-in',
      body: tokenInput,
      response: apiToken.extend({ token: z.string() }),
      status: 201,
      handle: ({ caller, body, response }) => {
        response.set('Cache-Control', 'no-store');
        const { accountId } = callerOf({ caller });
        return createApiToken(db, accountId, { name: body.name, expiresAt: body.expiresAt ?? null });
      },
    }),
    route({
      method: 'delete',
      path: '/api/tokens/:id',
      summary: 'Revoke an API token of the caller',
      access: 'signed-in',
      params: z.strictObject({ id: idParam }),
      status: 204,
      handle: async ({ caller, params }) => {
        if (await revokeApiToken(db, callerOf({ caller }).accountId, params.id)) return;
        throw new NotFound(
          'token-not-found',
          `You have no API token ${params.id}.`,
          `您没有令牌 ${params.id}。`,
        );
      },
    }),
  ];
}
