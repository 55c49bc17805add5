import type { Knex } from 'knex';
import type { Caller } from '../../access/caller.ts';
import type { Scope } from '../../access/scope.ts';
import { readOutline } from '../../geo/geojson.ts';
import type { Bounds } from '../../geo/position.ts';
import type { FlatPolygon } from '../../geo/wkb.ts';
import { InvalidInput, type Language, Problem } from '../../http/problem.ts';
import { type Draft, lockOwnDraft } from '../access.ts';
import { flatten } from '../clean/clean-records.ts';
import { boundsOf } from '../generate/territory.ts';
import type { Watch } from '../generate/thread/in-worker.ts';
import { type LoadedCell, loadCellsIn, loadCellsOf } from '../load-cells.ts';
import { answerOf } from './answer.ts';
import { type Change, isRefusal, type Refusal } from './change.ts';
import { compareFindings } from './compare-findings.ts';
import { requireUntouched } from './conflict.ts';
import { draw } from './draw.ts';
import type { Draw, Edit, EditAnswer } from './edit.ts';
import { merge } from './merge.ts';
import {
  proveAlone,
  proveNear,
  readNoSurroundings,
  readSurroundings,
  type Surroundings,
} from './near-proof.ts';
import { loadAlone, loadNeighbourhood, type Neighbourhood, namedCells } from './neighbourhood.ts';
import { ownerOfDrawing } from './owner-of-drawing.ts';
import { remove } from './remove.ts';
import { reshapeAlong } from './reshape-along.ts';
import { reshapeVertices } from './reshape-vertices.ts';
import { requireFreeCode, setAttributes } from './set.ts';
import { split } from './split.ts';
import { storeChange } from './store.ts';
import { refuseTangles } from './tangles.ts';

/**
 * Makes one edit of a draft in one transaction, with the proof of its neighbourhood before and after. Nothing of it is
 * kept where it is refused, or where others changed the same cells since the revision that it was made on.
 */
export async function makeEdit(
  db: Knex,
  caller: Caller,
  scope: Scope,
  planId: number,
  edit: Edit,
  language: Language,
): Promise<EditAnswer> {
  return db.transaction(async (trx) => {
    const plan = await lockOwnDraft(trx, scope, planId);
    requireKnownRevision(edit, plan);
    const drawn = edit.kind === 'draw' ? readDrawing(edit.polygon, language) : [];
    const isAlone = edit.kind === 'set' && edit.set.ownerAreaId === undefined;
    const near = isAlone
      ? await loadAlone(trx, plan.id, edit)
      : await loadNeighbourhood(trx, plan.id, edit, drawn);
    await requireNamed(trx, scope, plan, edit, near);
    const change = await changeOf(trx, scope, plan, edit, near, drawn);
    const touched = isRefusal(change) ? near.cells : change.removed;
    await requireUntouched(
      trx,
      scope,
      plan.id,
      edit.revision,
      touched.map(({ id }) => id),
    );
    if (isRefusal(change)) throw refusal(change);
    requireChange(change);
    const around = edit.kind === 'draw' ? await widened(trx, plan.id, near, change) : near;
    const { revision: _, ...value } = edit;
    return storeProved(
      trx,
      caller,
      plan,
      { kind: edit.kind, value, change, near: { ...around, isAlone } },
      language,
    );
  });
}

/** Stores a change and answers what it did, with what is wrong nearby and was not before. */
export async function storeProved(
  trx: Knex,
  caller: Caller,
  plan: Draft,
  work: {
    kind: EditAnswer['edit']['kind'];
    value: unknown;
    change: Change;
    near: Omit<Neighbourhood, 'named'> & { isAlone?: boolean };
    watch?: Watch;
  },
  language: Language,
): Promise<EditAnswer> {
  const { kind, value, change, near, watch = {} } = work;
  const passed = (share: number) => {
    watch.signal?.throwIfAborted();
    watch.onProgress?.(share);
  };
  const surroundings = near.isAlone
    ? await readNoSurroundings(trx, plan.id)
    : await readSurroundings(trx, plan, near.cells, near.box);
  const prove = async (cells: LoadedCell[], around: Surroundings, touched: readonly number[]) => ({
    cells,
    findings: near.isAlone
      ? await proveAlone(trx, cells, around)
      : await proveNear(trx, cells, near.box, around, new Set(touched)),
  });
  const removed = change.removed.map(({ id }) => id);
  const before = await prove(near.cells, surroundings, removed);
  passed(0.6);
  const made = await storeChange(trx, plan, { accountId: caller.accountId, kind, value }, change, near.cells);
  passed(0.7);
  const cells = near.isAlone
    ? await loadCellsOf(trx, plan.id, made.changed)
    : await loadCellsIn(trx, plan.id, near.box);
  const now = change.exclusions ? await readSurroundings(trx, plan, near.cells, near.box) : surroundings;
  const after = await prove(cells, now, made.changed);
  refuseTangles(before.findings, after.findings, kind);
  return answerOf(trx, caller, plan.id, made, compareFindings(before, after), language);
}

