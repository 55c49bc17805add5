import type { Knex } from 'knex';
import type { Caller } from '../../access/caller.ts';
import type { Scope } from '../../access/scope.ts';
import type { Bounds } from '../../geo/position.ts';
import { Conflict, InvalidInput, type Language } from '../../http/problem.ts';
import { type Draft, getOwnPlan, lockOwnDraft } from '../access.ts';
import { storeProved } from '../edits/apply.ts';
import { boundsOfGeometry } from '../edits/bounds-of-geometry.ts';
import type { Change } from '../edits/change.ts';
import { requireUntouched } from '../edits/conflict.ts';
import type { EditAnswer } from '../edits/edit.ts';
import { readSurroundings } from '../edits/near-proof.ts';
import { readEditsSince } from '../edits/queries.ts';
import { boundsOf } from '../generate/territory.ts';
import { repairsInWorker, type Watch } from '../generate/thread/in-worker.ts';
import { type LoadedCell, loadCells, loadCellsIn, loadCellsOf } from '../load-cells.ts';
import type { Finding } from '../proof/finding.ts';
import { keyOf } from '../proof/problems.ts';
import { provePlan } from '../proof/prove.ts';
import { areAllThere, chosenFindings } from './chosen-findings.ts';
import type { RepairRequest } from './repair.ts';
import { type RepairInput, workOutRepairs } from './work-out.ts';

/**
 * Repairs findings of a draft as one edit; with `preview` the answer says what it would do, and nothing is kept. Throws
 * Conflict where somebody changed the same cells, or the findings, since the revision that was named.
 */
export async function makeRepairs(
  db: Knex,
  caller: Caller,
  scope: Scope,
  planId: number,
  request: RepairRequest,
  language: Language,
): Promise<EditAnswer> {
  return inTrial(db, request, async (trx) => {
    const plan = await lockOwnDraft(trx, scope, planId);
    await requireRevision(trx, plan, request);
    const repairs = await repairsOf(trx, plan, request);
    await requireOwnCells(trx, scope, plan, request, repairs);
    const answer = await storeProved(trx, caller, plan, repairs, language);
    requireCure(repairs, request, answer);
    return answer;
  });
}

/** So often repairs are worked out anew where somebody changes the same cells meanwhile; then with the draft locked. */
const mostAttempts = 2;

/** Of a run what has gone by when its repairs are known, and of that what has when the plan is proved. */
const [workedOutShare, provedShare] = [0.55, 0.5];

/** The watch over a part of a run, from one share of it to another. */
const within = ({ onProgress, ...watch }: Watch, from: number, to: number): Watch => ({
  ...watch,
  ...(onProgress && { onProgress: (share: number) => onProgress(from + (to - from) * share) }),
});

/**
 * As {@link makeRepairs}, for what takes long: the draft is locked only when the repairs are known, so that others and,
 * on the embedded database, everybody can go on.
 */
export async function makeRepairsUnlocked(
  db: Knex,
  caller: Caller,
  scope: Scope,
  planId: number,
  request: RepairRequest,
  language: Language,
  watch: Watch,
): Promise<EditAnswer> {
  let asked = request;
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const seen = await getOwnPlan(db, scope, planId);
    await requireRevision(db, seen, asked);
    const repairs = await repairsOf(db, seen, asked, within(watch, 0, workedOutShare));
    const answer = await inTrial(db, request, async (trx) => {
      const plan = await lockOwnDraft(trx, scope, planId);
      if (!(await isStillRight(trx, plan, seen.revision, repairs))) return undefined;
      await requireOwnCells(trx, scope, plan, asked, repairs);
      const { box } = repairs.near;
      const near = { box, cells: await loadCellsIn(trx, plan.id, box) };
      const storing = within(watch, workedOutShare, 1);
      const made = await storeProved(trx, caller, plan, { ...repairs, near, watch: storing }, language);
      requireCure(repairs, request, made);
      watch.signal?.throwIfAborted();
      return made;
    });
    if (answer) return answer;
    // Ids count within the revision that is gone; all findings are those that there are now.
    if ('all' in asked) asked = { ...asked, revision: undefined };
    else asked = { ...asked, problems: repairs.findings.map(keyOf) };
  }
  return makeRepairs(db, caller, scope, planId, asked, language);
}

