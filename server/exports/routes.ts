import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { z } from 'zod';
import { areaKinds } from '../areas/area.ts';
import type { Deps } from '../deps.ts';
import { idParam } from '../http/parse.ts';
import { type Route, route } from '../http/route.ts';
import { getOwnPlan, getPlan } from '../plans/access.ts';
import { provePlan } from '../plans/proof/prove.ts';
import { type FormatName, formatQuery, formats } from './formats.ts';
import type { Table } from './table.ts';
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
      handle: ({ scope, query: { f, kind }, response }) => send(response, f, areaTable(db, scope, kind)),
    }),
    route({
      method: 'get',
      path: '/api/plans/:id/export',
      summary: 'The cells of a plan as a file',
      access: 'signed-in',
      params,
      query,
      handle: async ({ scope, params: { id }, query: { f }, response }) =>
        send(response, f, cellTable(db, scope, await getPlan(db, scope, id))),
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
        await send(response, f, findingTable(plan, await provePlan(db, plan), language));
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
        await send(response, f, await differenceTable(db, scope, plan, next));
      },
    }),
  ];
}

/** Characters that no system takes in a file's name. */
const unfit = /[\\/:*?"<>|\p{Cc}]/gu;

async function send(response: Response, f: FormatName, table: Table): Promise<void> {
  const { ending, mediaType, write } = formats[f];
  const title = table.title.replaceAll(unfit, '_').slice(0, 100);
  response.attachment(`${title}.${ending}`).type(mediaType).set('Cache-Control', 'private, no-store');
  await pipeline(Readable.from(write({ ...table, title })), response);
}
