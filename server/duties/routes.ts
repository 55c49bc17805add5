import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { cutPage, decodeCursor, idParam, pageQuery } from '../http/parse.ts';
import { type Route, route } from '../http/route.ts';
import { moment } from '../http/time.ts';
import { duty, dutyInput, pastNotes } from './duty.ts';
import { changeDutyEnd, enterDuty, withdrawDuty } from './enter.ts';
import { getDuty, listDuties } from './queries.ts';

const access = { roles: ['chief'], own: ['officer', 'volunteer'] } as const;
const params = z.strictObject({ id: idParam });
const cursorKey = z.tuple([z.iso.datetime(), z.int()]);

/** Who is on duty when. Officers and volunteers enter and end their own. */
export function dutyRoutes({ db, config: { timeZone } }: Deps): Route[] {
  const time = moment(timeZone);
  const listQuery = z.strictObject({
    person: idParam.optional(),
    at: time.optional(),
    from: time.optional(),
    to: time.optional(),
    ...pageQuery,
  });
  return [
    route({
      method: 'get',
      path: '/api/duties',
      summary: 'Who is on duty at an instant, or in a period; latest first',
      access,
      query: listQuery,
      response: z.object({ duties: z.array(duty), next: z.string().nullable() }),
      handle: async ({ scope, query: { limit, cursor, ...filter } }) => {
        const after = decodeCursor(cursorKey, cursor);
        const rows = await listDuties(db, scope, filter, { after, limit: limit + 1 });
        const { page, next } = cutPage(rows, limit, ({ from, id }) => [from.toISOString(), id]);
        return { duties: page, next };
      },
    }),
    route({
      method: 'post',
      path: '/api/duties',
      summary: 'Enter a duty; one in the past does not bring back positions',
      access,
      body: dutyInput(timeZone),
      response: duty,
      status: 201,
      handle: async ({ scope, body: { personId, from, to = null }, language }) => {
        const entered = await enterDuty(db, scope, timeZone, { personId, from, to });
        return from < new Date() ? { ...entered, note: pastNotes[language] } : entered;
      },
    }),
    route({
      method: 'get',
      path: '/api/duties/:id',
      summary: 'One duty',
      access,
      params,
      response: duty,
      handle: ({ scope, params }) => getDuty(db, scope, params.id),
    }),
    route({
      method: 'patch',
      path: '/api/duties/:id',
      summary: 'End a duty, or change its end; null leaves it open',
      access,
      params,
      body: z.strictObject({ to: time.nullable() }),
      response: duty,
      handle: ({ scope, params, body }) => changeDutyEnd(db, scope, timeZone, params.id, body.to),
    }),
    route({
      method: 'delete',
      path: '/api/duties/:id',
      summary: 'Take back a duty that has not begun',
      access,
      params,
      status: 204,
      handle: ({ scope, params }) => withdrawDuty(db, scope, params.id),
    }),
  ];
}
