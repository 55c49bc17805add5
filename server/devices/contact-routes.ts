import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { cutPage, decodeCursor, idParam, pageQuery } from '../http/parse.ts';
import { type Route, route } from '../http/route.ts';
import { contact, listContacts } from './contacts.ts';
import { getDevice } from './queries.ts';

/** What a device delivered when. */
export function contactRoutes({ db }: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/devices/:id/receipts',
      summary:
        'Deliveries of a device, latest first: when, by which app, and how many were stored, refused or off duty',
      access: { roles: ['chief'], own: ['officer', 'volunteer'] },
      params: z.strictObject({ id: idParam }),
      query: z.strictObject(pageQuery),
      response: z.object({ receipts: z.array(contact), next: z.string().nullable() }),
      handle: async ({ scope, params, query: { limit, cursor } }) => {
        await getDevice(db, scope, params.id);
        const [after] = decodeCursor(z.tuple([z.int()]), cursor) ?? [];
        const rows = await listContacts(db, scope, params.id, { after, limit: limit + 1 });
        const { page, next } = cutPage(rows, limit, ({ id }) => [id]);
        return { receipts: page, next };
      },
    }),
  ];
}
