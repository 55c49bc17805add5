import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { Forbidden } from '../http/problem.ts';
import { callerOf, type Route, route } from '../http/route.ts';
import { moment } from '../http/time.ts';
import { changeLimit } from './change-limit.ts';
import { listLimits } from './limits-queries.ts';
import { nearestOnDuty } from './nearest-on-duty.ts';
import { limitsAnswer, ownerKinds, responseAnswer } from './response.ts';

function notEverywhere(): Forbidden {
  return new Forbidden(
    'limits-of-everybody',
    'How far help may be holds in the whole district; an administrator of all of it may change it.',
    '响应距离限值在全旗县通用，只有全域管理员可以修改。',
  );
}

/** Who is nearest, and how far the nearest may be. */
export function responseRoutes({ db, config: { timeZone } }: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/response',
      summary: 'The nearest people on duty to a point at an instant, and how old their positions are',
      access: { roles: ['chief'] },
      query: z.strictObject({
        lon: z.coerce.number().min(-180).max(180),
        lat: z.coerce.number().min(-90).max(90),
        at: moment(timeZone).optional(),
        asKnownThen: z
          .stringbool()
          .default(false)
          .describe('Leaves out positions that came in after the instant'),
        limit: z.coerce.number().int().min(1).max(100).default(10),
      }),
      response: responseAnswer,
      handle: (call) => {
        const { lon, lat, at = new Date(), ...asked } = call.query;
        const question = { ...asked, at, point: [lon, lat] as [number, number], language: call.language };
        return nearestOnDuty(db, callerOf(call), call.scope, question);
      },
    }),
    route({
      method: 'get',
      path: '/api/response/limits',
      summary:
        'How far the nearest person on duty may be from a cell, by kind of area, with what held before',
      access: { roles: ['admin', 'planner', 'chief', 'viewer'] },
      response: limitsAnswer,
      handle: async () => ({ limits: await listLimits(db) }),
    }),
    route({
      method: 'put',
      path: '/api/response/limits',
      summary: 'Set such a limit from now or later on; null ends it',
      access: { roles: ['admin'] },
      body: z.strictObject({
        ownerKind: z.enum(ownerKinds),
        metres: z.number().min(1).max(1_000_000).nullable(),
        from: moment(timeZone).optional(),
      }),
      response: limitsAnswer,
      handle: async (call) => {
        if (!call.scope.everywhere) throw notEverywhere();
        const now = new Date();
        const { accountId } = callerOf(call);
        await changeLimit(db, { ...call.body, from: call.body.from ?? now, accountId }, now);
        return { limits: await listLimits(db) };
      },
    }),
  ];
}
