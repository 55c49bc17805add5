import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { boundsParam, idParam, pageQuery } from '../http/parse.ts';
import { type Route, route } from '../http/route.ts';
import { type PackedJson, packJson, sendPacked, sharedWork, takesGzip } from '../http/shared-answer.ts';
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
  // Every map begins with all areas: of many that are opened at once the outlines are read and compressed once.
  const share = sharedWork<PackedJson>();
  return [
    route({
      method: 'get',
      path: '/api/areas',
      summary: 'Areas as a feature collection',
      access: 'signed-in',
      query: areaQuery,
      response: areaCollection,
      handle: async ({ scope, query, request, response }) => {
        const isGzipped = takesGzip(request);
        const answer = await share(JSON.stringify([scope, query, isGzipped]), async () => {
          const areas = await listAreas(db, scope, query);
          return packJson([Buffer.from(JSON.stringify(areas))], isGzipped);
        });
        sendPacked(response, answer);
      },
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
