import type { Request } from 'express';
import type { Knex } from 'knex';
import { z } from 'zod';
import type { Caller } from '../access/caller.ts';
import { hasRole, resolveScope, type Scope } from '../access/scope.ts';
import { readerOf } from '../alerts/reader.ts';
import { openAlerts, tellAlerts } from '../alerts/stream.ts';
import { coverageAccess } from '../coverage/viewer.ts';
import type { Deps } from '../deps.ts';
import { idParam } from '../http/parse.ts';
import { Forbidden, type Language } from '../http/problem.ts';
import { callerOf, type Route, route } from '../http/route.ts';
import { getOwnPlan } from '../plans/access.ts';
import { watchPlan } from '../plans/edits/watch.ts';
import { watchPositions } from './watch.ts';

const planners = { roles: ['planner'] } as const;
const watchers = { roles: ['chief'], own: ['officer', 'volunteer'] } as const;

export function liveRoutes(deps: Deps): Route[] {
  const { db } = deps;
  return [
    route({
      method: 'get',
      path: '/api/live',
      summary:
        'Where people on duty are and alerts, alerts alone, or the edits of a plan, as it happens (Server-Sent Events)',
      access: coverageAccess,
      query: z.strictObject({
        plan: idParam.optional().describe('Its edits, and nothing else'),
        of: z.enum(['all', 'alerts']).default('all'),
        last: z.coerce
          .number()
          .int()
          .min(0)
          .max(Number.MAX_SAFE_INTEGER)
          .optional()
          .describe('The last alert that arrived, where no Last-Event-ID can be sent'),
      }),
      handle: async (call) => {
        const caller = callerOf(call);
        const { plan, of } = call.query;
        if (of === 'alerts' && plan === undefined)
          return openAlerts(deps, await askingOf(db, call), call.response);
        const access = plan === undefined ? watchers : planners;
        if (!hasRole(caller, [...access.roles, ...('own' in access ? access.own : [])]))
          throw new Forbidden();
        const scope = await resolveScope(db, caller, access);
        if (plan === undefined) {
          const asking = await askingOf(db, call);
          watchPositions(deps, caller, scope, call.response);
          return tellAlerts(deps, asking, call.response);
        }
        await getOwnPlan(db, scope, plan);
        return watchPlan(deps, plan, caller, call.response);
      },
    }),
  ];
}

type LiveCall = {
  caller: Caller | undefined;
  scope: Scope;
  query: { last?: number | undefined };
  language: Language;
  request: Request;
};

/** Whose alerts are told, in which language, and since which. A browser that comes again says the last that it had. */
async function askingOf(db: Knex, call: LiveCall) {
  const caller = callerOf(call);
  const { last } = call.query;
  const header = call.request.get('last-event-id') ?? '';
  const lastId = /^\d{1,15}$/.test(header) ? Number(header) : (last ?? null);
  const reader = await readerOf(db, caller, call.scope);
  return { reader, tokenId: caller.tokenId, lastId, language: call.language };
}
