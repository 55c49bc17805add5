import type { Knex } from 'knex';
import { z } from 'zod';
import { assignMany } from '../assignments/assign-many.ts';
import { refusal } from '../assignments/refusal.ts';
import { gapId } from '../coverage/gaps.ts';
import { viewerOf } from '../coverage/viewer.ts';
import type { Deps } from '../deps.ts';
import { Conflict, type Language, Problem } from '../http/problem.ts';
import { postKey, readGaps } from './gather.ts';
import type { Asking } from './make-proposal.ts';
import type { StoredProposal } from './proposal.ts';
import { getProposal } from './proposal-queries.ts';
import { lockProposal, setStates } from './proposal-store.ts';

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
type Item = StoredProposal['suggestions'][number];
type Refusal = Acceptance['refused'][number];

/**
 * Makes assignments of what is taken of a proposal, as things are now: what somebody else has filled or entered meanwhile
 * is told, the rest goes in, in one transaction.
 */
export async function acceptProposal(
  { db, config: { timeZone } }: Deps,
  { caller, scope, language }: Asking,
  id: number,
  positions: readonly number[] | undefined,
): Promise<Acceptance> {
  return db.transaction(async (trx) => {
    await lockProposal(trx, id);
    const proposal = await getProposal(trx, caller.accountId, id);
    const items = chosen(proposal, positions);
    const from = new Date(Math.max(proposal.startsAt.getTime(), Date.now()));
    const viewer = await viewerOf(trx, caller, scope);
    const place = { planId: proposal.asked.planId ?? null, cellId: null };
    const gaps = await readGaps(trx, { viewer, peopleScope: scope, ...place, at: from, language, timeZone });
    const open = new Map(gaps.map((gap) => [postKey(gapId(gap)), gap.missing]));
    const { needed, filled } = stillNeeded(items, open, language);
    const entered = await enter(trx, { caller, scope, language }, timeZone, needed, from);
    const refused = [...filled, ...entered.refused];
    const refusedAt = new Set(refused.map(({ position }) => position));
    await setStates(trx, id, {
      accepted: needed.map(({ position }) => position).filter((position) => !refusedAt.has(position)),
      refused: [...refusedAt],
    });
    return { accepted: entered.ids.length, ids: entered.ids, change: entered.change, refused };
  });
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

function chosen({ suggestions }: StoredProposal, positions: readonly number[] | undefined): Item[] {
  const open = suggestions.filter(({ state }) => state === 'open');
  const wanted = positions === undefined ? open : open.filter(({ position }) => positions.includes(position));
  if (wanted.length > 0) return wanted;
  throw new Conflict(
    'nothing-open',
    'None of these suggestions is open any more: they were accepted or laid aside.',
    '所选建议均已处理（已采纳或已搁置）。',
  );
}

/** Those of whom some gap still lacks somebody, one place after the other. */
function stillNeeded(items: readonly Item[], open: Map<string, number>, language: Language) {
  const needed: Item[] = [];
  const filled: Refusal[] = [];
  for (const item of items) {
    const keys = item.gapIds.map(postKey);
    if (keys.some((key) => (open.get(key) ?? 0) > 0)) {
      needed.push(item);
      for (const key of keys) open.set(key, (open.get(key) ?? 0) - 1);
    } else {
      const { position, personId } = item;
      const message =
        language === 'zh'
          ? '该岗位已由他人补上，不再缺人。'
          : 'Somebody else has filled this post meanwhile.';
      filled.push({ position, personId, reason: 'filled-meanwhile', message });
    }
  }
  return { needed, filled };
}

type Entered = { ids: number[]; change: number | null; refused: Refusal[] };

async function enter(
  trx: Knex,
  { caller, scope, language }: Asking,
  timeZone: string,
  items: readonly Item[],
  from: Date,
): Promise<Entered> {
  if (items.length === 0) return { ids: [], change: null, refused: [] };
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
    return { ids, change, refused: toldAt(items, skipped) };
  } catch (error) {
    if (!(error instanceof Problem) || error.slug !== 'assignments-refused') throw error;
    const told = z.array(
      refusal.pick({ reason: true, message: true, personId: true, cellId: true, areaId: true }),
    );
    return { ids: [], change: null, refused: toldAt(items, told.parse(error.extra['refusals'])) };
  }
}

type Told = Pick<z.output<typeof refusal>, 'reason' | 'message' | 'personId' | 'cellId' | 'areaId'>;

function toldAt(items: readonly Item[], told: readonly Told[]): Refusal[] {
  return items.flatMap(({ position, personId, cellId, areaId }) => {
    const found = told.find(
      (one) => one.personId === personId && one.cellId === cellId && one.areaId === areaId,
    );
    return found ? [{ position, personId, reason: found.reason, message: found.message }] : [];
  });
}
