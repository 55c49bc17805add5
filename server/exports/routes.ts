import { z } from 'zod';
import { areaKinds } from '../areas/area.ts';
import type { Deps } from '../deps.ts';
import { idParam } from '../http/parse.ts';
import { type Route, route } from '../http/route.ts';
import { getOwnPlan, getPlan } from '../plans/access.ts';
import { provePlan } from '../plans/proof/prove.ts';
import { formatQuery } from './formats.ts';
import { sendTable } from './send-table.ts';
import { areaTable, cellTable, differenceTable, findingTable } from './tables.ts';

const params = z.object({ id: idParam });
const query = z.strictObject(formatQuery);

export function exportRoutes({ db }: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/areas/export',
      summary: 'Areas as a file: GeoJSON, GeoPackage, Shapefile or KML',
      access: 'signed-in',
      query: z.strictObject({ ...formatQuery, kind: z.enum(areaKinds).optional() }),
      handle: ({ scope, query: { f, kind }, response }) => sendTable(response, f, areaTable(db, scope, kind)),
    }),
    route({
      method: 'get',
      path: '/api/plans/:id/export',
      summary: 'The cells of a plan as a file',
      access: 'signed-in',
      params,
      query,
      handle: async ({ scope, params: { id }, query: { f }, response }) =>
        sendTable(response, f, cellTable(db, scope, await getPlan(db, scope, id))),
    }),
    route({
      method: 'get',
      path: '/api/plans/:id/problems/export',
      summary: 'The proof as a file',
      access: { roles: ['planner'] },
      params,
      query,
      handle: async ({ scope, params: { id }, query: { f }, language, response }) => {
        const plan = await getOwnPlan(db, scope, id);
        await sendTable(response, f, findingTable(plan, await provePlan(db, plan), language));
      },
    }),
    route({
      method: 'get',
      path: '/api/plans/:id/diff/:other/export',
      summary: 'Cells added, removed and changed from one plan to another as a file',
      access: 'signed-in',
      params: z.object({ id: idParam, other: idParam }),
      query,
      handle: async ({ scope, params: { id, other }, query: { f }, response }) => {
        const [plan, next] = [await getPlan(db, scope, id), await getPlan(db, scope, other)];
        await sendTable(response, f, await differenceTable(db, scope, plan, next));
      },
    }),
  ];
}
