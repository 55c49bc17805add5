import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { Unauthenticated } from '../http/problem.ts';
import { type Route, route } from '../http/route.ts';
import { coverage } from './coverage.ts';
import { periodQuery, planQuery, readPeriod } from './period.ts';
import { coverageOf } from './report.ts';
import { coverageAccess, viewerOf } from './viewer.ts';

export function coverageRoutes({ db, config }: Deps): Route[] {
  const { timeZone } = config;
  return [
    route({
      method: 'get',
      path: '/api/coverage',
      summary: 'How every cell fared in a period, those nobody visited included',
      access: coverageAccess,
      query: z.strictObject({ plan: planQuery, ...periodQuery(timeZone) }),
      response: coverage,
      handle: async ({ caller, scope, query }) => {
        if (!caller) throw new Unauthenticated();
        const now = new Date();
        const period = readPeriod(query, now);
        const viewer = await viewerOf(db, caller, scope);
        return coverageOf(db, viewer, { planId: query.plan ?? null, period, now: now.getTime(), timeZone });
      },
    }),
  ];
}
