import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { boundsParam, idParam, pageQuery } from '../http/parse.ts';
import { Unauthenticated } from '../http/problem.ts';
import { type Route, route } from '../http/route.ts';
import { type PackedJson, packJson, sendPacked, sharedWork, takesGzip } from '../http/shared-answer.ts';
import { moment } from '../http/time.ts';
import { noSuchPlan } from '../plans/access.ts';
import { findRevision } from '../plans/queries.ts';
import { areaCells, areaCellsOf } from './area-cells.ts';
import { cellDetail } from './cell-detail.ts';
import { coverage } from './coverage.ts';
import { coverageJson } from './coverage-json.ts';
import { coverageDays } from './day-counts.ts';
import { countDays } from './days.ts';
import { detailOf } from './detail.ts';
import { type GapList, gapKinds, gapList } from './gap.ts';
import { listGaps } from './gap-list.ts';
import { type PeriodQuery, periodQuery, planQuery, readPeriod } from './period.ts';
import { coverageOf } from './report.ts';
import { coverageStates, statesOf } from './states.ts';
import { coverageAccess, type Viewer, viewerOf } from './viewer.ts';

export function coverageRoutes({ db, config }: Deps): Route[] {
  const { timeZone } = config;
  const share = sharedWork<PackedJson>();
  const shareStates = sharedWork<PackedJson>();
  const shareGaps = sharedWork<GapList>();
  const coverageFor = (
    viewer: Viewer,
    query: PeriodQuery & { plan?: number | undefined; cell?: number | undefined },
    areStatusesAlone: boolean,
  ) => {
    const now = new Date();
    const period = readPeriod(query, now);
    const [planId, cellId] = [query.plan ?? null, query.cell ?? null];
    const question = { planId, cellId, period, now: now.getTime(), timeZone, areStatusesAlone };
    return coverageOf(db, viewer, question);
  };
  return [
    route({
      method: 'get',
      path: '/api/coverage',
      summary: 'How every cell fared in a period, those nobody visited included',
      access: coverageAccess,
      query: z.strictObject({
        plan: planQuery,
        cell: idParam.optional().meta({ description: 'Tells of this cell alone' }),
        ...periodQuery(timeZone),
      }),
      response: coverage,
      handle: async ({ caller, scope, query, request, response }) => {
        if (!caller) throw new Unauthenticated();
        readPeriod(query, new Date());
        const viewer = await viewerOf(db, caller, scope);
        const isGzipped = takesGzip(request);
        const question = JSON.stringify([viewer, query, isGzipped]);
        const answer = await share(question, async () => {
          const report = await coverageFor(viewer, query, false);
          return packJson(coverageJson(report), isGzipped);
        });
        sendPacked(response, answer);
      },
    }),
    route({
      method: 'get',
      path: '/api/coverage/states',
      summary: 'The status of every cell in a period, as a map colours them',
      access: coverageAccess,
      query: z.strictObject({ plan: planQuery, ...periodQuery(timeZone) }),
      response: coverageStates,
      handle: async ({ caller, scope, query, request, response }) => {
        if (!caller) throw new Unauthenticated();
        readPeriod(query, new Date());
        const viewer = await viewerOf(db, caller, scope);
        const isGzipped = takesGzip(request);
        const answer = await shareStates(JSON.stringify([viewer, query, isGzipped]), async () => {
          const states = statesOf(await coverageFor(viewer, query, true));
          return packJson([Buffer.from(JSON.stringify(states))], isGzipped);
        });
        sendPacked(response, answer);
      },
    }),
    route({
      method: 'get',
      path: '/api/coverage/days',
      summary: 'How many cells met their obligations on each local day that a period touches',
      access: coverageAccess,
      query: z.strictObject({ plan: planQuery, ...periodQuery(timeZone) }),
      response: coverageDays,
      handle: async ({ caller, scope, query }) => {
        if (!caller) throw new Unauthenticated();
        const now = new Date();
        const period = readPeriod(query, now);
        const viewer = await viewerOf(db, caller, scope);
        return countDays(db, viewer, { planId: query.plan ?? null, period, now: now.getTime(), timeZone });
      },
    }),
    route({
      method: 'get',
      path: '/api/coverage/areas',
      summary: 'Which cells of a plan lie in which station or township',
      access: coverageAccess,
      query: z.strictObject({ plan: idParam }),
      response: areaCells,
      handle: async ({ caller, scope, query }) => {
        if (!caller) throw new Unauthenticated();
        const { planScope } = await viewerOf(db, caller, scope);
        const revision = await findRevision(db, planScope, query.plan);
        if (revision === undefined) throw noSuchPlan(query.plan);
        return areaCellsOf(db, scope, { id: query.plan, revision });
      },
    }),
    route({
      method: 'get',
      path: '/api/gaps',
      summary: 'Obligations that are not met at an instant, the worst first',
      access: coverageAccess,
      query: z.strictObject({
        plan: planQuery,
        at: moment(timeZone).optional(),
        kind: z.enum(gapKinds).optional(),
        bbox: boundsParam.optional(),
        ...pageQuery,
      }),
      response: gapList,
      handle: async ({ caller, scope, query, language }) => {
        if (!caller) throw new Unauthenticated();
        const viewer = await viewerOf(db, caller, scope);
        return shareGaps(JSON.stringify([viewer, query, language]), () => {
          const at = (query.at ?? new Date()).getTime();
          const question = { planId: query.plan ?? null, cellId: null, at, language, timeZone };
          return listGaps(db, viewer, question, query);
        });
      },
    }),
    route({
      method: 'get',
      path: '/api/cells/:id',
      summary: 'One cell: who is responsible, who came, what is missing',
      access: coverageAccess,
      params: z.object({ id: idParam }),
      query: z.strictObject({ plan: planQuery, ...periodQuery(timeZone) }),
      response: cellDetail,
      handle: async ({ caller, scope, params, query, language }) => {
        if (!caller) throw new Unauthenticated();
        const now = new Date();
        const question = {
          cellId: params.id,
          planId: query.plan ?? null,
          period: readPeriod(query, now),
          now: now.getTime(),
          language,
          timeZone,
        };
        return detailOf(db, caller, await viewerOf(db, caller, scope), question);
      },
    }),
  ];
}
