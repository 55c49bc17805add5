import type { Knex } from 'knex';
import type { Caller } from '../../access/caller.ts';
import type { Scope } from '../../access/scope.ts';
import type { Deps } from '../../deps.ts';
import type { FlatPolygon } from '../../geo/wkb.ts';
import { polygonsOfWkb } from '../../geo/wkb.ts';
import { InvalidInput, type Language } from '../../http/problem.ts';
import { startJob } from '../../jobs/jobs.ts';
import { getOwnPlan, requireDraft } from '../access.ts';
import { keepCells, type PlanCell, putOutlines, putPlanCells } from '../cell-store.ts';
import { parseTemplate } from '../code-template.ts';
import { codesOfPlan, requireNumbers } from '../codes.ts';
import { recordChanges } from '../edits/record.ts';
import type { Generated, GenerateRequest, Plan } from '../plan.ts';
import { lockDraft, raisePlanRevision } from '../store.ts';
import { cellsOfSide, chooseSide, chooseTerritories } from './choose.ts';
import { type Cuts, cutsOf } from './cuts/cuts.ts';
import type { Filled } from './fill.ts';
import { noticesOf } from './notices.ts';
import { type Land, readLand } from './read-territories.ts';
import { squareGrid } from './square-grid.ts';
import { boundsOf } from './territory.ts';
import { fillInWorker, type Watch } from './thread/in-worker.ts';

/** What takes longer than people wait for is a job. */
const slowMethods: readonly GenerateRequest['method'][] = ['balanced'];
const manyCells = 5_000;
/** Of a run what has gone by when the cells are known that are no matter of balance. */
const filledShare = 0.6;

/** Fills a draft, or the land of one kind of owner in it; its former cells there are replaced. A long run is a job. */
export async function generateCells(
  { db, log }: Pick<Deps, 'db' | 'log'>,
  caller: Caller,
  scope: Scope,
  planId: number,
  request: GenerateRequest,
  language: Language,
): Promise<Generated | { job: number }> {
  const plan = await getOwnPlan(db, scope, planId);
  requireDraft(plan);
  const { accountId } = caller;
  const land = await readLand(db, requireScopeArea(plan));
  const work = (watch: Watch) => fillDraft(db, { accountId, scope, plan, land, request, language }, watch);
  if (!isLong(land, plan, request)) return work({});
  return { job: startJob(log, accountId, language, work) };
}

/** Whether it takes longer than people wait for. Throws where so many cells cannot be. */
function isLong(land: Land, plan: Plan, request: GenerateRequest): boolean {
  if (request.method !== 'square' && request.method !== 'hex') return slowMethods.includes(request.method);
  const chosen = chooseTerritories(land, request.ownerKind);
  const side = chooseSide(request, land.scope, chosen);
  const template = parseTemplate(plan.codeTemplate);
  // Half of what their size says there are at least, however ragged they are.
  for (const owner of chosen)
    requireNumbers(template, owner, Math.floor(owner.areaSquareMetres / side ** 2 / 2));
  return cellsOfSide(side, land.scope, chosen) > manyCells;
}

type Asked = {
  accountId: number | null;
  scope: Scope;
  plan: Plan;
  land: Land;
  request: GenerateRequest;
  language: Language;
};

/** Generates cells at once; `accountId` is null where nobody asked. */
export async function fillDraft(db: Knex, asked: Asked, watch: Watch = {}): Promise<Generated> {
  const { accountId, scope, plan, land, request, language } = asked;
  const chosen = chooseTerritories(land, request.ownerKind);
  const cuts = await cutsOf(db, { planId: plan.id, scope, land, chosen, request }, watch);
  const filledIds = chosen.map(({ areaId }) => areaId);
  const kept = await readKeptCells(db, plan.id, filledIds);
  const filled = await fillInWorker(
    {
      ...land,
      filledIds,
      kept: kept.map(({ polygons }) => polygons),
      cuts: cuts.lines,
      leastSquareMetres: cuts.leastSquareMetres,
    },
    watch.signal ? { signal: watch.signal } : {},
  );
  watch.onProgress?.(filledShare);
  const revision = await db.transaction(async (trx) => {
    const author = { accountId, kind: 'generate' as const, value: request };
    const made = await recordChanges(trx, plan.id, author, () =>
      store(trx, plan, { land, cuts, filled, kept }),
    );
    watch.signal?.throwIfAborted();
    return made;
  });
  return {
    created: filled.pieces.length,
    revision,
    ...(cuts.cellMetres !== undefined && { cellMetres: cuts.cellMetres }),
    ...(cuts.balance && { balance: cuts.balance }),
    notices: noticesOf(filled, land, language),
  };
}

