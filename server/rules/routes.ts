import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { idParam, pageQuery } from '../http/parse.ts';
import { type Route, route } from '../http/route.ts';
import { moment } from '../http/time.ts';
import { getRule, listRules, ruleChoices } from './queries.ts';
import { changeRule, createRule, objectionTo, removeRule, replaceRule } from './register.ts';
import { rule, ruleInput, rulePatch } from './rule.ts';

const params = z.object({ id: idParam });
const readers = { roles: ['chief', 'planner', 'viewer'] } as const;
const writers = { roles: ['chief'] } as const;

/** A rule just made; it may be about places that are still to come, so it is made and told. */
const made = z.intersection(
  rule,
  z.object({ objection: z.string().optional().describe('That it selects nothing, where that is so') }),
);

export function ruleRoutes({ db, config }: Deps): Route[] {
  const { timeZone } = config;
  return [
    route({
      method: 'get',
      path: '/api/rules',
      summary: 'Obligations that hold in the areas of the caller',
      access: readers,
      query: z.strictObject({ at: moment(timeZone).optional(), ...pageQuery }),
      response: z.object({ rules: z.array(rule), next: z.string().nullable() }),
      handle: ({ scope, query }) => listRules(db, scope, query),
    }),
    route({
      method: 'post',
      path: '/api/rules',
      summary: 'Oblige, inside the areas of the caller',
      access: writers,
      body: ruleInput(timeZone),
      response: made,
      status: 201,
      handle: async ({ scope, body, language }) => {
        const view = await createRule(db, scope, timeZone, body, new Date());
        return { ...view, ...(await objectionTo(db, scope, view, language)) };
      },
    }),
    route({
      method: 'get',
      path: '/api/rules/choices',
      summary: 'The roles, skills, languages and usages there are, to be asked for',
      access: readers,
      response: z.object({
        roles: z.array(z.string()),
        skills: z.array(z.string()),
        languages: z.array(z.string()),
        usages: z.array(z.string()),
      }),
      handle: ({ scope }) => ruleChoices(db, scope),
    }),
    route({
      method: 'get',
      path: '/api/rules/:id',
      summary: 'One obligation',
      access: readers,
      params,
      response: rule,
      handle: async ({ scope, params }) => (await getRule(db, scope, params.id)).view,
    }),
    route({
      method: 'patch',
      path: '/api/rules/:id',
      summary: 'Rename an obligation or set its end',
      access: writers,
      params,
      body: rulePatch(timeZone),
      response: rule,
      handle: ({ scope, params, body }) => changeRule(db, scope, timeZone, params.id, body, new Date()),
    }),
    route({
      method: 'post',
      path: '/api/rules/:id/replacement',
      summary: 'End an obligation and begin another in its place, at the same instant',
      access: writers,
      params,
      body: ruleInput(timeZone),
      response: made,
      status: 201,
      handle: async ({ scope, params, body, language }) => {
        const view = await replaceRule(db, scope, timeZone, params.id, body, new Date());
        return { ...view, ...(await objectionTo(db, scope, view, language)) };
      },
    }),
    route({
      method: 'delete',
      path: '/api/rules/:id',
      summary: 'End an obligation now, or delete one that has not begun',
      access: writers,
      params,
      status: 204,
      handle: ({ scope, params }) => removeRule(db, scope, params.id, new Date()),
    }),
  ];
}
