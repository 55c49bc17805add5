import type { Knex } from 'knex';
import type { Caller } from '../../access/caller.ts';
import type { Scope } from '../../access/scope.ts';
import { Conflict, InvalidInput, type Language } from '../../http/problem.ts';
import { type Draft, getPlan, lockOwnDraft } from '../access.ts';
import { storeProved } from '../edits/apply.ts';
import type { EditAnswer } from '../edits/edit.ts';
import { readSurroundings } from '../edits/near-proof.ts';
import { boundsOf } from '../generate/territory.ts';
import { loadCellsIn, loadCellsOf } from '../load-cells.ts';
import type { Plan } from '../plan.ts';
import { mismatchPlaces } from './list.ts';
import { type MismatchRepair, snappedKinds } from './repair.ts';
import { snapToCommunities } from './snap.ts';
import type { Mismatch } from './walk.ts';

/**
 * Moves borders of a police draft onto those of the community plan where the two cross, as one edit; with `preview` the
 * answer says what it would do, and nothing is kept.
 */
export async function repairMismatches(
  db: Knex,
  caller: Caller,
  scope: Scope,
  { id, other: otherId }: { id: number; other: number },
  request: MismatchRepair,
  language: Language,
): Promise<EditAnswer> {
  const trx = await db.transaction();
  try {
    const plan = await lockOwnDraft(trx, scope, id);
    const other = await getPlan(trx, scope, otherId);
    requireLayers(plan, other);
    requireRevisions(plan, other, request);
    const asked = { id, other: otherId, leastShare: request.leastShare };
    const places = chosen(await mismatchPlaces(trx, scope, asked), request);
    const near = await loadAround(trx, plan, other, places);
    const change = snapToCommunities(near.cells, near.communities, near.pairs, near.surroundings);
    if (change.made.length === 0) throw nothingToMove();
    const { preview, revision: _, otherRevision: __, ...value } = request;
    const work = { kind: 'repair' as const, value: { ...value, crosswalk: otherId }, change, near };
    const answer = await storeProved(trx, caller, plan, work, language);
    await (preview ? trx.rollback() : trx.commit());
    return answer;
  } catch (error) {
    if (!trx.isCompleted()) await trx.rollback();
    throw error;
  }
}

function requireLayers(plan: Draft, other: Plan): void {
  if (plan.layer === 'police' && other.layer === 'community') return;
  throw new InvalidInput(
    'police-follows-community',
    'Borders of a police draft follow those of a community plan: name the police draft first.',
    '由警格草案的边界对齐网格（社区）方案的边界，请以警格草案为第一个方案。',
    [{ path: 'id', reason: 'not a police draft beside a community plan' }],
  );
}

function requireRevisions(plan: Draft, other: Plan, { revision, otherRevision }: MismatchRepair): void {
  const changed = [[plan, revision] as const, [other, otherRevision] as const].find(
    ([now, seen]) => seen !== undefined && seen !== now.revision,
  );
  if (!changed) return;
  throw new Conflict(
    'plan-changed',
    'Somebody changed one of the plans meanwhile; read the crosswalk again and repeat.',
    '其中一个方案刚被他人修改，请重新读取警网对应后再修复。',
    { plan: changed[0].id, revision: changed[0].revision },
  );
}

const isSnapped = ({ kind }: Mismatch) => snappedKinds.some((one) => one === kind);

function chosen(places: readonly Mismatch[], request: MismatchRepair): Mismatch[] {
  if ('all' in request) {
    const wanted = places.filter(
      (place) => isSnapped(place) && (request.kind === undefined || place.kind === request.kind),
    );
    if (wanted.length > 0) return wanted;
    throw nothingToMove();
  }
  return [...new Set(request.mismatches)].map((id) => {
    const place = places[id - 1];
    if (place && isSnapped(place)) return place;
    throw new InvalidInput(
      'mismatch-not-found',
      `There is no mismatch ${id} between cells of both plans now; read the crosswalk again.`,
      `两个方案之间已没有编号为 ${id} 的网格不一致，请重新读取警网对应。`,
      [{ path: 'mismatches', reason: `no crossing or sliver ${id}` }],
    );
  });
}

function nothingToMove(): InvalidInput {
  return new InvalidInput(
    'nothing-to-repair',
    'No border can be moved here without dividing or dissolving a cell, or crossing the border of its area.',
    '此处无法只靠移动边界解决：移动会切开或取消网格，或越过其辖区边界。',
  );
}

/** The police cells around some mismatches, and the community cells of these with the pairs by their places. */
async function loadAround(trx: Knex, plan: Draft, other: Plan, places: readonly Mismatch[]) {
  const idsOf = (side: 'one' | 'other') => [...new Set(places.flatMap((place) => place[side]?.id ?? []))];
  const named = await loadCellsOf(trx, plan.id, idsOf('one'));
  const communities = await loadCellsOf(trx, other.id, idsOf('other'));
  const box = boundsOf([...named, ...communities].flatMap(({ outline }) => outline));
  const cells = await loadCellsIn(trx, plan.id, box);
  const placeOf = (list: readonly { id: number }[]) => new Map(list.map(({ id }, place) => [id, place]));
  const [police, community] = [placeOf(cells), placeOf(communities)];
  const pairs = places.flatMap((place) => {
    const [one, two] = [police.get(place.one?.id ?? 0), community.get(place.other?.id ?? 0)];
    return one === undefined || two === undefined ? [] : [{ cell: one, community: two }];
  });
  const surroundings = await readSurroundings(trx, plan, cells, box);
  return { box, cells, communities: communities.map(({ outline }) => outline), pairs, surroundings };
}
