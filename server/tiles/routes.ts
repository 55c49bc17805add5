import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { idParam } from '../http/parse.ts';
import { NotFound } from '../http/problem.ts';
import { callerOf, type Route, route } from '../http/route.ts';
import { moment } from '../http/time.ts';
import { noSuchPlan } from '../plans/access.ts';
import { planIndex } from '../plans/plan-index.ts';
import { findRevision } from '../plans/queries.ts';
import { linesOf } from '../tracks/lines.ts';
import { recordTrackTileSeen } from '../tracks/looked.ts';
import { cellTile } from './cell-tile.ts';
import { boundsWithBuffer } from './tile-address.ts';
import { trackTile } from './track-tile.ts';
import { visibleCells } from './visible-cells.ts';

const deepestZoom = 22;
const index = z.coerce.number().int().min(0);
const address = { z: index.max(deepestZoom), x: index, y: index };
const exists = ({ z: zoom, x, y }: { z: number; x: number; y: number }) => x < 2 ** zoom && y < 2 ** zoom;
const whichExist = 'a tile that exists at this zoom';
const mediaType = 'application/vnd.mapbox-vector-tile';
/** A tile holds the latest tracks that meet it, so many at most; a header says where there are more. */
const mostTracks = 1_000;
const truncatedHeader = 'Gridwarden-Truncated';

export function tileRoutes(deps: Deps): Route[] {
  return [cellTileRoute(deps), trackTileRoute(deps)];
}

function cellTileRoute({ db }: Deps): Route {
  return route({
    method: 'get',
    path: '/tiles/cells/:plan/:revision/:z/:x/:y.mvt',
    summary: 'The cells of a plan at one of its revisions as a vector tile, layer `cells`; it never changes',
    access: 'signed-in',
    params: z.object({ plan: idParam, revision: idParam, ...address }).refine(exists, whichExist),
    handle: async ({ scope, params: { plan: planId, revision, ...place }, response }) => {
      const current = await findRevision(db, scope, planId);
      if (current === undefined) throw noSuchPlan(planId);
      if (current !== revision) throw otherRevision(revision, current);
      const visible = await visibleCells(db, scope, { id: planId, revision });
      const cells = await planIndex(db, planId, revision);
      const tile = cellTile(cells, place, ({ id }) => !visible || visible.has(id));
      response
        .set('Cache-Control', 'private, max-age=31536000, immutable')
        .type(mediaType)
        .send(Buffer.from(tile.buffer, tile.byteOffset, tile.byteLength));
    },
  });
}

function trackTileRoute({ db, config: { timeZone } }: Deps): Route {
  const time = moment(timeZone).optional();
  return route({
    method: 'get',
    path: '/tiles/tracks/:z/:x/:y.mvt',
    summary:
      'Tracks that meet a period as a vector tile, simplified for its zoom: layers `tracks` (legs and gaps) and `flagged`. ' +
      `It holds the latest ${mostTracks.toLocaleString('en')} tracks at most; the header ${truncatedHeader} is true where there are more`,
    access: { roles: ['chief'], own: ['officer', 'volunteer'] },
    params: z.object(address).refine(exists, whichExist),
    query: z.strictObject({ from: time, to: time }),
    handle: async (call) => {
      const filter = { ...call.query, bbox: boundsWithBuffer(call.params) };
      const order = { limit: mostTracks, byMovement: false };
      const { features, truncated, tracks } = await linesOf(db, call.scope, filter, order);
      await recordTrackTileSeen(db, callerOf(call), tracks, Date.now());
      call.response
        .set('Cache-Control', 'private, no-cache')
        .set(truncatedHeader, String(truncated))
        .type(mediaType)
        .send(Buffer.from(trackTile(features, call.params)));
    },
  });
}

function otherRevision(asked: number, current: number): NotFound {
  return new NotFound(
    'other-revision',
    `The plan has no revision ${asked} any more; it is at ${current}. Read the plan again.`,
    `该方案已无修订 ${asked}，当前为 ${current}，请重新读取方案。`,
  );
}
