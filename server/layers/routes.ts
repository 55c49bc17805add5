import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { boundsParam, idParam, pageQuery } from '../http/parse.ts';
import { type Route, route } from '../http/route.ts';
import { layerFeatures, layerList } from './layer.ts';
import { getLayer, listLayerFeatures, listLayers } from './queries.ts';
import { deleteLayer } from './store.ts';

const params = z.object({ id: idParam });
const planners = { roles: ['planner'] } as const;

const featureQuery = z.strictObject({
  bbox: boundsParam.optional(),
  limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
  cursor: pageQuery.cursor,
});

export function layerRoutes({ db }: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/layers',
      summary: 'Imported layers of points and lines, newest first',
      access: planners,
      response: layerList,
      handle: async ({ scope }) => ({ layers: await listLayers(db, scope) }),
    }),
    route({
      method: 'get',
      path: '/api/layers/:id/features',
      summary: 'The features of a layer',
      access: planners,
      params,
      query: featureQuery,
      response: layerFeatures,
      handle: async ({ scope, params: { id }, query }) => {
        await getLayer(db, scope, id);
        return listLayerFeatures(db, id, query);
      },
    }),
    route({
      method: 'delete',
      path: '/api/layers/:id',
      summary: 'Delete a layer',
      access: planners,
      params,
      status: 204,
      handle: async ({ scope, params: { id } }) => {
        await getLayer(db, scope, id);
        await deleteLayer(db, id);
      },
    }),
  ];
}
