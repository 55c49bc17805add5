import type { Knex } from 'knex';
import type { Scope } from '../../access/scope.ts';
import type { FlatPolygon } from '../../geo/wkb.ts';
import { polygonsOfWkb } from '../../geo/wkb.ts';
import { InvalidInput, type Language } from '../../http/problem.ts';
import { getOwnPlan, requireDraft } from '../access.ts';
import { keepCells, type PlanCell, putOutlines, putPlanCells } from '../cell-store.ts';
import { codesOfPlan } from '../codes.ts';
import type { Generated, GenerateRequest, Plan } from '../plan.ts';
import { lockDraft, raisePlanRevision } from '../store.ts';
import { chooseSide, chooseTerritories, requireSquares } from './choose.ts';
import { type Filled, fill } from './fill.ts';
import { noticesOf } from './notices.ts';
import { type Land, readLand } from './read-territories.ts';
import { type SquareGrid, squareGrid } from './square-grid.ts';
import { boundsOf } from './territory.ts';

/** A piece smaller than this share of a square joins its neighbour. */
const leastShare = 0.15;

/** Fills a draft, or the land of one kind of owner in it, with square cells; their former cells are replaced. */
export async function generateCells(
  db: Knex,
  scope: Scope,
  planId: number,
  request: GenerateRequest,
  language: Language,
): Promise<Generated> {
  const plan = await getOwnPlan(db, scope, planId);
  requireDraft(plan);
  requireSquares(request);
  const land = await readLand(db, requireScopeArea(plan));
  const chosen = chooseTerritories(land, request.ownerKind);
  const cellMetres = chooseSide(request, land.scope, chosen);
  const grid = squareGrid(land.scope.polygons, cellMetres);
  const filledIds = new Set(chosen.map(({ areaId }) => areaId));
  const kept = await readKeptCells(db, planId, filledIds);
  const filled = fill({
    ...land,
    fills: (areaId) => filledIds.has(areaId),
    kept: kept.map(({ polygons }) => polygons),
    cuts: grid.lines(
      chosen.map(({ polygons }) => boundsOf(polygons)),
      0,
    ),
    leastSquareMetres: leastShare * cellMetres ** 2,
  });
  const revision = await db.transaction((trx) => store(trx, plan, { land, grid, filled, kept }));
  return {
    created: filled.pieces.length,
    revision,
    cellMetres,
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
async function readKeptCells(db: Knex, planId: number, filledIds: Set<number>): Promise<KeptCell[]> {
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

type Work = { land: Land; grid: SquareGrid; filled: Filled; kept: KeptCell[] };

async function store(trx: Knex, plan: Plan, { land, grid, filled, kept }: Work): Promise<number> {
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
  const numbered = inOrder(filled, grid);
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
function inOrder({ pieces }: Filled, grid: SquareGrid): Filled['pieces'] {
  const placed = pieces.map((piece) => {
    const [west, south, east, north] = boundsOf([piece.polygon]);
    return { piece, ...grid.place((west + east) / 2, (south + north) / 2) };
  });
  return placed.sort((a, b) => a.row - b.row || a.east - b.east).map(({ piece }) => piece);
}
