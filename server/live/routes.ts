import { z } from 'zod';
import { hasRole, resolveScope } from '../access/scope.ts';
import type { Deps } from '../deps.ts';
import { idParam } from '../http/parse.ts';
import { Forbidden } from '../http/problem.ts';
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
        'Where people on duty are, or with `plan` the edits of that plan, as it happens (Server-Sent Events)',
      access: { roles: [...planners.roles, ...watchers.roles], own: watchers.own },
      query: z.strictObject({ plan: idParam.optional() }),
      handle: async (call) => {
        const caller = callerOf(call);
        const { plan } = call.query;
        const access = plan === undefined ? watchers : planners;
        if (!hasRole(caller, [...access.roles, ...('own' in access ? access.own : [])]))
          throw new Forbidden();
        const scope = await resolveScope(db, caller, access);
        if (plan === undefined) return watchPositions(deps, caller, scope, call.response);
        await getOwnPlan(db, scope, plan);
        return watchPlan(deps, plan, caller, call.response);
      },
    }),
  ];
}
