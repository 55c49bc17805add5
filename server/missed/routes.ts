import { z } from 'zod';
import type { Caller } from '../access/caller.ts';
import type { Scope } from '../access/scope.ts';
import { gapKinds } from '../coverage/gap.ts';
import { coverageAccess, viewerOf } from '../coverage/viewer.ts';
import type { Deps } from '../deps.ts';
import { sendSheet } from '../exports/send-sheet.ts';
import { sendTable } from '../exports/send-table.ts';
import { idParam, pageQuery } from '../http/parse.ts';
import type { Language } from '../http/problem.ts';
import { callerOf, type Route, route } from '../http/route.ts';
import { sharedWork } from '../http/shared-answer.ts';
import { calendarDay } from '../http/time.ts';
import { missedSheet, missedTable } from './file.ts';
import { gatherMissed, type Missed, type MissedQuestion } from './gather.ts';
import { listMissed } from './list.ts';
import { missedList, missedSheets } from './missed.ts';
import { missedSheetsOf } from './sheets.ts';

const asked = {
  day: calendarDay.optional().describe('A local day; today where it is absent'),
  station: z
    .union([z.literal('none'), idParam])
    .optional()
    .describe('A station, or none for what lies outside of every station'),
  kind: z.enum(gapKinds).optional(),
  which: z
    .enum(['missed', 'due'])
    .default('missed')
    .describe('due: what will be missed at the end of a day that lasts, should nothing more be done'),
};
type Asked = Pick<MissedQuestion, 'day' | 'station' | 'kind' | 'which'>;

/** What was not met on a day: the evening's list, its page for every station, and as a file. */
export function missedRoutes({ db, config }: Deps): Route[] {
  const { timeZone } = config;
  const share = sharedWork<Missed>();
  /** Those who may see the same and ask for the same at once share what is worked out. */
  const gather = async (caller: Caller, scope: Scope, asking: Asked, language: Language) => {
    const viewer = await viewerOf(db, caller, scope);
    const { day, station, kind, which } = asking;
    const question = { day, station, kind, which, language, timeZone };
    return share(JSON.stringify([viewer, question]), () =>
      gatherMissed(db, viewer, { ...question, now: Date.now() }),
    );
  };
  return [
    route({
      method: 'get',
      path: '/api/missed',
      summary: 'What was not met on a day, by station: since when, who answers for it, what would close it',
      access: coverageAccess,
      query: z.strictObject({ ...asked, ...pageQuery }),
      response: missedList,
      handle: async (call) =>
        listMissed(await gather(callerOf(call), call.scope, call.query, call.language), call.query),
    }),
    route({
      method: 'get',
      path: '/api/missed/sheets',
      summary: 'The same for the morning meeting: a page for each station, summed up where it is too long',
      access: coverageAccess,
      query: z.strictObject(asked),
      response: missedSheets,
      handle: async (call) =>
        missedSheetsOf(db, await gather(callerOf(call), call.scope, call.query, call.language)),
    }),
    route({
      method: 'get',
      path: '/api/missed/export',
      summary: 'The whole list as a file: XLSX, CSV or GeoJSON',
      access: coverageAccess,
      query: z.strictObject({
        ...asked,
        f: z.enum(['xlsx', 'csv', 'geojson']).default('xlsx'),
        lang: z.enum(['zh', 'en']).optional(),
      }),
      handle: async (call) => {
        const { f, lang: language = call.language } = call.query;
        const missed = await gather(callerOf(call), call.scope, call.query, language);
        const said = { language, timeZone };
        if (f === 'geojson') await sendTable(call.response, f, missedTable(missed, said));
        else await sendSheet(call.response, f, missedSheet(missed, said));
      },
    }),
  ];
}
