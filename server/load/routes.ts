import { z } from 'zod';
import { readPeriod } from '../coverage/period.ts';
import type { Deps } from '../deps.ts';
import { decodeCursor, encodeCursor, idParam, pageQuery } from '../http/parse.ts';
import { type Route, route } from '../http/route.ts';
import { moment } from '../http/time.ts';
import { personKind } from '../people/person.ts';
import { compareLoads, orderLoads } from './compare.ts';
import { loadAnswer, loadMeasures } from './load.ts';
import { readLoads } from './queries.ts';

const thirtyDaysMs = 30 * 86_400_000;

/** What people answer for and do. A chief sees those of the own areas, an officer or volunteer the own load alone. */
export function loadRoutes({ db, config }: Deps): Route[] {
  const { timeZone } = config;
  return [
    route({
      method: 'get',
      path: '/api/load',
      summary: 'Cells, households and patrol minutes per person, compared within kind; the last thirty days',
      access: { roles: ['chief'], own: ['officer', 'volunteer'] },
      query: z.strictObject({
        team: idParam.optional(),
        station: idParam.optional(),
        kind: personKind.optional(),
        from: moment(timeZone).optional(),
        to: moment(timeZone).optional(),
        sort: z.enum(loadMeasures).default('cells'),
        order: z.enum(['most', 'least']).default('most'),
        ...pageQuery,
      }),
      response: loadAnswer,
      handle: async ({ scope, query }) => {
        const { team = null, station = null, kind = null, limit, cursor, ...asked } = query;
        const now = new Date();
        const to = asked.to ?? now;
        const from = asked.from ?? new Date(to.getTime() - thirtyDaysMs);
        const period = readPeriod({ from, to }, now);
        const counted = await readLoads(db, scope, { team, station, kind }, period, timeZone);
        const { groups, people } = compareLoads(counted);
        const [after] = decodeCursor(z.tuple([z.int().min(0)]), cursor) ?? [0];
        const end = after + limit;
        return {
          from: from.toISOString(),
          to: to.toISOString(),
          at: to.toISOString(),
          isEstimated: counted.some(({ isEstimated }) => isEstimated),
          groups,
          people: orderLoads(people, asked).slice(after, end),
          next: end < people.length ? encodeCursor([end]) : null,
        };
      },
    }),
  ];
}
