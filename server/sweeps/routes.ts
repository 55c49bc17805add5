import { z } from 'zod';
import type { Scope } from '../access/scope.ts';
import { coveredCells, landOf } from '../coverage/land.ts';
import { type PeriodQuery, periodQuery, readPeriod } from '../coverage/period.ts';
import type { Deps } from '../deps.ts';
import { inBoth } from '../http/in-both.ts';
import { idParam } from '../http/parse.ts';
import { callerOf, type Route, route } from '../http/route.ts';
import { noSuchPlan } from '../plans/access.ts';
import { findRevision } from '../plans/queries.ts';
import { daysAsked, sweptDays } from './held-days.ts';
import { recordSweepsSeen } from './sweep-looks.ts';
import { sweepState } from './sweep-state.ts';
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

/** Where few went it shows the way of one: as tracks it is for those who may see people. */
const access = { roles: ['chief'] } satisfies Route['access'];

export function sweepRoutes({ db, config: { timeZone } }: Deps): Route[] {
  const sweptOf = async (scope: Scope, planId: number, query: PeriodQuery) => {
    if ((await findRevision(db, scope, planId)) === undefined) throw noSuchPlan(planId);
    const period = readPeriod(query, new Date());
    const ground = await sweptGroundOf(db, planId, 0);
    const asked = await daysAsked(db, ground, period, timeZone);
    return { ground, ...(await sweptDays(db, ground, asked, mostMade)) };
  };
  return [
    route({
      method: 'get',
      path: '/api/sweeps/:plan',
      summary:
        'Whether the pictures of what was swept of a plan in a period are whole; works out a part of the rest',
      access,
      params: z.object({ plan: idParam }),
      query: z.strictObject(periodQuery(timeZone)),
      response: sweepState,
      handle: async ({ scope, params: { plan }, query }) => {
        const { pending } = await sweptOf(scope, plan, query);
        return { pending: pending > 0 };
      },
    }),
    route({
      method: 'get',
      path: '/tiles/sweep/:plan/:z/:x/:y.png',
      summary:
        'What was swept of the cells of a plan in a period, as a picture; darker where on two days or more; looks are recorded',
      access,
      params,
      query: z.strictObject(periodQuery(timeZone)),
      handle: async (call) => {
        const { scope, query, response } = call;
        const { plan: planId, ...address } = call.params;
        const { ground, days, pending } = await sweptOf(scope, planId, query);
        const covered = await coveredCells(db, await landOf(db, planId), scope);
        const { picture, shown } = await sweepTile(
          db,
          ground,
          days,
          address,
          (cellId) => covered?.has(cellId) ?? true,
        );
        await recordSweepsSeen(db, callerOf(call), ground, shown, Date.now());
        response
          // A map asks again by itself when a picture is too old: sooner for one that is not whole.
          .set('Cache-Control', `private, max-age=${pending > 0 ? 5 : 30}`)
          .type('image/png')
          .send(Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength));
      },
    }),
  ];
}
