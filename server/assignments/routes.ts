import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { cutPage, decodeCursor, idParam, pageQuery } from '../http/parse.ts';
import { callerOf, type Route, route } from '../http/route.ts';
import { moment } from '../http/time.ts';
import { getPlan } from '../plans/access.ts';
import { assign, changeAssignmentEnd, getAssignment, withdrawAssignment } from './assign.ts';
import { assignment, assignmentInput, assignmentSearch } from './assignment.ts';
import { sentElsewhere } from './elsewhere.ts';
import { listAssignments } from './list.ts';

const roles = ['chief'] as const;
const own = ['officer', 'volunteer'] as const;
const params = z.strictObject({ id: idParam });

/** Who is responsible for which cell or area, and when. */
export function assignmentRoutes({ db, config: { timeZone } }: Deps): Route[] {
  const listQuery = z.strictObject({
    person: idParam.optional(),
    cell: idParam.optional(),
    area: idParam.optional(),
    plan: idParam.optional(),
    at: moment(timeZone).optional(),
    ...pageQuery,
  });
  return [
    route({
      method: 'get',
      path: '/api/assignments',
      summary: 'Assignments of your people and places, or your own',
      access: { roles, own },
      query: listQuery,
      response: z.object({ assignments: z.array(assignment), next: z.string().nullable() }),
      handle: async ({ scope, query: { limit, cursor, ...filter } }) => {
        const [after] = decodeCursor(z.tuple([z.int()]), cursor) ?? [];
        const rows = await listAssignments(db, scope, filter, { after, limit: limit + 1, reach: 'either' });
        const { page, next } = cutPage(rows, limit, ({ id }) => [id]);
        return { assignments: page, next };
      },
    }),
    route({
      method: 'post',
      path: '/api/assignments',
      summary: 'Assign a person to a cell or an area',
      access: { roles },
      body: assignmentInput(timeZone),
      response: assignment.extend({
        elsewhere: z.string().optional().describe('Where the place is of another station than the person'),
      }),
      status: 201,
      handle: async ({ scope, body, ...call }) => {
        const { personId, cellId, areaId, role, from = new Date(), to = null } = body;
        const places = { cellIds: cellId ? [cellId] : [], areaIds: areaId ? [areaId] : [] };
        const [id = 0] = await assign(db, scope, timeZone, {
          personIds: [personId],
          ...places,
          role,
          from,
          to,
          accountId: callerOf(call).accountId,
        });
        const { elsewhere: sent } = await sentElsewhere(db, [id], call.language);
        return { ...(await getAssignment(db, scope, id)), ...(sent[0] && { elsewhere: sent[0].message }) };
      },
    }),
    route({
      method: 'post',
      path: '/api/assignments/search',
      summary: 'Assignments of a plan or of chosen cells, by person, role and text',
      access: { roles },
      body: assignmentSearch(timeZone),
      response: z.object({ assignments: z.array(assignment), next: z.string().nullable() }),
      handle: async ({ scope, body: { limit, cursor, planId, cellIds, ...asked } }) => {
        const [after] = decodeCursor(z.tuple([z.int()]), cursor) ?? [];
        if (planId !== undefined) await getPlan(db, scope, planId);
        const filter = { ...asked, plan: planId, cells: cellIds };
        const rows = await listAssignments(db, scope, filter, { after, limit: limit + 1, reach: 'either' });
        const { page, next } = cutPage(rows, limit, ({ id }) => [id]);
        return { assignments: page, next };
      },
    }),
    route({
      method: 'get',
      path: '/api/assignments/:id',
      summary: 'One assignment',
      access: { roles, own },
      params,
      response: assignment,
      handle: ({ scope, params }) => getAssignment(db, scope, params.id),
    }),
    route({
      method: 'patch',
      path: '/api/assignments/:id',
      summary: 'End an assignment, or change its end; null leaves it open',
      access: { roles },
      params,
      body: z.strictObject({ to: moment(timeZone).nullable() }),
      response: assignment,
      handle: ({ scope, params, body }) => changeAssignmentEnd(db, scope, timeZone, params.id, body.to),
    }),
    route({
      method: 'delete',
      path: '/api/assignments/:id',
      summary: 'Take back an assignment that has not begun',
      access: { roles },
      params,
      status: 204,
      handle: ({ scope, params }) => withdrawAssignment(db, scope, params.id),
    }),
  ];
}
