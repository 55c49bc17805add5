import type { Knex } from 'knex';
import type { FoundGap } from '../coverage/gaps.ts';
import { viewerOf } from '../coverage/viewer.ts';
import { readPresent } from '../obligations/ground-queries.ts';
import { readNow } from './acceptance-queries.ts';
import { readGaps } from './gather.ts';
import type { Asking } from './make-proposal.ts';
import type { StoredProposal } from './proposal.ts';

/** The gaps at the instant from which suggestions are taken, and the counters by which they are found to be old. */
export type Seen = { at: Date; gaps: readonly FoundGap[]; counters: string };

/**
 * The gaps now, or at the beginning of what is proposed. Outside of a transaction they come from what is held, which
 * costs little; inside of one everything is read.
 */
export async function lookAt(
  db: Knex,
  { caller, scope, language }: Asking,
  timeZone: string,
  { asked, startsAt }: StoredProposal,
): Promise<Seen> {
  // The counters come first, so that what changes while the gaps are read makes them old.
  const counters = await readCounters(db);
  const now = await readNow(db);
  const at = startsAt > now ? startsAt : now;
  const viewer = await viewerOf(db, caller, scope);
  const place = { planId: asked.planId ?? null, cellId: null };
  return {
    at,
    gaps: await readGaps(db, { viewer, peopleScope: scope, ...place, at, language, timeZone }),
    counters,
  };
}

/** The same while people and places are held; what was seen before is still right where no counter has moved. */
export async function lookAgain(
  trx: Knex,
  asking: Asking,
  timeZone: string,
  proposal: StoredProposal,
  seen: Seen,
): Promise<Seen> {
  // The counters say nothing of a draft.
  const isSame = proposal.asked.planId === undefined && (await readCounters(trx)) === seen.counters;
  return isSame ? seen : lookAt(trx, asking, timeZone, proposal);
}

async function readCounters(db: Knex): Promise<string> {
  return JSON.stringify(await readPresent(db));
}
