import { z } from 'zod';
import { recordLook } from '../accounts/record-look.ts';
import type { Deps } from '../deps.ts';
import { sendSheet } from '../exports/send-sheet.ts';
import { sheetFormats } from '../exports/sheet-file.ts';
import { decodeCursor, encodeCursor, pageQuery } from '../http/parse.ts';
import { callerOf, type Route, route } from '../http/route.ts';
import { readPhones } from './queries.ts';
import { searchTalent, shownOf } from './search.ts';
import { talentAnswer, talentQuery } from './talent.ts';
import { talentSheet } from './talent-sheet.ts';

const access = { roles: ['chief'] } as const;
const mostExported = 1_000;
const ids = z
  .string()
  .regex(/^\d{1,15}(,\d{1,15}){0,999}$/, 'up to 1,000 ids, separated by commas')
  .transform((text) => new Set(text.split(',').map(Number)));

/** The talent pool: who could come to a major event or a special operation. */
export function talentRoutes({ db, config }: Deps): Route[] {
  const { timeZone } = config;
  const query = talentQuery(timeZone);
  return [
    route({
      method: 'get',
      path: '/api/talent',
      summary: 'Who has a skill, is free at a time and is near a place, and why the others are passed over',
      access,
      query: z.strictObject({ ...query, ...pageQuery }),
      response: talentAnswer,
      handle: async ({ scope, query: { limit, cursor, ...asked } }) => {
        const found = await searchTalent(db, scope, asked, new Date(), timeZone);
        const [after] = decodeCursor(z.tuple([z.int().min(0)]), cursor) ?? [0];
        const end = after + limit;
        return {
          from: found.from.toISOString(),
          to: found.to.toISOString(),
          position: found.spot.position,
          considered: found.considered,
          found: found.chosen.length,
          people: await shownOf(db, found.chosen.slice(after, end), found.from),
          passedOver: found.passedOver,
          next: end < found.chosen.length ? encodeCursor([end]) : null,
        };
      },
    }),
    route({
      method: 'get',
      path: '/api/talent/export',
      summary:
        'The same list, or the people chosen from it, as a spreadsheet; looks at telephones are recorded',
      access,
      query: z.strictObject({
        ...query,
        people: ids.optional().describe('The chosen people alone'),
        f: z.enum(sheetFormats).default('csv'),
        lang: z.enum(['zh', 'en']).optional(),
        contact: z.enum(['true', 'false']).default('false'),
      }),
      handle: async (call) => {
        const { people, f, lang = call.language, contact, ...asked } = call.query;
        const found = await searchTalent(db, call.scope, asked, new Date(), timeZone);
        const chosen = found.chosen
          .filter(({ person }) => people?.has(person.id) ?? true)
          .slice(0, mostExported);
        const personIds = chosen.map(({ person }) => person.id);
        const withContact = contact === 'true';
        if (withContact)
          await recordLook(db, callerOf(call), {
            what: 'contact',
            period: { from: null, to: null },
            personIds,
            deviceIds: [],
          });
        const phones = withContact ? await readPhones(db, personIds) : new Map<number, string | null>();
        const rows = (await shownOf(db, chosen, found.from)).map((one) => ({
          ...one,
          phone: phones.get(one.person.id) ?? null,
        }));
        await sendSheet(call.response, f, talentSheet(rows, withContact, lang));
      },
    }),
  ];
}
