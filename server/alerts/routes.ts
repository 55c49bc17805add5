import { z } from 'zod';
import type { Caller } from '../access/caller.ts';
import type { Scope } from '../access/scope.ts';
import { coverageAccess } from '../coverage/viewer.ts';
import type { Deps } from '../deps.ts';
import { cutPage, decodeCursor } from '../http/parse.ts';
import { callerOf, type Route, route } from '../http/route.ts';
import { type AlertCounts, alertCounts, alertList, alertQuery, alertSettings, readInput } from './alert.ts';
import { countUnread, listAlerts, quietHoursOf } from './queries.ts';
import { quietAt } from './quiet.ts';
import { readerOf } from './reader.ts';
import { keepQuietHours, readSingle, readUpTo } from './store.ts';

/** What opened or became worse in the caller's areas, told once, held back in the caller's quiet hours. */
export function alertRoutes({ db, config }: Deps): Route[] {
  const quietOf = async ({ accountId }: Caller) => {
    const hours = (await quietHoursOf(db, [accountId]))(accountId);
    return { hours, period: quietAt(Date.now(), hours, config.timeZone) };
  };
  const countsOf = async (caller: Caller, scope: Scope): Promise<AlertCounts> => {
    const { period } = await quietOf(caller);
    return {
      ...(await countUnread(db, await readerOf(db, caller, scope), period?.since ?? null)),
      heldUntil: period && new Date(period.until).toISOString(),
    };
  };
  return [
    route({
      method: 'get',
      path: '/api/alerts',
      summary: 'Gaps that opened or became worse in the areas of the caller, newest first',
      access: coverageAccess,
      query: alertQuery,
      response: alertList,
      handle: async (call) => {
        const { state, held, limit, cursor } = call.query;
        const caller = callerOf(call);
        const [before] = decodeCursor(z.tuple([z.int().positive()]), cursor) ?? [undefined];
        const { period } = await quietOf(caller);
        const found = await listAlerts(db, await readerOf(db, caller, call.scope), {
          ...{ before, limit: limit + 1, language: call.language, onlyUnread: state === 'unread' },
          heldSince: held === 'true' ? null : (period?.since ?? null),
        });
        const { page, next } = cutPage(found, limit, ({ id }) => [id]);
        return { alerts: page, ...(await countsOf(caller, call.scope)), next };
      },
    }),
    route({
      method: 'get',
      path: '/api/alerts/counts',
      summary: 'How many alerts are unread and how many are held back, each up to 100',
      access: coverageAccess,
      response: alertCounts,
      handle: (call) => countsOf(callerOf(call), call.scope),
    }),
    route({
      method: 'post',
      path: '/api/alerts/read',
      summary: 'Mark alerts as read: all up to one, or single ones',
      access: coverageAccess,
      body: readInput,
      response: alertCounts,
      handle: async (call) => {
        const caller = callerOf(call);
        const { body } = call;
        if ('upTo' in body) await readUpTo(db, caller.accountId, body.upTo, (await quietOf(caller)).hours);
        else await readSingle(db, caller.accountId, body.ids);
        return countsOf(caller, call.scope);
      },
    }),
    route({
      method: 'get',
      path: '/api/alerts/settings',
      summary: 'In which local hours alerts are held back for the caller',
      access: coverageAccess,
      response: alertSettings,
      handle: async (call) => ({ quiet: (await quietOf(callerOf(call))).hours }),
    }),
    route({
      method: 'put',
      path: '/api/alerts/settings',
      summary: 'Change the quiet hours of the caller',
      access: coverageAccess,
      body: alertSettings,
      response: alertSettings,
      handle: async (call) => {
        await keepQuietHours(db, callerOf(call).accountId, call.body.quiet);
        return call.body;
      },
    }),
  ];
}
