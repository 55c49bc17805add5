import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { sendSheet } from '../exports/send-sheet.ts';
import { sheetFormats } from '../exports/sheet-file.ts';
import { idParam } from '../http/parse.ts';
import { callerOf, type Route, route } from '../http/route.ts';
import { peopleSheet } from './export-people.ts';
import { personKind } from './person.ts';

const query = z.strictObject({
  f: z.enum(sheetFormats).default('xlsx'),
  /** The language of headers and words; that of the request where it is absent. */
  language: z.enum(['zh', 'en']).optional(),
  contact: z.enum(['true', 'false']).default('false'),
  q: z.string().max(100).optional(),
  kind: personKind.optional(),
  station: idParam.optional(),
  skill: z.string().max(50).optional(),
  team: idParam.optional(),
});

/** The register of people as a spreadsheet. */
export function peopleExportRoutes({ db }: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/people/export',
      summary:
        'People as a spreadsheet; contact details only where asked for, and then each look is recorded',
      access: { roles: ['chief'] },
      query,
      handle: async (call) => {
        const { f, contact, language = call.language, ...filter } = call.query;
        const wanted = { filter, withContact: contact === 'true', language };
        await sendSheet(call.response, f, peopleSheet(db, callerOf(call), call.scope, wanted));
      },
    }),
  ];
}
