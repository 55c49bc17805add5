import { z } from 'zod';
import type { Scope } from '../access/scope.ts';
import { viewerOf } from '../coverage/viewer.ts';
import type { Deps } from '../deps.ts';
import { idParam } from '../http/parse.ts';
import type { Language } from '../http/problem.ts';
import { callerOf, type Route, route } from '../http/route.ts';
import { moment } from '../http/time.ts';
import { acceptance, acceptanceInput, acceptProposal, declineProposal } from './accept.ts';
import { usualWish } from './gather.ts';
import { type Asking, startProposal } from './make-proposal.ts';
import { proposal, proposalInput, proposalSummary } from './proposal.ts';
import { getProposal, listProposals } from './proposal-queries.ts';
import { suggestFor } from './suggest.ts';
import { suggestions } from './suggestion.ts';
import { tellProposal } from './tell-proposal.ts';

const access = { roles: ['chief'] } as const;
const params = z.strictObject({ id: idParam });

/** Who could fill which gap, one by one and for many at once. */
export function matchingRoutes(deps: Deps): Route[] {
  const {
    db,
    config: { timeZone },
  } = deps;
  return [
    route({
      method: 'get',
      path: '/api/assignment-suggestions',
      summary:
        'Who could close a gap, the best first, with reasons; who could not, and what would have to give way',
      access,
      query: z.strictObject({
        gap: z.string().min(1).max(200),
        plan: idParam.optional(),
        at: moment(timeZone).optional(),
        kilometres: z.coerce.number().min(1).max(1_000).optional(),
        limit: z.coerce.number().int().min(1).max(100).default(10),
      }),
      response: suggestions,
      handle: async (call) => {
        const { scope, language, query } = call;
        const { gap, plan = null, at = new Date(), kilometres, limit } = query;
        const viewer = await viewerOf(db, callerOf(call), scope);
        const situation = { viewer, peopleScope: scope, planId: plan, at, language, timeZone };
        const wish = { ...usualWish, ...(kilometres !== undefined && { maxKilometres: kilometres }), limit };
        return suggestFor(db, situation, gap, wish);
      },
    }),
    route({
      method: 'post',
      path: '/api/assignment-proposals',
      summary: 'Work out who should fill many gaps at once; the run ends with the number of the proposal',
      access,
      body: proposalInput(timeZone),
      response: z.object({ job: z.int() }),
      status: 202,
      handle: (call) => startProposal(deps, asking(call), call.body),
    }),
    route({
      method: 'get',
      path: '/api/assignment-proposals',
      summary: "The caller's latest proposals",
      access,
      response: z.object({ proposals: z.array(proposalSummary) }),
      handle: async (call) => ({ proposals: await listProposals(db, callerOf(call).accountId) }),
    }),
    route({
      method: 'get',
      path: '/api/assignment-proposals/:id',
      summary: 'A proposal: who goes where and why, what it costs, what stays unmet and why',
      access,
      params,
      response: proposal,
      handle: async (call) => {
        const stored = await getProposal(db, callerOf(call).accountId, call.params.id);
        return tellProposal(db, call.scope, stored, call.language);
      },
    }),
    route({
      method: 'post',
      path: '/api/assignment-proposals/:id/acceptance',
      summary: 'Assign those suggested, all or some; whom something stands against by now is told',
      access,
      params,
      body: acceptanceInput,
      response: acceptance,
      handle: (call) => acceptProposal(deps, asking(call), call.params.id, call.body.positions),
    }),
    route({
      method: 'post',
      path: '/api/assignment-proposals/:id/refusal',
      summary: 'Lay suggestions aside, all or some',
      access,
      params,
      body: acceptanceInput,
      status: 204,
      handle: (call) => declineProposal(deps, asking(call), call.params.id, call.body.positions),
    }),
  ];
}

type Call = Parameters<typeof callerOf>[0] & { scope: Scope; language: Language };

function asking(call: Call): Asking {
  return { caller: callerOf(call), scope: call.scope, language: call.language };
}
