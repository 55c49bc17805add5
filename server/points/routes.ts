import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { boundsParam, idParam, pageQuery } from '../http/parse.ts';
import { type Route, route } from '../http/route.ts';
import { moment } from '../http/time.ts';
import { pointKinds } from './kinds.ts';
import { point, pointInput, pointList, pointPatch } from './point.ts';
import { getPoint, listPoints } from './queries.ts';
import { changePoint, createPoint, removePoint } from './register.ts';

const params = z.object({ id: idParam });
const readers = { roles: ['chief', 'planner', 'viewer'] } as const;
const writers = { roles: ['chief'] } as const;

/** Places to be visited. */
export function pointRoutes({ db, config }: Deps): Route[] {
  const { timeZone } = config;
  return [
    route({
      method: 'get',
      path: '/api/points',
      summary: 'Places to be visited inside the areas of the caller, by label',
      access: readers,
      query: z.strictObject({
        at: moment(timeZone).optional().describe('Those in force then; else all that have not ended'),
        kind: z.enum(pointKinds).optional(),
        key: z.stringbool().optional(),
        q: z.string().trim().min(1).max(100).optional(),
        bbox: boundsParam.optional(),
        ...pageQuery,
      }),
      response: pointList,
      handle: ({ scope, query }) => listPoints(db, scope, query),
    }),
    route({
      method: 'post',
      path: '/api/points',
      summary: 'Enter a place to be visited',
      access: writers,
      body: pointInput(timeZone),
      response: point,
      status: 201,
      handle: ({ scope, body }) => createPoint(db, scope, body, new Date()),
    }),
    route({
      method: 'get',
      path: '/api/points/:id',
      summary: 'One place to be visited',
      access: readers,
      params,
      response: point,
      handle: ({ scope, params }) => getPoint(db, scope, params.id),
    }),
    route({
      method: 'patch',
      path: '/api/points/:id',
      summary: 'Move or change a place to be visited from now on; what was judged by it stays',
      access: writers,
      params,
      body: pointPatch(timeZone),
      response: point,
      handle: ({ scope, params, body }) => changePoint(db, scope, params.id, body, new Date()),
    }),
    route({
      method: 'delete',
      path: '/api/points/:id',
      summary: 'End a place to be visited now, or delete one that has not begun',
      access: writers,
      params,
      status: 204,
      handle: ({ scope, params }) => removePoint(db, scope, params.id, new Date()),
    }),
  ];
}
