import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { idParam } from '../http/parse.ts';
import { NotFound } from '../http/problem.ts';
import { type Route, route } from '../http/route.ts';
import { noSuchPlan } from '../plans/access.ts';
import { planIndex } from '../plans/plan-index.ts';
import { findRevision } from '../plans/queries.ts';
import { cellTile } from './cell-tile.ts';
import { visibleCells } from './visible-cells.ts';

const deepestZoom = 22;
const index = z.coerce.number().int().min(0);
const params = z
  .object({ plan: idParam, revision: idParam, z: index.max(deepestZoom), x: index, y: index })
  .refine(({ z: zoom, x, y }) => x < 2 ** zoom && y < 2 ** zoom, 'a tile that exists at this zoom');

export function tileRoutes({ db }: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/tiles/cells/:plan/:revision/:z/:x/:y.mvt',
      summary:
        'The cells of a plan at one of its revisions as a vector tile, layer `cells`; it never changes',
      access: 'signed-in',
      params,
      handle: async ({ scope, params: { plan: planId, revision, ...address }, response }) => {
        const current = await findRevision(db, scope, planId);
        if (current === undefined) throw noSuchPlan(planId);
        if (current !== revision) throw otherRevision(revision, current);
        const visible = await visibleCells(db, scope, { id: planId, revision });
        const cells = await planIndex(db, planId, revision);
        const tile = cellTile(cells, address, ({ id }) => !visible || visible.has(id));
        response
          .set('Cache-Control', 'private, max-age=31536000, immutable')
          .type('application/vnd.mapbox-vector-tile')
          .send(Buffer.from(tile.buffer, tile.byteOffset, tile.byteLength));
      },
    }),
  ];
}

function otherRevision(asked: number, current: number): NotFound {
  return new NotFound(
    'other-revision',
    `The plan has no revision ${asked} any more; it is at ${current}. Read the plan again.`,
    `该方案已无修订 ${asked}，当前为 ${current}，请重新读取方案。`,
  );
}
