import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { cutPage, decodeCursor, idParam, pageQuery } from '../http/parse.ts';
import { type Route, route } from '../http/route.ts';
import { moment } from '../http/time.ts';
import { listLooks } from './looks.ts';

const look = z.object({
  id: z.int(),
  lookedAt: z.iso.datetime(),
  what: z.string().describe('What was looked at, such as tracks or fixes'),
  from: z.iso.datetime().nullable(),
  to: z.iso.datetime().nullable(),
  account: z.object({ id: z.int(), displayName: z.string() }),
  person: z.object({ id: z.int(), name: z.string() }).nullable(),
  device: z.object({ id: z.int(), name: z.string() }).nullable(),
});

/** Who looked at whose positions. */
export function lookRoutes({ db, config }: Deps): Route[] {
  const time = moment(config.timeZone).optional();
  return [
    route({
      method: 'get',
      path: '/api/looks',
      summary: 'Who looked at the positions of the people of your area, or at your own; latest first',
      access: { roles: ['admin', 'chief'], own: ['planner', 'officer', 'volunteer', 'viewer'] },
      query: z.strictObject({ person: idParam.optional(), from: time, to: time, ...pageQuery }),
      response: z.object({ looks: z.array(look), next: z.string().nullable() }),
      handle: async ({ scope, query: { limit, cursor, ...filter } }) => {
        const [after] = decodeCursor(z.tuple([z.int()]), cursor) ?? [];
        const rows = await listLooks(db, scope, filter, { after, limit: limit + 1 });
        const { page, next } = cutPage(rows, limit, ({ id }) => [id]);
        return { looks: page, next };
      },
    }),
  ];
}
