import { z } from 'zod';
import type { Interval } from '../coverage/interval.ts';
import { planQuery } from '../coverage/period.ts';
import { coverageAccess, viewerOf } from '../coverage/viewer.ts';
import type { Deps } from '../deps.ts';
import { idParam } from '../http/parse.ts';
import { refuseBackwards } from '../http/period.ts';
import { InvalidInput } from '../http/problem.ts';
import { callerOf, type Route, route } from '../http/route.ts';
import { moment } from '../http/time.ts';
import { cellHistoryOf } from './cell-history.ts';
import { cellHistory, personHistory } from './history.ts';
import { personHistoryOf } from './person-history.ts';

const dayMs = 86_400_000;
const usualDays = 84;
const mostDays = 371;

/** What became of a cell, or what a person did, week by week. */
export function historyRoutes({ db, config: { timeZone } }: Deps): Route[] {
  const period = { from: moment(timeZone).optional(), to: moment(timeZone).optional() };
  return [
    route({
      method: 'get',
      path: '/api/cells/:id/history',
      summary: 'A cell over weeks: presence by hour of the week, idleness, trend, obligations, plans',
      access: coverageAccess,
      params: z.object({ id: idParam }),
      query: z.strictObject({ plan: planQuery, ...period }),
      response: cellHistory,
      handle: async (call) => {
        const now = new Date();
        const question = {
          cellId: call.params.id,
          planId: call.query.plan ?? null,
          period: periodOf(call.query, now),
          now: now.getTime(),
          language: call.language,
          timeZone,
        };
        return cellHistoryOf(db, await viewerOf(db, callerOf(call), call.scope), question);
      },
    }),
    route({
      method: 'get',
      path: '/api/people/:id/history',
      summary: 'A person over weeks: duty, presence by hour of the week, cells; one’s own for everybody',
      access: { roles: ['chief'], own: ['officer', 'volunteer'] },
      params: z.object({ id: idParam }),
      query: z.strictObject(period),
      response: personHistory,
      handle: (call) => {
        const now = new Date();
        const question = {
          personId: call.params.id,
          period: periodOf(call.query, now),
          now: now.getTime(),
          language: call.language,
          timeZone,
        };
        return personHistoryOf(db, callerOf(call), call.scope, question);
      },
    }),
  ];
}

/** The last twelve weeks where nothing is said; throws where the period is backwards or longer than a year and a week. */
function periodOf({ from, to }: { from?: Date | undefined; to?: Date | undefined }, now: Date): Interval {
  const end = to ?? now;
  const begin = from ?? new Date(end.getTime() - usualDays * dayMs);
  refuseBackwards(begin, end);
  if (end.getTime() - begin.getTime() <= mostDays * dayMs) return [begin.getTime(), end.getTime()];
  throw new InvalidInput(
    'period-too-long',
    `A history goes over ${mostDays} days at most; ask for a part of it.`,
    `历史一次最多查询 ${mostDays} 天，请缩短时段。`,
    [{ path: 'from', reason: `more than ${mostDays} days before the end` }],
  );
}
