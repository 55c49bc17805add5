import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { idParam, pageQuery } from '../http/parse.ts';
import { callerOf, type Route, route } from '../http/route.ts';
import {
  crosswalk,
  leastPairShareByDefault,
  mismatches,
  mismatchKinds,
  pairClasses,
} from './crosswalk/crosswalk.ts';
import { crosswalkOf, mismatchesOf } from './crosswalk/list.ts';
import { mismatchRepair } from './crosswalk/repair.ts';
import { repairMismatches } from './crosswalk/repair-mismatches.ts';
import { editAnswer } from './edits/edit.ts';
import { renumber } from './renumber.ts';
import {
  changeKinds,
  difference,
  differenceFeatures,
  differenceQuery,
  leastShareByDefault,
} from './versions/difference.ts';
import { lineage, lineageOf } from './versions/lineage.ts';
import { differenceFeaturesOf, differenceOf } from './versions/list.ts';

const params = z.object({ id: idParam, other: idParam });
const largestPage = 10_000;
const pageOf = {
  limit: z.coerce.number().int().min(1).max(largestPage).default(1_000),
  cursor: pageQuery.cursor,
};
const shareFrom = (byDefault: number) => z.coerce.number().min(0).max(1).default(byDefault);

/** What plans have to do with each other: versions of one layer, and the two layers. */
export function versionRoutes({ db }: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/plans/:id/diff/:other',
      summary: 'What became of every cell from one plan to another, and whose assignments that touches',
      access: 'signed-in',
      params,
      query: differenceQuery,
      response: difference,
      handle: (call) =>
        differenceOf(db, callerOf(call), call.scope, { ...call.params, leastShare: call.query.leastShare }),
    }),
    route({
      method: 'get',
      path: '/api/plans/:id/diff/:other/features',
      summary:
        'The changed cells as features: removed ones as they were, all others as they are in the other plan',
      access: 'signed-in',
      params,
      query: z.strictObject({
        kind: z.enum(changeKinds).optional(),
        leastShare: shareFrom(leastShareByDefault),
        ...pageOf,
      }),
      response: differenceFeatures,
      handle: ({ query: { leastShare, ...page }, ...call }) =>
        differenceFeaturesOf(db, callerOf(call), call.scope, { ...call.params, leastShare }, page),
    }),
    route({
      method: 'get',
      path: '/api/plans/:id/cells/:cell/lineage',
      summary: 'What the land of a cell was in each plan in force before, back to the first',
      access: 'signed-in',
      params: z.object({ id: idParam, cell: idParam }),
      query: differenceQuery,
      response: lineage,
      handle: ({ scope, params: asked, query }) => lineageOf(db, scope, { ...asked, ...query }),
    }),
    route({
      method: 'post',
      path: '/api/plans/:id/renumber',
      summary:
        'Number the new cells of a draft by its template; published codes stay, and none is given twice',
      access: { roles: ['planner'] },
      params: z.object({ id: idParam }),
      body: z.strictObject({}),
      response: z.object({ renumbered: z.int(), revision: z.int() }),
      handle: (call) => renumber(db, callerOf(call), call.scope, call.params.id),
    }),
    route({
      method: 'get',
      path: '/api/plans/:id/crosswalk/:other',
      summary: 'Which cells of two layers share land, and how they correspond',
      access: 'signed-in',
      params,
      query: z.strictObject({
        class: z.enum(pairClasses).optional(),
        leastShare: shareFrom(leastPairShareByDefault),
        ...pageOf,
      }),
      response: crosswalk,
      handle: ({ scope, params: plans, query: { leastShare, ...asked } }) =>
        crosswalkOf(db, scope, { ...plans, leastShare }, asked),
    }),
    route({
      method: 'get',
      path: '/api/plans/:id/crosswalk/:other/features',
      summary: 'Where two layers do not fit: crossings, slivers, and land that is in one layer only',
      access: 'signed-in',
      params,
      query: z.strictObject({
        kind: z.enum(mismatchKinds).optional(),
        leastShare: shareFrom(leastPairShareByDefault),
        ...pageOf,
      }),
      response: mismatches,
      handle: ({ scope, params: plans, language, query: { leastShare, ...asked } }) =>
        mismatchesOf(db, scope, { ...plans, leastShare }, asked, language),
    }),
    route({
      method: 'post',
      path: '/api/plans/:id/crosswalk/:other/repairs',
      summary: 'Move borders of a police draft onto those of a community plan, or show what that would do',
      access: { roles: ['planner'] },
      params,
      body: mismatchRepair,
      response: editAnswer,
      handle: (call) =>
        repairMismatches(db, callerOf(call), call.scope, call.params, call.body, call.language),
    }),
  ];
}