async function changeOf(
  trx: Knex,
  scope: Scope,
  plan: Draft,
  edit: Edit,
  { cells, named }: Neighbourhood,
  drawn: readonly FlatPolygon[],
): Promise<Change | Refusal> {
  switch (edit.kind) {
    case 'draw':
      return drawOn(trx, scope, plan, cells, edit, drawn);
    case 'split':
      return split(cells, edit);
    case 'merge':
      return merge(cells, edit);
    case 'delete':
      return remove(cells, edit);
    case 'set':
      return setAttributes(trx, scope, plan, named, edit.set);
    case 'reshape':
      if (edit.line && edit.cell !== undefined) return reshapeAlong(cells, edit.cell, edit.line.coordinates);
      return reshapeVertices(cells, edit);
  }
}

async function drawOn(
  trx: Knex,
  scope: Scope,
  plan: Draft,
  cells: readonly LoadedCell[],
  { ownerAreaId, exclusion = false, set = {} }: Draw,
  drawn: readonly FlatPolygon[],
): Promise<Change | Refusal> {
  if (set.code !== undefined) await requireFreeCode(trx, plan, [], set.code);
  const owner = await ownerOfDrawing(trx, scope, plan, drawn, ownerAreaId);
  return draw(cells, { polygons: owner?.polygons ?? drawn, ownerAreaId: owner?.areaId, exclusion, set });
}

/** Nothing is stored, and nothing that was undone is forgotten, for an edit that changes nothing. */
function requireChange({ removed, made, exclusions }: Change): void {
  if (removed.length > 0 || made.length > 0 || exclusions) return;
  throw new InvalidInput('nothing-changed', 'The edit changes nothing.', '该修改没有改变任何内容。');
}

/** The neighbourhood as far as the changed cells reach: a drawing may cut cells far larger than itself. */
async function widened(trx: Knex, planId: number, near: Neighbourhood, change: Change) {
  const outlines = [...change.removed, ...change.made].flatMap(({ outline }) => outline);
  const [west, south, east, north] = boundsOf(outlines);
  const box: Bounds = [
    Math.min(near.box[0], west),
    Math.min(near.box[1], south),
    Math.max(near.box[2], east),
    Math.max(near.box[3], north),
  ];
  return { box, cells: await loadCellsIn(trx, planId, box) };
}

function readDrawing(polygon: unknown, language: Language): FlatPolygon[] {
  const read = readOutline(polygon);
  if ('outline' in read) return flatten(read.outline);
  const { kind, english, chinese, path } = read.fault;
  const reason = language === 'zh' ? chinese : english;
  throw new InvalidInput(kind, english, chinese, [{ path: ['polygon', path].join('.'), reason }]);
}

function requireKnownRevision(edit: Edit, { revision }: Draft): void {
  const half = edit.kind === 'reshape' && (edit.line === undefined) !== (edit.cell === undefined);
  const both = edit.kind === 'reshape' && edit.line && (edit.moves ?? edit.inserts ?? edit.removes);
  const none =
    edit.kind === 'reshape' &&
    !edit.line &&
    !edit.moves?.length &&
    !edit.inserts?.length &&
    !edit.removes?.length;
  if (half || both || none)
    throw new InvalidInput(
      'reshape-what',
      'A reshape has either a cell and a line, or moves, inserts or removes of vertices.',
      'reshape 须给出 cell 与 line，或给出顶点的 moves、inserts、removes。',
      [
        {
          path: half ? (edit.kind === 'reshape' && edit.line ? 'cell' : 'line') : 'line',
          reason: 'see the sentence',
        },
      ],
    );
  if (edit.revision <= revision) return;
  throw new InvalidInput(
    'revision-ahead',
    `The plan is at revision ${revision}, not yet at ${edit.revision}.`,
    `方案当前修订号为 ${revision}，尚未到 ${edit.revision}。`,
    [{ path: 'revision', reason: `at most ${revision}` }],
  );
}

/** Cells that are named and not in the plan were changed meanwhile, or never were. */
async function requireNamed(trx: Knex, scope: Scope, plan: Draft, edit: Edit, { named }: Neighbourhood) {
  const known = new Set(named.map(({ id }: LoadedCell) => id));
  const missing = namedCells(edit).filter((id) => !known.has(id));
  if (missing.length === 0) return;
  await requireUntouched(trx, scope, plan.id, edit.revision, missing);
  throw new InvalidInput(
    'cell-not-found',
    `The plan has no cell ${missing.join(', ')}.`,
    `方案中没有网格 ${missing.join('、')}。`,
    missing.map((id) => ({ path: edit.kind === 'reshape' ? 'cell' : 'cells', reason: `no cell ${id}` })),
  );
}

function refusal({ refused, english, chinese, place }: Refusal): Problem {
  return new Problem(422, refused, english, chinese, { errors: [], ...(place && { place }) });
}
