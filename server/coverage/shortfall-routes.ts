import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { idParam, pageQuery } from '../http/parse.ts';
import { InvalidInput, Unauthenticated } from '../http/problem.ts';
import { type Route, route } from '../http/route.ts';
import { moment } from '../http/time.ts';
import { shortfallList } from '../obligations/shortfall.ts';
import { getRule } from '../rules/queries.ts';
import type { Interval } from './interval.ts';
import { readPeriod } from './period.ts';
import { listShortfalls } from './shortfall-list.ts';
import { coverageAccess, viewerOf } from './viewer.ts';

const mostDays = 400;

/** Where people are missing, by rule and by place, at an instant or in a period. */
export function shortfallRoutes({ db, config }: Deps): Route[] {
  const { timeZone } = config;
  const time = moment(timeZone);
  const times = { at: time.optional(), from: time.optional(), to: time.optional() };
  return [
    route({
      method: 'get',
      path: '/api/shortfalls',
      summary: 'Where people are missing, at an instant (now) or in a period, rule by rule',
      access: coverageAccess,
      query: z.strictObject({ ...times, rule: idParam.optional(), area: idParam.optional(), ...pageQuery }),
      response: shortfallList,
      handle: async ({ caller, scope, query }) => {
        if (!caller) throw new Unauthenticated();
        const viewer = await viewerOf(db, caller, scope);
        const period = periodOf(query, new Date());
        if (query.rule !== undefined) requireStaffing((await getRule(db, scope, query.rule)).view.kind);
        const question = { period, ruleId: query.rule ?? null, areaId: query.area ?? null, timeZone };
        return listShortfalls(db, viewer, question, query);
      },
    }),
  ];
}

type Times = { at?: Date | undefined; from?: Date | undefined; to?: Date | undefined };

/** An instant is a period without length. */
function periodOf({ at, from, to }: Times, now: Date): Interval {
  if (from === undefined && to === undefined) return [(at ?? now).getTime(), (at ?? now).getTime()];
  if (at !== undefined)
    throw wrong(
      'at',
      'Ask for an instant or for a period, not for both.',
      '请指定时刻或时段，二者只能选一。',
    );
  const period = readPeriod({ from, to }, now);
  if (period[1] - period[0] > mostDays * 86_400_000)
    throw wrong(
      'to',
      `Ask for at most ${mostDays} days at a time, or for single instants.`,
      `一次最多查询 ${mostDays} 天，或查询单个时刻。`,
    );
  return period;
}

function requireStaffing(kind: string): void {
  if (kind === 'staffing') return;
  throw wrong(
    'rule',
    'This is a patrol rule; how it stands is said by the gaps and the coverage.',
    '这是巡逻规则，其情况请查看盲区和覆盖情况。',
  );
}

function wrong(path: string, english: string, chinese: string): InvalidInput {
  return new InvalidInput('wrong-question', english, chinese, [{ path, reason: english }]);
}
