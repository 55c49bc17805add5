import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { boundsParam, idParam, pageQuery } from '../http/parse.ts';
import { type Route, route } from '../http/route.ts';
import { areaChange, areaCollection, areaFeature, areaKinds, newArea } from './area.ts';
import { getArea, listAreas } from './queries.ts';
import { changeArea, createArea, removeArea } from './register.ts';

const params = z.object({ id: idParam });
const areaQuery = z.strictObject({
  kind: z.enum(areaKinds).optional(),
  parent: idParam.optional(),
  bbox: boundsParam.optional(),
  q: z.string().trim().max(100).optional(),
  simplify: z.coerce
    .number()
    .min(0)
    .max(100_000)
    .optional()
    .meta({ description: 'metres off, for looking only' }),
  ...pageQuery,
});

const writers = { roles: ['planner'] } as const;

export function areaRoutes({ db }: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/areas',
      summary: 'Areas as a feature collection',
      access: 'signed-in',
      query: areaQuery,
      response: areaCollection,
      handle: ({ scope, query }) => listAreas(db, scope, query),
    }),
    route({
      method: 'post',
      path: '/api/areas',
      summary: 'Create an area from a feature',
      access: writers,
      body: newArea,
      response: areaFeature,
      status: 201,
      handle: ({ scope, body }) => createArea(db, scope, body),
    }),
    route({
      method: 'get',
      path: '/api/areas/:id',
      summary: 'An area',
      access: 'signed-in',
      params,
      response: areaFeature,
      handle: ({ scope, params: { id } }) => getArea(db, scope, id),
    }),
    route({
      method: 'patch',
      path: '/api/areas/:id',
      summary: 'Change the outline or properties of an area',
      access: writers,
      params,
      body: areaChange,
      response: areaFeature,
      handle: ({ scope, params: { id }, body }) => changeArea(db, scope, id, body),
    }),
    route({
      method: 'delete',
      path: '/api/areas/:id',
      summary: 'Delete an area that nothing refers to',
      access: writers,
      params,
      status: 204,
      handle: ({ scope, params: { id } }) => removeArea(db, scope, id),
    }),
  ];
}
