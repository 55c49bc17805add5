import { z } from 'zod';
import type { Caller } from '../access/caller.ts';
import type { Scope } from '../access/scope.ts';
import type { Deps } from '../deps.ts';
import { idParam } from '../http/parse.ts';
import type { Language } from '../http/problem.ts';
import { callerOf, type Route, route } from '../http/route.ts';
import type { Step } from './assign-many.ts';
import { assignmentBatch, endingInput, moveInput } from './assignment.ts';
import { assignBatch } from './batch.ts';
import { listOwnChanges, ownChange } from './change-queries.ts';
import type { ConflictMode } from './conflicts.ts';
import { refusal } from './refusal.ts';
import { rehome, rehomingOf } from './rehoming/rehome.ts';
import { acceptance, rehoming } from './rehoming/rehoming.ts';
import { transfer } from './transfer.ts';
import { undoChange } from './undo.ts';

const access = { roles: ['chief'] } as const;
const params = z.strictObject({ id: idParam });
const skipped = {
  skippedCount: z.int(),
  skipped: z.array(refusal).meta({ description: 'At most the first thousand' }),
};
const entered = z.object({
  created: z.int(),
  ids: z.array(z.int()),
  change: z.int().meta({ description: 'By which the step can be taken back' }),
  shortened: z.array(
    z.object({
      personId: z.int(),
      cellId: z.int().nullable(),
      areaId: z.int().nullable(),
      from: z.iso.datetime(),
      to: z.iso.datetime().nullable(),
      by: z.enum(['plan', 'leaving']),
    }),
  ),
  ...skipped,
});
const transferred = z.object({
  change: z.int(),
  ended: z.int(),
  withdrawn: z.int().meta({ description: 'Had not begun, so they are gone' }),
  created: z.int(),
  ids: z.array(z.int()),
  ...skipped,
});

type Call = { caller: Caller | undefined; scope: Scope; language: Language };

/** What is done to many assignments in one step, and how a step is taken back. */
export function changeRoutes({ db, config: { timeZone } }: Deps): Route[] {
  const stepOf = (call: Call, mode: ConflictMode): Step => ({
    scope: call.scope,
    accountId: callerOf(call).accountId,
    mode,
    telling: { language: call.language, timeZone },
  });
  return [
    route({
      method: 'post',
      path: '/api/assignments/batch',
      summary:
        'Assign several people to several cells or areas: all, or with conflicts=skip all against which nothing stands',
      access,
      body: assignmentBatch(timeZone),
      response: entered,
      status: 201,
      handle: (call) => assignBatch(db, stepOf(call, call.body.conflicts), call.body),
    }),
    route({
      method: 'post',
      path: '/api/assignments/end',
      summary: 'End several assignments; what has not begun is taken away',
      access,
      body: endingInput(timeZone),
      response: transferred,
      handle: ({ body: { ids, at = new Date(), conflicts }, ...call }) =>
        transfer(
          db,
          stepOf(call, conflicts),
          'end',
          ids.map((assignmentId) => ({ assignmentId, at, places: [] })),
        ),
    }),
    route({
      method: 'post',
      path: '/api/assignments/move',
      summary: 'Let several assignments end and go on in another cell or area',
      access,
      body: moveInput(timeZone),
      response: transferred,
      handle: ({ body: { ids, at = new Date(), cellId = null, areaId = null, conflicts }, ...call }) =>
        transfer(
          db,
          stepOf(call, conflicts),
          'move',
          ids.map((assignmentId) => ({ assignmentId, at, places: [{ cellId, areaId }] })),
        ),
    }),
    route({
      method: 'get',
      path: '/api/assignments/changes',
      summary: 'Your latest steps that entered, moved or ended assignments',
      access,
      query: z.strictObject({ limit: z.coerce.number().int().min(1).max(100).default(10) }),
      response: z.object({ changes: z.array(ownChange) }),
      handle: async ({ query, ...call }) => ({
        changes: await listOwnChanges(db, callerOf(call).accountId, query.limit),
      }),
    }),
    route({
      method: 'post',
      path: '/api/assignments/changes/:id/undo',
      summary:
        'Take back a step of yours: what has not begun goes, what has begun ends, what was ended runs on',
      access,
      params,
      response: z.object({ withdrawn: z.int(), ended: z.int(), restored: z.int(), ...skipped }),
      handle: (call) => undoChange(db, stepOf(call, 'skip'), call.params.id),
    }),
    route({
      method: 'get',
      path: '/api/plans/:id/rehoming',
      summary: 'Assignments whose cell is not in a published plan any more, with the cells proposed instead',
      access,
      params,
      response: rehoming,
      handle: ({ scope, params: { id } }) => rehomingOf(db, scope, id),
    }),
    route({
      method: 'post',
      path: '/api/plans/:id/rehoming',
      summary: 'Let assignments end with the former plan and go on in cells of this one',
      access,
      params,
      body: acceptance,
      response: transferred,
      handle: ({ body, ...call }) => rehome(db, stepOf(call, body.conflicts), call.params.id, body.homes),
    }),
  ];
}