/** Where cells lie on each other or come back to themselves, two of them alone cannot always be matched. */
function requireCure({ findings }: Repairs, request: RepairRequest, answer: EditAnswer): void {
  if ('all' in request || !answer.isProved || answer.cured.length > 0) return;
  if (findings.every(({ kind }) => kind === 'unmatched-edge')) throw curesNothing();
}

const curesNothing = () =>
  new InvalidInput(
    'repair-cures-nothing',
    'This by itself cannot be repaired here; repair all errors together, or reshape the cells there.',
    '此处无法单独修复；请一并修复全部错误，或在此处调整网格边界。',
  );

/** Whether repairs worked out at a revision go with the draft as it is: others' edits were of other cells, elsewhere. */
async function isStillRight(
  trx: Knex,
  plan: Draft,
  revision: number,
  { change, findings }: Repairs,
): Promise<boolean> {
  const edits = await readEditsSince(trx, plan.id, revision);
  // What is not an edit, such as other codes for all, can be anywhere.
  if (edits.length !== plan.revision - revision) return false;
  const mine = new Set([...change.removed.map(({ id }) => id), ...findings.flatMap(({ cells }) => cells)]);
  if (edits.some(({ removed, changed }) => [...removed, ...changed].some((id) => mine.has(id)))) return false;
  const theirs = await loadCellsOf(
    trx,
    plan.id,
    edits.flatMap(({ changed }) => changed),
  );
  const boxes = change.made.map(({ outline }) => boundsOf(outline));
  return !theirs.some(({ outline }) => {
    const [west, south, east, north] = boundsOf(outline);
    return boxes.some(([w, s, e, n]) => w <= east && e >= west && s <= north && n >= south);
  });
}

/** Does some work in a transaction, of which a preview keeps nothing. */
async function inTrial<T>(
  db: Knex,
  { preview }: Pick<RepairRequest, 'preview'>,
  work: (trx: Knex) => Promise<T>,
): Promise<T> {
  const trx = await db.transaction();
  try {
    const answer = await work(trx);
    await (preview ? trx.rollback() : trx.commit());
    return answer;
  } catch (error) {
    if (!trx.isCompleted()) await trx.rollback();
    throw error;
  }
}

type Repairs = {
  kind: 'repair';
  value: unknown;
  change: Change;
  near: { cells: LoadedCell[]; box: Bounds };
  findings: readonly Finding[];
};

/** The edit that repairs what is asked for, of the findings that it repairs. */
async function repairsOf(db: Knex, plan: Draft, request: RepairRequest, watch: Watch = {}): Promise<Repairs> {
  const proof = await provePlan(db, plan);
  watch.signal?.throwIfAborted();
  watch.onProgress?.(provedShare);
  const { revision = plan.revision } = request;
  if (revision < plan.revision && !areAllThere(proof, request)) throw await planChanged(db, plan, revision);
  const findings = chosenFindings(proof, request);
  const { preview: _, revision: __, job: ___, ...value } = request;
  const near = await loadAround(db, plan, findings);
  const input: RepairInput = {
    near,
    around: isWhole(plan, request, proof) ? 'whole' : await readSurroundings(db, plan, near.cells, near.box),
    asked: { findings, choice: request.choice, isAllGaps: isAllGaps(plan, request) },
  };
  const change = renumbered(await workOut(input, within(watch, provedShare, 1)), near.cells, findings);
  if (change.removed.length + change.made.length === 0 && !change.exclusions) throw curesNothing();
  return { kind: 'repair', value, change, near, findings };
}

const isNamedByKey = (request: RepairRequest): boolean =>
  'problems' in request && request.problems.every((problem) => typeof problem === 'string');

/** Findings that are named by their keys can be told at any later revision. */
async function requireRevision(db: Knex, plan: Draft, request: RepairRequest): Promise<void> {
  const { revision } = request;
  if (revision === undefined || revision === plan.revision) return;
  if (revision > plan.revision || !isNamedByKey(request)) throw await planChanged(db, plan, revision);
}

/** Throws where somebody changed cells that repairs change after the revision that the findings were read at. */
async function requireOwnCells(
  trx: Knex,
  scope: Scope,
  plan: Draft,
  { revision = plan.revision }: RepairRequest,
  { change }: Repairs,
): Promise<void> {
  if (revision >= plan.revision) return;
  await requireUntouched(
    trx,
    scope,
    plan.id,
    revision,
    change.removed.map(({ id }) => id),
  );
}

