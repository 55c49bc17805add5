import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { idParam, pageQuery } from '../../http/parse.ts';
import { callerOf, type Route, route } from '../../http/route.ts';
import { startJob } from '../../jobs/jobs.ts';
import { getOwnPlan, requireDraft } from '../access.ts';
import { makeRepairs, makeRepairsUnlocked } from '../repairs/make-repairs.ts';
import { repairAnswer, repairRequest } from '../repairs/repair.ts';
import { makeEdit } from './apply.ts';
import { edit, editAnswer, editList } from './edit.ts';
import { stepEdit } from './history.ts';
import { findSteps, listEdits } from './queries.ts';

const params = z.object({ id: idParam });
const planners = { roles: ['planner'] } as const;

export function editRoutes(deps: Deps): Route[] {
  const { db, log } = deps;
  const step = (name: 'undo' | 'redo', summary: string) =>
    route({
      method: 'post',
      path: `/api/plans/:id/${name}`,
      summary,
      access: planners,
      params,
      body: z.strictObject({}),
      response: editAnswer,
      handle: (call) => stepEdit(db, callerOf(call), call.scope, call.params.id, name, call.language),
    });
  return [
    route({
      method: 'post',
      path: '/api/plans/:id/edits',
      summary: 'Change the cells of a draft; 409 where others changed the same cells since the revision',
      access: planners,
      params,
      body: edit,
      response: editAnswer,
      handle: (call) => makeEdit(db, callerOf(call), call.scope, call.params.id, call.body, call.language),
    }),
    route({
      method: 'get',
      path: '/api/plans/:id/edits',
      summary: 'The edits of a plan, newest first',
      access: planners,
      params,
      query: z.strictObject(pageQuery),
      response: editList,
      handle: async (call) => {
        const { id } = call.params;
        await getOwnPlan(db, call.scope, id);
        const { undo, redo } = await findSteps(db, id, callerOf(call).accountId);
        const steps = { undoable: undo !== undefined, redoable: redo !== undefined };
        return { ...(await listEdits(db, id, call.query)), ...steps };
      },
    }),
    route({
      method: 'post',
      path: '/api/plans/:id/repairs',
      summary:
        'Repair problems of a draft as one edit, or show what that would do; 409 where others changed the same cells since the revision',
      access: planners,
      params,
      body: repairRequest,
      response: repairAnswer,
      handle: async (call) => {
        const { scope, params, body, language, response } = call;
        const caller = callerOf(call);
        if (!body.job) return makeRepairs(db, caller, scope, params.id, body, language);
        requireDraft(await getOwnPlan(db, scope, params.id));
        const job = startJob(log, caller.accountId, language, (watch) =>
          makeRepairsUnlocked(db, caller, scope, params.id, body, language, watch),
        );
        response.status(202);
        return { job };
      },
    }),
    step('undo', "Undo the caller's last edit"),
    step('redo', 'Make the edit that was undone last again'),
  ];
}
