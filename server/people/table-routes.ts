import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { type Route, route } from '../http/route.ts';
import { peopleTable } from './table.ts';
import { peopleColumns } from './table-queries.ts';

/** The whole register of a chief's people at once, for a table that is filtered and sorted where it is read. */
export function peopleTableRoutes({ db }: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/people/table',
      summary:
        'Everybody, by number, in columns and without contact details; all at once, or the first of them',
      access: { roles: ['chief'] },
      query: z.strictObject({ limit: z.coerce.number().int().min(1).optional() }),
      response: peopleTable,
      handle: async ({ scope, query: { limit = null }, response }) => {
        response.type('json').send(await peopleColumns(db, scope, limit));
      },
    }),
  ];
}
