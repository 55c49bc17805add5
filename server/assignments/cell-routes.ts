import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { cutPage, decodeCursor, idParam, pageQuery } from '../http/parse.ts';
import { type Route, route } from '../http/route.ts';
import { moment } from '../http/time.ts';
import { getPlan } from '../plans/access.ts';
import { listStaffedCells } from './queries.ts';

const largestPage = 10_000;
const pageLimit = 100;

/** A cell with how many are assigned to it, and where it is. */
export const staffedCell = z.object({
  id: z.int(),
  code: z.string(),
  name: z.string(),
  ownerAreaId: z.int().nullable(),
  usage: z.string().nullable(),
  officers: z.int(),
  volunteers: z.int(),
  people: z.int().describe('All who are assigned, auxiliaries and grid workers included'),
  point: z
    .tuple([z.number(), z.number()])
    .nullable()
    .describe('Longitude and latitude of a point inside, to six digits'),
  teamIds: z.array(z.int()).describe('The teams whose own cell it is'),
});

const idList = z
  .string()
  .regex(/^\d{1,15}(,\d{1,15}){0,999}$/, 'up to 1,000 ids, separated by commas')
  .transform((text) => text.split(',').map(Number));

/** Which cells have how many people, and which have nobody; numbers only, so for viewers too. */
export function cellRoutes({ db, config }: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/cells',
      summary:
        'How many are assigned to each cell of a plan now or at an instant; with unassigned, where nobody is',
      access: { roles: ['chief', 'planner', 'viewer'] },
      query: z.strictObject({
        plan: idParam,
        at: moment(config.timeZone).optional(),
        unassigned: z
          .enum(['true', 'false'])
          .transform((text) => text === 'true')
          .optional(),
        q: z.string().trim().max(100).optional().describe('Part of the code, the name or the owner’s name'),
        ids: idList.optional().describe('These cells at most, separated by commas'),
        ...pageQuery,
        limit: z.coerce.number().int().min(1).max(largestPage).default(pageLimit),
      }),
      response: z.object({ cells: z.array(staffedCell), next: z.string().nullable() }),
      handle: async ({ scope, query: { plan, at = new Date(), unassigned, q, ids, limit, cursor } }) => {
        await getPlan(db, scope, plan);
        const [after] = decodeCursor(z.tuple([z.int()]), cursor) ?? [];
        const asked = { planId: plan, at, unassigned, q, ids };
        const rows = await listStaffedCells(db, scope, asked, { after, limit: limit + 1 });
        const { page, next } = cutPage(rows, limit, ({ id }) => [id]);
        return { cells: page, next };
      },
    }),
  ];
}
