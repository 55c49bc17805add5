import { z } from 'zod';
import { coveredCells, landOf } from '../coverage/land.ts';
import { periodQuery, readPeriod } from '../coverage/period.ts';
import type { Deps } from '../deps.ts';
import { inBoth } from '../http/in-both.ts';
import { idParam } from '../http/parse.ts';
import { callerOf, type Route, route } from '../http/route.ts';
import { noSuchPlan } from '../plans/access.ts';
import { findRevision } from '../plans/queries.ts';
import { daysAsked, sweptDays } from './held-days.ts';
import { recordSweepsSeen } from './sweep-looks.ts';
import { sweepTile } from './sweep-tile.ts';
import { sweptGroundOf } from './swept-ground.ts';

/** From farther away a picture would hold most cells of a district, and show nothing of a strip. */
const [farthestZoom, deepestZoom] = [11, 20];
const mostMade = 100;
const index = z.coerce.number().int().min(0);
const params = z
  .object({ plan: idParam, z: index.min(farthestZoom).max(deepestZoom), x: index, y: index })
  .refine(
    ({ z: zoom, x, y }) => x < 2 ** zoom && y < 2 ** zoom,
    inBoth('a tile that exists at this zoom', '该级别没有此瓦片'),
  );

export function sweepRoutes({ db, config: { timeZone } }: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/tiles/sweep/:plan/:z/:x/:y.png',
      summary:
        'What was swept of the cells of a plan in a period, as a picture; darker where on two days or more; looks are recorded',
      // Where few went it shows the way of one: as tracks it is for those who may see people, and looks are recorded.
      access: { roles: ['chief'] },
      params,
      query: z.strictObject(periodQuery(timeZone)),
      handle: async (call) => {
        const { scope, query, response } = call;
        const { plan: planId, ...address } = call.params;
        if ((await findRevision(db, scope, planId)) === undefined) throw noSuchPlan(planId);
        const period = readPeriod(query, new Date());
        const ground = await sweptGroundOf(db, planId, 0);
        const covered = await coveredCells(db, await landOf(db, planId), scope);
        const asked = await daysAsked(db, ground, period, timeZone);
        const { days, pending } = await sweptDays(db, ground, asked, mostMade);
        const { picture, shown } = await sweepTile(
          db,
          ground,
          days,
          address,
          (cellId) => covered?.has(cellId) ?? true,
        );
        await recordSweepsSeen(db, callerOf(call), ground, shown, Date.now());
        response
          // What is still being made is asked for again.
          .set('Cache-Control', pending > 0 ? 'no-store' : 'private, max-age=30')
          .type('image/png')
          .send(Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength));
      },
    }),
  ];
}
