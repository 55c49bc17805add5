import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { sendSheet } from '../exports/send-sheet.ts';
import { sheetFormats } from '../exports/sheet-file.ts';
import { callerOf, type Route, route } from '../http/route.ts';
import { peopleSheet } from './export-people.ts';
import { filterOf, filterQuery } from './filter.ts';

const query = z.strictObject({
  f: z.enum(sheetFormats).default('xlsx'),
  /** The language of headers and words; that of the request where it is absent. */
  lang: z.enum(['zh', 'en']).optional(),
  contact: z.enum(['true', 'false']).default('false'),
  ...filterQuery,
});

/** The register of people as a spreadsheet. */
export function peopleExportRoutes({ db, config }: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/people/export',
      summary:
        'People as a spreadsheet; contact details only where asked for, and then each look is recorded',
      access: { roles: ['chief'] },
      query,
      handle: async (call) => {
        const { f, contact, lang = call.language, ...asked } = call.query;
        const wanted = {
          filter: filterOf(asked, config.timeZone),
          withContact: contact === 'true',
          language: lang,
        };
        await sendSheet(call.response, f, peopleSheet(db, callerOf(call), call.scope, wanted));
      },
    }),
  ];
}