/** The refusal of problems that are not what they were, with who changed what. */
async function planChanged(db: Knex, plan: Draft, revision: number): Promise<Conflict> {
  const edits = (await readEditsSince(db, plan.id, revision)).slice(-20);
  const who = [...new Set(edits.flatMap(({ by }) => by ?? []))];
  return new Conflict(
    'plan-changed',
    `${who.join(', ') || 'Somebody'} changed the plan meanwhile; read its problems again and repeat.`,
    `该方案刚被${who.join('、') || '他人'}修改，请重新检查问题后再修复。`,
    {
      plan: plan.id,
      revision: plan.revision,
      edits: edits.map(({ id, kind, by, at }) => ({ edit: id, kind, by, at })),
    },
  );
}

/** More findings than this are looked at with the whole plan. */
const manyFindings = 200;

async function loadAround(db: Knex, plan: Draft, findings: readonly Finding[]) {
  if (findings.length > manyFindings || plan.scopeAreaId === null) {
    const cells = await loadCells(db, plan.id);
    return { cells, box: boundsOf(cells.flatMap(({ outline }) => outline)) };
  }
  const named = await loadCellsOf(
    db,
    plan.id,
    findings.flatMap(({ cells }) => cells),
  );
  const boxes = [
    ...findings.map(({ geometry }) => boundsOfGeometry(geometry)),
    boundsOf(named.flatMap(({ outline }) => outline)),
  ];
  const box = boxes.reduce(
    (all, [west, south, east, north]): Bounds => [
      Math.min(all[0], west),
      Math.min(all[1], south),
      Math.max(all[2], east),
      Math.max(all[3], north),
    ],
  );
  return { cells: await loadCellsIn(db, plan.id, box), box };
}

/** To start a thread takes as long as to repair some findings among this many cells. */
const manyCells = 1_000;

/** In a thread, so that the server goes on answering while it works out repairs among many cells. */
function workOut(input: RepairInput, watch: Watch): Promise<Change> {
  if (input.near.cells.length < manyCells) return workOutRepairs(input, watch);
  const { around } = input;
  if (around === 'whole') return repairsInWorker(input, watch);
  const { scope, owners, exclusions } = around;
  return repairsInWorker({ ...input, around: { scope, owners, exclusions } }, watch);
}

/** True where all gaps of a plan that is its own scope are asked for; in an area all of its land without a cell is told of. */
const isAllGaps = ({ scopeAreaId }: Draft, request: RepairRequest) =>
  scopeAreaId === null && 'all' in request && (request.kind ?? 'gap') === 'gap';

const isOfTiling = ({ kind }: Finding) =>
  kind === 'gap' || kind === 'overlap' || kind === 'invalid' || kind === 'unmatched-edge';

/**
 * True where all land between cells may go to any of them: in a plan that is its own scope, of which everything is
 * repaired, or the borders that do not match when nothing else is wrong between cells. Elsewhere owners and the scope say
 * what goes where, and findings are repaired one after the other.
 */
function isWhole({ scopeAreaId }: Draft, request: RepairRequest, proof: readonly Finding[]): boolean {
  if (scopeAreaId !== null || !('all' in request)) return false;
  const tiling = proof.filter(isOfTiling);
  if (request.kind === undefined)
    return tiling.length > 0 && !proof.some(({ kind }) => kind === 'crosses-owner');
  return request.kind === 'unmatched-edge' && tiling.every(({ kind }) => kind === request.kind);
}

/** New codes for all but the first of those that share one, and for malformed ones. */
function renumbered(change: Change, cells: readonly LoadedCell[], findings: readonly Finding[]): Change {
  const ids = findings.flatMap(({ kind, cells: named }) => {
    if (kind === 'duplicate-code') return named.slice(1);
    return kind === 'malformed-code' ? named : [];
  });
  const wanted = new Set(ids);
  const untouched = cells.filter((cell) => wanted.has(cell.id) && !change.removed.includes(cell));
  return {
    ...change,
    removed: [...change.removed, ...untouched],
    made: [
      ...change.made.map((made) =>
        made.continues && wanted.has(made.continues.id) ? { ...made, renumber: true as const } : made,
      ),
      ...untouched.map((cell) => ({ outline: cell.outline, continues: cell, renumber: true as const })),
    ],
  };
}
