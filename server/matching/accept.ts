import type { Knex } from 'knex';
import { z } from 'zod';
import { assignMany } from '../assignments/assign-many.ts';
import { gapId } from '../coverage/gaps.ts';
import { holdStaff } from '../database/revision.ts';
import type { Deps } from '../deps.ts';
import { Conflict, Problem } from '../http/problem.ts';
import { lockPeople } from '../people/store.ts';
import { lookAgain, lookAt, type Seen } from './acceptance-look.ts';
import { madeBy, notJoinedAt } from './acceptance-queries.ts';
import { readPeople } from './candidate-queries.ts';
import { candidateOf } from './candidates.ts';
import { postKey, usualWish } from './gather.ts';
import type { Asking } from './make-proposal.ts';
import { openPosts } from './open-posts.ts';
import { ownAreas } from './own-areas.ts';
import type { StoredProposal } from './proposal.ts';
import { getProposal } from './proposal-queries.ts';
import { lockProposal, setStates } from './proposal-store.ts';
import { settle, toldRefusals } from './settle.ts';
import { type Item, type NotTaken, type Present, stillNeeded } from './still-needed.ts';

export const acceptanceInput = z.strictObject({
  positions: z
    .array(z.int().positive())
    .max(10_000)
    .optional()
    .describe('Which suggestions; all that are open where it is absent'),
});

export const acceptance = z.object({
  accepted: z.int(),
  ids: z.array(z.int()).meta({ description: 'The assignments made' }),
  change: z.int().nullable().meta({ description: 'The step that made them, which can be taken back' }),
  refused: z.array(
    z.object({ position: z.int(), reason: z.string(), message: z.string(), personId: z.int() }),
  ),
});
type Acceptance = z.output<typeof acceptance>;

/**
 * Makes assignments of what is taken of a proposal, as things are now: what somebody else has filled or entered
 * meanwhile, and who does not fit any more, is told, the rest goes in, in one transaction. People and the staff as a whole
 * are held while it runs, so that of two who fill the same post, by proposals or by hand, the second is told.
 */
export async function acceptProposal(
  { db, config: { timeZone } }: Deps,
  asking: Asking,
  id: number,
  positions: readonly number[] | undefined,
): Promise<Acceptance> {
  const { caller, language } = asking;
  const seen = await lookAt(db, asking, timeZone, await getProposal(db, caller.accountId, id));
  return db.transaction(async (trx) => {
    await lockProposal(trx, id);
    const proposal = await getProposal(trx, caller.accountId, id);
    const items = chosen(proposal, positions);
    const people = [...new Set(items.map(({ personId }) => personId))];
    await lockPeople(trx, people);
    await holdStaff(trx);
    const now = await lookAgain(trx, asking, timeZone, proposal, seen);
    const present = await readPresentOf(trx, asking, timeZone, { proposal, people, items, now });
    const { needed, refused } = stillNeeded(items, present, postKey, language);
    const entered = await enter(trx, asking, timeZone, needed, now.at);
    const notTaken = [...refused, ...entered.refused];
    await setStates(trx, id, {
      accepted: entered.accepted,
      refused: notTaken.map(({ position }) => position),
    });
    const { ids, change } = entered;
    return { accepted: ids.length, ids, change, refused: notTaken };
  });
}

type Taken = { proposal: StoredProposal; people: readonly number[]; items: readonly Item[]; now: Seen };

/** The posts and people of suggestions as they are at the instant. */
async function readPresentOf(
  trx: Knex,
  { scope }: Asking,
  timeZone: string,
  { proposal: { asked }, people, items, now: { at, gaps } }: Taken,
): Promise<Present> {
  const keys = new Set(items.flatMap(({ gapIds }) => gapIds.map(postKey)));
  const facts = await readPeople(trx, scope, at, timeZone, people);
  const notJoined = await notJoinedAt(trx, people, at, timeZone);
  const touched = gaps.filter((gap) => keys.has(postKey(gapId(gap))));
  const ownAreasOf = await ownAreas(trx, touched, timeZone);
  const settings = { ...usualWish, typicalLoad: asked.typicalLoad ?? {} };
  return {
    posts: new Map(
      openPosts(touched, facts, new Map(), () => 'normal', ownAreasOf).map((post) => [
        postKey(post.gapId),
        post,
      ]),
    ),
    candidates: new Map(facts.map((person) => [person.id, candidateOf(person, settings, () => false)])),
    notJoined: new Set(notJoined),
    typicalLoad: asked.typicalLoad ?? null,
    locked: asked.locked ?? [],
  };
}

/** Lays suggestions aside; nothing is made of them. */
export async function declineProposal(
  { db }: Deps,
  { caller }: Asking,
  id: number,
  positions: readonly number[] | undefined,
): Promise<void> {
  await db.transaction(async (trx) => {
    await lockProposal(trx, id);
    const items = chosen(await getProposal(trx, caller.accountId, id), positions);
    await setStates(trx, id, { declined: items.map(({ position }) => position) });
  });
}

function chosen(
  { suggestions }: StoredProposal,
  positions: readonly number[] | undefined,
): StoredProposal['suggestions'] {
  const open = suggestions.filter(({ state }) => state === 'open');
  const wanted = positions === undefined ? open : open.filter(({ position }) => positions.includes(position));
  if (wanted.length > 0) return wanted;
  throw new Conflict(
    'nothing-open',
    'None of these suggestions is open any more: they were accepted or laid aside.',
    '所选建议均已处理（已采纳或已搁置）。',
  );
}

type Entered = { ids: number[]; change: number | null; accepted: number[]; refused: NotTaken[] };

async function enter(
  trx: Knex,
  { caller, scope, language }: Asking,
  timeZone: string,
  items: readonly Item[],
  from: Date,
): Promise<Entered> {
  const nothing = { ids: [], change: null };
  if (items.length === 0) return { ...nothing, accepted: [], refused: [] };
  const rows = items.map(({ personId, cellId, areaId, role }) => ({
    personId,
    cellId,
    areaId,
    role,
    from,
    to: null,
  }));
  const step = { scope, accountId: caller.accountId, mode: 'skip' as const, telling: { language, timeZone } };
  try {
    const { ids, change, skipped } = await assignMany(trx, step, rows);
    const told = toldRefusals.parse(skipped);
    return { ids, change, ...settle(items, await madeBy(trx, change), told, language) };
  } catch (error) {
    if (!(error instanceof Problem) || error.slug !== 'assignments-refused') throw error;
    const told = toldRefusals.parse(error.extra['refusals']);
    return { ...nothing, ...settle(items, [], told, language) };
  }
}
