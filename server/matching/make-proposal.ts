import type { Knex } from 'knex';
import type { Caller } from '../access/caller.ts';
import { coversArea, resolveScope, type Scope } from '../access/scope.ts';
import { labelOf, messageOf } from '../coverage/gap-words.ts';
import { type FoundGap, gapId } from '../coverage/gaps.ts';
import { viewerOf } from '../coverage/viewer.ts';
import type { Deps } from '../deps.ts';
import { InvalidInput, type Language, NotFound } from '../http/problem.ts';
import { startJob } from '../jobs/jobs.ts';
import { gather, readGaps, type Situation, usualWish } from './gather.ts';
import { refuseLocked } from './locked.ts';
import { isStaffGap, requirementOf, staffKinds } from './open-posts.ts';
import type { ProposalInput, ProposedGap } from './proposal.ts';
import { insertProposal } from './proposal-store.ts';
import { proposeInWorker } from './thread/in-worker.ts';

/** Who asks, and what they cover. */
export type Asking = { caller: Caller; scope: Scope; language: Language };

/** Begins to work out a proposal for the gaps asked for; the run answers with its number. */
export async function startProposal(
  { db, log, config: { timeZone } }: Deps,
  { caller, scope, language }: Asking,
  asked: ProposalInput,
): Promise<{ job: number }> {
  const at = asked.at ?? new Date();
  const situation: Situation = {
    viewer: await viewerFor(db, caller, scope, asked.areaId),
    peopleScope: scope,
    ...{ planId: asked.planId ?? null, cellId: null, at, language, timeZone },
  };
  const gaps = (await readGaps(db, situation)).filter((gap) => isStaffGap(gap) && isAsked(gap, asked));
  if (gaps.length === 0) throw nothingToFill();
  await refuseLocked(db, situation, gaps, asked);
  const job = startJob(log, caller.accountId, language, async (watch) => {
    const wish = { ...usualWish, ...wishOf(asked) };
    const priorities = new Map(asked.priorities?.map(({ ruleId, priority }) => [ruleId, priority]));
    const { posts, candidates, settings } = await gather(db, situation, gaps, wish, priorities);
    const pairs = { locked: asked.locked ?? [], forbidden: asked.forbidden ?? [] };
    const solution = await proposeInWorker({ posts, candidates, settings, ...pairs }, watch);
    const proposal = {
      ...{ accountId: caller.accountId, at, startsAt: asked.from ?? at },
      asked: {
        ...asked,
        maxKilometres: wish.maxKilometres,
        typicalLoad: settings.typicalLoad,
        inParts: solution.inParts,
      },
      posts: gaps.map((gap) => proposedGap(gap, at)),
    };
    return { proposal: await db.transaction((trx) => insertProposal(trx, proposal, solution)) };
  });
  return { job };
}

function wishOf({ maxKilometres, mostNewPosts, teamsTogether, twoPeople }: ProposalInput) {
  return {
    ...(maxKilometres !== undefined && { maxKilometres }),
    ...(mostNewPosts !== undefined && { mostNewPosts }),
    ...(teamsTogether !== undefined && { teamsTogether }),
    ...(twoPeople !== undefined && { twoPeople }),
  };
}

/** What the caller sees of an area alone, or all that they cover. */
async function viewerFor(db: Knex, caller: Caller, scope: Scope, areaId: number | undefined) {
  if (areaId === undefined) return viewerOf(db, caller, scope);
  const isKnown = (await db('areas').where({ id: areaId }).first('id')) !== undefined;
  if (!isKnown || !coversArea(scope, areaId))
    throw new NotFound(
      'area-not-found',
      `There is no area ${areaId} in your areas.`,
      `您的辖区内没有辖区 ${areaId}。`,
    );
  const within = { ...caller, grants: [{ role: 'chief' as const, areaId }] };
  return viewerOf(db, within, await resolveScope(db, within, { roles: ['chief'] }));
}

function isAsked(gap: FoundGap, { ruleIds, kinds, gapIds }: ProposalInput): boolean {
  return (
    (ruleIds === undefined || (gap.rule !== null && ruleIds.includes(gap.rule.id))) &&
    (kinds === undefined || staffKinds.some((kind) => kind === gap.kind && kinds.includes(kind))) &&
    (gapIds === undefined || gapIds.includes(gapId(gap)))
  );
}

function proposedGap(gap: FoundGap, at: Date): ProposedGap {
  const { position } = 'cell' in gap ? gap.cell : gap.area;
  return {
    ...{ id: gapId(gap), kind: gap.kind, ruleId: gap.rule?.id ?? null, place: labelOf(gap), position },
    messages: { en: messageOf(gap, at.getTime(), 'en'), zh: messageOf(gap, at.getTime(), 'zh') },
    ...{ missing: gap.missing, requires: requirementOf(gap) },
  };
}

function nothingToFill(): InvalidInput {
  return new InvalidInput(
    'nothing-to-fill',
    'Nothing is short of people there: choose another area, rule or time.',
    '所选范围内没有缺人的岗位，请另选辖区、规则或时间。',
    [{ path: 'areaId', reason: 'no gap of people' }],
  );
}
