import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { inBoth } from '../http/in-both.ts';
import { boundsParam, idParam, instant, pageQuery } from '../http/parse.ts';
import { callerOf, type Route, route } from '../http/route.ts';
import { moment } from '../http/time.ts';
import { getOwnPlan, getPlan, requireDraft } from './access.ts';
import { alterPlan, beginPlan } from './begin.ts';
import { adjustCells, adjustRequest } from './generate/adjust.ts';
import { generateCells } from './generate/generate.ts';
import {
  cellCollection,
  generateAnswer,
  generateRequest,
  layers,
  newPlan,
  plan,
  planChange,
  planList,
  planStatuses,
} from './plan.ts';
import { findingCollection, findingKinds } from './proof/finding.ts';
import { problemsOf } from './proof/problems.ts';
import { provePlan } from './proof/prove.ts';
import { publishPlan } from './publish.ts';
import { listCells, listPlans } from './queries.ts';
import { deletePlan } from './store.ts';

const params = z.object({ id: idParam });
const largestPage = 10_000;

const planQuery = z.strictObject({
  layer: z.enum(layers).optional(),
  status: z.enum(planStatuses).optional(),
  scope: idParam.optional(),
  at: instant.optional(),
  ...pageQuery,
});

const cellIds = z
  .string()
  .regex(/^\d{1,15}(,\d{1,15}){0,99}$/, inBoth('up to 100 ids between commas', '至多 100 个以逗号分隔的编号'))
  .transform((text) => text.split(',').map(Number));
const cellQuery = z.strictObject({
  bbox: boundsParam.optional(),
  ids: cellIds.optional().describe('These cells alone, as far as the plan has them'),
  limit: z.coerce.number().int().min(1).max(largestPage).default(1_000),
  cursor: pageQuery.cursor,
});

const problemQuery = z.strictObject({
  kind: z.enum(findingKinds).optional(),
  limit: z.coerce.number().int().min(1).max(largestPage).default(1_000),
  cursor: pageQuery.cursor,
});

const planners = { roles: ['planner'] } as const;

export function planRoutes(deps: Deps): Route[] {
  const { db, config } = deps;
  return [
    route({
      method: 'get',
      path: '/api/plans',
      summary: 'Plans, newest first',
      access: 'signed-in',
      query: planQuery,
      response: planList,
      handle: ({ scope, query }) => listPlans(db, scope, query),
    }),
    route({
      method: 'post',
      path: '/api/plans',
      summary: 'Begin a draft, empty or with the cells of another plan of the same scope',
      access: planners,
      body: newPlan,
      response: plan,
      status: 201,
      handle: ({ scope, body }) => beginPlan(db, scope, body),
    }),
    route({
      method: 'get',
      path: '/api/plans/:id',
      summary: 'A plan',
      access: 'signed-in',
      params,
      response: plan,
      handle: ({ scope, params: { id } }) => getPlan(db, scope, id),
    }),
    route({
      method: 'patch',
      path: '/api/plans/:id',
      summary: 'Rename a plan; of a draft also how its cells are coded and what they are unions of',
      access: planners,
      params,
      body: planChange,
      response: plan,
      handle: ({ scope, params: { id }, body }) => alterPlan(db, scope, id, body),
    }),
    route({
      method: 'delete',
      path: '/api/plans/:id',
      summary: 'Delete a draft',
      access: planners,
      params,
      status: 204,
      handle: async ({ scope, params: { id } }) => {
        requireDraft(await getOwnPlan(db, scope, id));
        await deletePlan(db, id);
      },
    }),
    route({
      method: 'get',
      path: '/api/plans/:id/cells',
      summary: 'The cells of a plan as features',
      access: 'signed-in',
      params,
      query: cellQuery,
      response: cellCollection,
      handle: async ({ scope, params: { id }, query }) => {
        await getPlan(db, scope, id);
        return listCells(db, scope, id, query);
      },
    }),
    route({
      method: 'post',
      path: '/api/plans/:id/generate',
      summary: 'Fill a draft, or the land of one kind of owner in it, with cells',
      access: planners,
      params,
      body: generateRequest,
      response: generateAnswer,
      handle: async (call) => {
        const { scope, params, body, language, response } = call;
        const answer = await generateCells(deps, callerOf(call), scope, params.id, body, language);
        if ('job' in answer) response.status(202);
        return answer;
      },
    }),
    route({
      method: 'post',
      path: '/api/plans/:id/adjust',
      summary:
        "Tell how a draft's cells could be brought to equal weight by moving little, or make them so: a job",
      access: planners,
      params,
      body: adjustRequest,
      response: z.object({ job: z.int() }),
      status: 202,
      handle: (call) =>
        adjustCells(deps, callerOf(call), call.scope, call.params.id, call.body, call.language),
    }),
    route({
      method: 'get',
      path: '/api/plans/:id/problems',
      summary: 'The proof: everything that is wrong with the cells of a plan, as features',
      access: planners,
      params,
      query: problemQuery,
      response: findingCollection,
      handle: async ({ scope, params: { id }, query, language }) =>
        problemsOf(await provePlan(db, await getOwnPlan(db, scope, id)), language, query),
    }),
    route({
      method: 'post',
      path: '/api/plans/:id/publish',
      summary: 'Put a proved draft in force; 409 with the problems while it has errors',
      access: planners,
      params,
      body: z.strictObject({ from: moment(config.timeZone).optional() }),
      response: plan,
      handle: ({ scope, params: { id }, body, language }) =>
        publishPlan(db, scope, id, body.from, { language, timeZone: config.timeZone }),
    }),
  ];
}