function requireScopeArea({ scopeAreaId }: Plan): number {
  if (scopeAreaId !== null) return scopeAreaId;
  throw new InvalidInput(
    'no-scope-area',
    'The plan has no scope area to fill; import its cells, or make a plan over an area.',
    '该方案没有范围辖区，无法自动生成；请导入网格，或另建以辖区为范围的方案。',
  );
}

type KeptCell = { cellId: number; code: string; polygons: FlatPolygon[] };

/** The plan's cells on land that is not filled. */
async function readKeptCells(db: Knex, planId: number, filledIds: readonly number[]): Promise<KeptCell[]> {
  const { rows } = await db.raw(
    `select plan_cells.cell_id, plan_cells.code, st_asbinary(coalesce(plan_cells.geometry, cells.geometry)) as wkb
     from plan_cells join cells on cells.id = plan_cells.cell_id
     where plan_cells.plan_id = :planId and not coalesce(plan_cells.owner_area_id = any(:filledIds), false)
     order by plan_cells.cell_id`,
    { planId, filledIds: [...filledIds] },
  );
  return rows.map((row: { cell_id: number; code: string; wkb: Buffer }) => ({
    cellId: row.cell_id,
    code: row.code,
    polygons: polygonsOfWkb(row.wkb),
  }));
}

type Work = { land: Land; cuts: Cuts; filled: Filled; kept: KeptCell[] };

async function store(trx: Knex, plan: Plan, { land, cuts, filled, kept }: Work): Promise<number> {
  await lockDraft(trx, plan.id, plan.revision);
  const keptIds = kept.map(({ cellId }) => cellId);
  await trx.raw('delete from plan_cells where plan_id = :planId and not cell_id = any(:keptIds)', {
    planId: plan.id,
    keptIds,
  });
  await putOutlines(
    trx,
    plan.id,
    kept.map(({ cellId }, index) => ({ cellId, outline: filled.kept[index] ?? [] })),
  );
  const numbered = inOrder(filled, land, cuts);
  const cells = await keepCells(
    trx,
    numbered.map(({ polygon }) => [polygon]),
    new Set(keptIds),
  );
  const codes = await codesOfPlan(trx, plan.id);
  const ownerOf = new Map([...land.owners, land.scope].map((owner) => [owner.areaId, owner]));
  const planCells = numbered.map(({ ownerAreaId, polygon }, index): PlanCell => {
    const { cellId, differs } = cells[index] ?? { cellId: 0, differs: false };
    const outline = differs ? [polygon] : undefined;
    const before = codes.ofCell.get(cellId);
    if (before?.ownerAreaId === ownerAreaId)
      return { cellId, outline, code: before.code, name: before.name, ownerAreaId };
    const owner = ownerOf.get(ownerAreaId) ?? land.scope;
    const { code, number } = codes.next(owner);
    return { cellId, outline, code, name: `${owner.name} 第${number}格`, ownerAreaId };
  });
  await putPlanCells(trx, plan.id, planCells);
  return raisePlanRevision(trx, plan.id);
}

/** Cells are numbered from the north to the south, in a row from the west to the east. */
function inOrder({ pieces }: Filled, { scope }: Land, { cellMetres }: Cuts): Filled['pieces'] {
  const usual = Math.sqrt(scope.areaSquareMetres / Math.max(1, pieces.length));
  const grid = squareGrid(scope.polygons, cellMetres ?? usual);
  const placed = pieces.map((piece) => {
    const [west, south, east, north] = boundsOf([piece.polygon]);
    return { piece, ...grid.place((west + east) / 2, (south + north) / 2) };
  });
  return placed.sort((a, b) => a.row - b.row || a.east - b.east).map(({ piece }) => piece);
}
