import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { sendSheet } from '../exports/send-sheet.ts';
import { sheetFormats } from '../exports/sheet-file.ts';
import { decodeCursor, encodeCursor, pageQuery } from '../http/parse.ts';
import { refuseBackwards } from '../http/period.ts';
import { callerOf, type Route, route } from '../http/route.ts';
import { moment } from '../http/time.ts';
import { insideAnswer, outlineInput } from './inside.ts';
import { whoWasInside } from './report.ts';
import { insideSheet } from './sheet.ts';

const access = { roles: ['chief'], own: ['officer', 'volunteer'] } as const;
const cursorKey = z.tuple([z.int().min(0)]);
const mostExported = 10_000;

/** Who was inside an outline that was just drawn. It is a question, asked by POST for the size of an outline. */
export function insideRoutes({ db, config: { timeZone } }: Deps): Route[] {
  const body = z.strictObject({ outline: outlineInput, from: moment(timeZone), to: moment(timeZone) });
  return [
    route({
      method: 'post',
      path: '/api/inside',
      summary: 'Who was inside an outline between two times, how long and by which way, in order of entering',
      access,
      query: z.strictObject(pageQuery),
      body,
      response: insideAnswer,
      handle: async (call) => {
        const { limit, cursor } = call.query;
        refuseBackwards(call.body.from, call.body.to);
        const [after] = decodeCursor(cursorKey, cursor) ?? [0];
        const { totals, rows, more } = await whoWasInside(db, callerOf(call), call.scope, call.body, {
          after,
          limit,
        });
        const { from, to } = call.body;
        return {
          from: from.toISOString(),
          to: to.toISOString(),
          totals,
          rows,
          next: more ? encodeCursor([after + limit]) : null,
        };
      },
    }),
    route({
      method: 'post',
      path: '/api/inside/sheet',
      summary: 'The same as a spreadsheet, everybody in one',
      access,
      query: z.strictObject({
        f: z.enum(sheetFormats).default('csv'),
        lang: z.enum(['zh', 'en']).optional(),
      }),
      body,
      handle: async (call) => {
        const { f, lang = call.language } = call.query;
        refuseBackwards(call.body.from, call.body.to);
        const page = { after: 0, limit: mostExported };
        const { rows } = await whoWasInside(db, callerOf(call), call.scope, call.body, page);
        await sendSheet(call.response, f, insideSheet(rows, lang, timeZone));
      },
    }),
  ];
}
