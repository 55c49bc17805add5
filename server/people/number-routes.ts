import type { Knex } from 'knex';
import { z } from 'zod';
import type { Scope } from '../access/scope.ts';
import type { Deps } from '../deps.ts';
import { idParam } from '../http/parse.ts';
import { Forbidden } from '../http/problem.ts';
import { callerOf, type Route, route } from '../http/route.ts';
import { calendarDay } from '../http/time.ts';
import { templateInForce } from './number-queries.ts';
import { insertTemplate } from './number-store.ts';
import { numbering, numberTemplate } from './number-template.ts';
import { proposeNumber } from './numbering.ts';
import { personKind } from './person.ts';
import { refuseForeignStation } from './register.ts';

/** How people are numbered. A template holds from when it is said; numbers that people have stay theirs. */
export function numberRoutes({ db, config }: Deps): Route[] {
  const access = { roles: ['admin', 'chief'] } as const;
  return [
    route({
      method: 'get',
      path: '/api/people/numbering',
      summary: 'The template that numbers of people are made by',
      access,
      response: numbering,
      handle: ({ scope }) => readNumbering(db, scope),
    }),
    route({
      method: 'put',
      path: '/api/people/numbering',
      summary: 'Change the template; numbers that people have stay',
      access,
      body: z.strictObject({ template: numberTemplate }),
      response: numbering,
      handle: async (call) => {
        if (!mayChange(call.scope)) throw notOfOneStation();
        await insertTemplate(db, call.body.template, callerOf(call).accountId);
        return readNumbering(db, call.scope);
      },
    }),
    route({
      method: 'get',
      path: '/api/people/next-number',
      summary: 'The number that somebody would get who was entered now; it is not kept for anybody',
      access: { roles: ['chief'] },
      query: z.strictObject({
        kind: personKind,
        station: idParam.optional(),
        joinedOn: calendarDay.optional(),
        template: numberTemplate.optional().describe('Another template, to see what it would give'),
      }),
      response: z.object({ number: z.string() }),
      handle: async ({ scope, query: { kind, station, joinedOn, template } }) => {
        refuseForeignStation(scope, station ?? null);
        return {
          number: await proposeNumber(
            db,
            config.timeZone,
            { kind, stationAreaId: station, joinedOn },
            template,
          ),
        };
      },
    }),
  ];
}

async function readNumbering(db: Knex, scope: Scope) {
  return { ...(await templateInForce(db)), mayChange: mayChange(scope) };
}

/** The template is everybody's: a station does not change its neighbours' numbers. */
function mayChange(scope: Scope): boolean {
  return scope.everywhere || scope.includesDistrict;
}

function notOfOneStation(): Forbidden {
  return new Forbidden(
    'numbering-of-everybody',
    'Numbers are made the same way in the whole district; only who is responsible for all of it may change that.',
    '人员编号规则全旗县通用，只有负责全旗县的人员可以修改。',
  );
}
