import { z } from 'zod';
import type { Caller } from '../access/caller.ts';
import { resolveScope, type Scope } from '../access/scope.ts';
import { viewerOf } from '../coverage/viewer.ts';
import type { Deps } from '../deps.ts';
import { sendSheet } from '../exports/send-sheet.ts';
import { sheetFormats } from '../exports/sheet-file.ts';
import { cutPage, decodeCursor, idParam } from '../http/parse.ts';
import { callerOf, type Route, route } from '../http/route.ts';
import { sharedWork } from '../http/shared-answer.ts';
import { changeDecision, decide, requireArea } from './decide.ts';
import {
  decision,
  decisionChange,
  decisionHistory,
  decisionList,
  decisionQuery,
  newDecision,
} from './decision.ts';
import { getDecision, listDecisions, versionsOf } from './decision-queries.ts';
import { weeklyFile } from './file.ts';
import { weeklySheetOf } from './sums.ts';
import { refuseReversedWeeks, weekAt, weekText } from './week.ts';
import { type WeeklySheet, weeklySheet } from './weekly.ts';

const readers = { roles: ['chief', 'planner', 'viewer'] } as const;
const chiefs = { roles: ['chief'] } as const;
const asked = { area: idParam, week: weekText.optional().describe('The running week where it is absent') };
const params = z.object({ id: idParam });

/** The sheet of a week for the joint meeting of police and grids, and the decisions written on it. */
export function weeklyRoutes({ db, config }: Deps): Route[] {
  const { timeZone } = config;
  const share = sharedWork<WeeklySheet>();
  const sheetOf = async (
    caller: Caller,
    scope: Scope,
    { area, week }: { area: number; week?: string | undefined },
  ) => {
    const { planScope, peopleScope } = await viewerOf(db, caller, scope);
    const commandScope = await resolveScope(db, caller, chiefs);
    const by = { scope, planScope, peopleScope, commandScope };
    const seen = [scope, planScope, peopleScope, commandScope, area, week];
    return share(JSON.stringify(seen), () =>
      weeklySheetOf(db, by, { areaId: area, week, now: Date.now(), timeZone }),
    );
  };
  const byOf = (call: { caller: Caller | undefined; scope: Scope }) => ({
    ...{ caller: callerOf(call), scope: call.scope, timeZone },
    now: Date.now(),
  });
  return [
    route({
      method: 'get',
      path: '/api/weekly',
      summary: 'The sums of a week in an area, and the decisions of its joint meeting',
      access: readers,
      query: z.strictObject(asked),
      response: weeklySheet,
      handle: (call) => sheetOf(callerOf(call), call.scope, call.query),
    }),
    route({
      method: 'get',
      path: '/api/weekly/export',
      summary: 'The same as a spreadsheet',
      access: readers,
      query: z.strictObject({
        ...asked,
        f: z.enum(sheetFormats).default('xlsx'),
        lang: z.enum(['zh', 'en']).optional(),
      }),
      handle: async (call) => {
        const { f, lang = call.language, ...query } = call.query;
        const sheet = await sheetOf(callerOf(call), call.scope, query);
        await sendSheet(call.response, f, weeklyFile(sheet, lang, timeZone));
      },
    }),
    route({
      method: 'get',
      path: '/api/decisions',
      summary: 'The decisions of an area as they are now, the latest first',
      access: chiefs,
      query: decisionQuery,
      response: decisionList,
      handle: async ({ scope, query: { area, from, to, state, limit, cursor } }) => {
        requireArea(scope, area);
        if (from && to) refuseReversedWeeks(from, to);
        const mondayOf = (week: string | undefined) => (week ? weekAt(week, timeZone).monday : null);
        const [before = null] = decodeCursor(z.tuple([z.int().positive()]), cursor) ?? [];
        const wanted = { areaId: area, from: mondayOf(from), to: mondayOf(to), state: state ?? null };
        const found = await listDecisions(db, scope, wanted, { before, limit: limit + 1 });
        const { page, next } = cutPage(found, limit, ({ id }) => [id]);
        return { decisions: page, next };
      },
    }),
    route({
      method: 'post',
      path: '/api/decisions',
      summary: 'Write a decision on the sheet of a week',
      access: chiefs,
      body: newDecision,
      response: decision,
      status: 201,
      handle: (call) => decide(db, byOf(call), call.body),
    }),
    route({
      method: 'get',
      path: '/api/decisions/:id/versions',
      summary: 'Every version of a decision: who wrote what and when',
      access: chiefs,
      params,
      response: decisionHistory,
      handle: async ({ scope, params: { id } }) => {
        await getDecision(db, scope, id);
        return { id, versions: await versionsOf(db, scope, id) };
      },
    }),
    route({
      method: 'post',
      path: '/api/decisions/:id/versions',
      summary: 'Change a decision: a further version; 409 where it was changed since it was seen',
      access: chiefs,
      params,
      body: decisionChange,
      response: decision,
      status: 201,
      handle: (call) => changeDecision(db, byOf(call), call.params.id, call.body),
    }),
  ];
}
