import type { Knex } from 'knex';
import { z } from 'zod';
import type { Caller } from '../../access/caller.ts';
import type { Scope } from '../../access/scope.ts';
import type { Deps } from '../../deps.ts';
import { outlinePacker } from '../../geo/packed-outlines.ts';
import { type FlatPolygon, wkbOfPolygons } from '../../geo/wkb.ts';
import { InvalidInput, type Language } from '../../http/problem.ts';
import { startJob } from '../../jobs/jobs.ts';
import { getOwnPlan, requireDraft } from '../access.ts';
import { keepCells, putOutlines, putPlanCells } from '../cell-store.ts';
import { recordChanges } from '../edits/record.ts';
import { type LoadedCell, loadCells } from '../load-cells.ts';
import type { Plan } from '../plan.ts';
import { lockDraft, raisePlanRevision } from '../store.ts';
import type { AdjustedCells } from './balanced/balanced-cells.ts';
import { readLines, readPoints } from './cuts/read-layers.ts';
import type { Filled } from './fill.ts';
import { readLand } from './read-territories.ts';
import type { Territory } from './territory.ts';
import { adjustedCellsInWorker, fillInWorker, type Watch } from './thread/in-worker.ts';

/** From balance alone to moving almost nothing. */
const stabilities = [0, 1, 3, 10] as const;

export const adjustRequest = z.strictObject({
  ownerAreaId: z
    .int()
    .positive()
    .optional()
    .meta({ description: 'Only the cells of this area; of all where absent' }),
  points: z
    .int()
    .positive()
    .optional()
    .meta({ description: 'The layer of points that is to be balanced; land where absent' }),
  lines: z.int().positive().optional(),
  locked: z
    .array(z.int().positive())
    .max(5_000)
    .optional()
    .meta({ description: 'Cells that keep their outline' }),
  lockedBorders: z
    .array(z.tuple([z.int().positive(), z.int().positive()]))
    .max(5_000)
    .optional(),
  tolerance: z.number().min(0.01).max(0.5).optional(),
  seed: z.int().optional(),
  take: z
    .union([z.literal(0), z.literal(1), z.literal(3), z.literal(10)])
    .optional()
    .meta({
      description: 'The stability of the proposal that the draft is to have; where absent all are only told',
    }),
});
export type AdjustRequest = z.output<typeof adjustRequest>;

/** What a proposal would change, over all owners. */
type Proposed = {
  stability: (typeof stabilities)[number];
  movedWeight: number;
  movedShare: number;
  maxDeviation: number;
  outOfTolerance: number;
};
export type Adjusted = {
  now: Omit<Proposed, 'stability' | 'movedWeight' | 'movedShare'>;
  proposals: Proposed[];
  revision?: number;
};

type Asked = { accountId: number; scope: Scope; plan: Plan; request: AdjustRequest };

/** Begins a job that tells how a draft's cells could be brought to equal weight, or makes them so. */
export async function adjustCells(
  { db, log }: Pick<Deps, 'db' | 'log'>,
  caller: Caller,
  scope: Scope,
  planId: number,
  request: AdjustRequest,
  language: Language,
): Promise<{ job: number }> {
  const plan = await getOwnPlan(db, scope, planId);
  requireDraft(plan);
  if (plan.scopeAreaId === null) throw noScope();
  await requireLocked(db, plan, request);
  const asked = { accountId: caller.accountId, scope, plan, request };
  return { job: startJob(log, caller.accountId, language, (watch) => adjusted(db, asked, watch)) };
}

/** A lock that no longer names a cell would let go of what it was to hold. */
async function requireLocked(
  db: Knex,
  { id, name }: Plan,
  { locked = [], lockedBorders = [] }: AdjustRequest,
): Promise<void> {
  const cellIds = [...new Set([...locked, ...lockedBorders.flat()])];
  const { rows } = await db.raw(
    `select cell from unnest(cast(:cellIds as bigint[])) cell
     where not exists (select from plan_cells where plan_id = :id and cell_id = cell) order by cell`,
    { id, cellIds },
  );
  if (rows.length === 0) return;
  const missing = rows.map(({ cell }: { cell: number }) => cell).join(', ');
  throw new InvalidInput(
    'unknown-locks',
    `The plan ${name} has no cell ${missing} any more; lock what is there now.`,
    `方案“${name}”中已没有编号为 ${missing} 的网格，请重新锁定。`,
    [{ path: 'locked', reason: `no cell ${missing}` }],
  );
}

function noScope(): InvalidInput {
  return new InvalidInput(
    'no-scope-area',
    'Cells are adjusted inside of the areas of a scope; this plan has none.',
    '调整须在范围辖区内进行，该方案没有范围辖区。',
  );
}

type Share = { territory: Territory; cells: LoadedCell[]; result: AdjustedCells };

async function adjusted(db: Knex, asked: Asked, watch: Watch): Promise<Adjusted> {
  const { plan, request } = asked;
  const land = await readLand(db, plan.scopeAreaId ?? 0);
  const cells = await loadCells(db, plan.id);
  const chosen = [...land.owners, land.scope].filter(
    ({ areaId }) => request.ownerAreaId === undefined || request.ownerAreaId === areaId,
  );
  const shares = await adjustEach(db, asked, chosen, cells, watch);
  if (shares.length === 0) throw nothingToAdjust();
  const told = {
    now: worst(shares.map(({ result }) => result.now)),
    proposals: proposalsOf(shares, request),
  };
  if (request.take === undefined) return told;
  const filled = await fillAlong(land, shares, cells);
  const revision = await db.transaction(async (trx) => {
    await lockDraft(trx, plan.id, plan.revision);
    const author = { accountId: asked.accountId, kind: 'generate' as const, value: { adjust: request } };
    return recordChanges(trx, plan.id, author, () => store(trx, plan.id, shares, cells, filled));
  });
  return { ...told, revision };
}

function nothingToAdjust(): InvalidInput {
  return new InvalidInput(
    'nothing-to-adjust',
    'No area of the plan has two cells or more to be brought into balance.',
    '没有任何辖区拥有两个以上的网格可供均衡。',
    [{ path: 'ownerAreaId', reason: 'fewer than two cells' }],
  );
}

async function adjustEach(
  db: Knex,
  { scope, plan, request }: Asked,
  chosen: readonly Territory[],
  cells: readonly LoadedCell[],
  watch: Watch,
): Promise<Share[]> {
  const { points: pointLayer, lines: lineLayer, tolerance = 0.1, seed = 1, take } = request;
  const scopeId = plan.scopeAreaId ?? 0;
  const points = pointLayer === undefined ? undefined : await readPoints(db, scope, pointLayer, scopeId);
  const lines = lineLayer === undefined ? [] : await readLines(db, scope, lineLayer, scopeId);
  const shares: Share[] = [];
  for (const [index, territory] of chosen.entries()) {
    const own = cells.filter(({ ownerAreaId }) => ownerAreaId === territory.areaId);
    if (own.length < 2) continue;
    const result = await adjustedCellsInWorker(
      {
        owner: territory.polygons,
        lines,
        before: own.map(({ outline }) => outline),
        tolerance,
        seed,
        locks: locksOf(own, request),
        stabilities: take === undefined ? stabilities : [take],
        travel: territory.kind === 'community' ? 0 : 0.5,
        ...(points && { points }),
      },
      { ...watch, onProgress: (share) => watch.onProgress?.((index + share) / chosen.length) },
    );
    shares.push({ territory, cells: own, result });
  }
  return shares;
}

function locksOf(own: readonly LoadedCell[], { locked = [], lockedBorders = [] }: AdjustRequest) {
  const placeOf = new Map(own.map(({ id }, place) => [id, place]));
  return {
    cells: locked.flatMap((id) => placeOf.get(id) ?? []),
    borders: lockedBorders.flatMap(([a, b]): [number, number][] => {
      const [one, other] = [placeOf.get(a), placeOf.get(b)];
      return one === undefined || other === undefined ? [] : [[one, other]];
    }),
  };
}

function worst(metrics: readonly AdjustedCells['now'][]): Adjusted['now'] {
  return {
    maxDeviation: Math.max(...metrics.map(({ maxDeviation }) => maxDeviation)),
    outOfTolerance: metrics.reduce((sum, { cellsOutOfTolerance }) => sum + cellsOutOfTolerance, 0),
  };
}

function proposalsOf(shares: readonly Share[], { take }: AdjustRequest): Proposed[] {
  const total = shares.reduce((sum, { result: { now }, cells }) => sum + now.meanWeight * cells.length, 0);
  return (take === undefined ? stabilities : [take]).map((stability, index) => {
    const made = shares.flatMap(({ result }) => result.proposals[index] ?? []);
    const movedWeight = made.reduce((sum, proposal) => sum + proposal.movedWeight, 0);
    return {
      stability,
      movedWeight,
      movedShare: total > 0 ? movedWeight / total : 0,
      ...worst(made.map(({ metrics }) => metrics)),
    };
  });
}

/** The land cut anew along the borders of the proposals, so that cells of other owners get the vertices too. */
function fillAlong(
  land: Awaited<ReturnType<typeof readLand>>,
  shares: readonly Share[],
  cells: readonly LoadedCell[],
): Promise<Filled> {
  const filledIds = shares.map(({ territory }) => territory.areaId);
  return fillInWorker({
    ...land,
    filledIds,
    kept: keptOf(cells, shares).map(({ outline }) => outline),
    cuts: shares.flatMap(({ result }) => result.proposals[0]?.borders ?? []),
    leastSquareMetres: 1,
  });
}

const keptOf = (cells: readonly LoadedCell[], shares: readonly Share[]) => {
  const adjustedIds = new Set(shares.flatMap((share) => share.cells.map(({ id }) => id)));
  return cells.filter(({ id }) => !adjustedIds.has(id));
};

async function store(
  trx: Knex,
  planId: number,
  shares: readonly Share[],
  cells: readonly LoadedCell[],
  filled: Filled,
): Promise<number> {
  const kept = keptOf(cells, shares);
  const keptIds = kept.map(({ id }) => id);
  await trx.raw('delete from plan_cells where plan_id = :planId and not cell_id = any(:keptIds)', {
    planId,
    keptIds,
  });
  await putOutlines(
    trx,
    planId,
    kept.map(({ id }, index) => ({ cellId: id, outline: filled.kept[index] ?? [] })),
  );
  const outlines = await grouped(trx, shares, filled);
  const found = await keepCells(
    trx,
    outlines.map(({ outline }) => outline),
    new Set(keptIds),
  );
  await putPlanCells(
    trx,
    planId,
    outlines.map(({ cell, outline }, index) => {
      const { cellId, differs } = found[index] ?? { cellId: 0, differs: false };
      const { code, name, ownerAreaId, usage, enclave, households } = cell;
      return {
        cellId,
        outline: differs ? outline : undefined,
        code,
        name,
        ownerAreaId,
        usage,
        class: cell.class,
        enclave: enclave || outline.length > 1,
        households,
      };
    }),
  );
  return raisePlanRevision(trx, planId);
}

/** The pieces of each cell, by the cell of the proposal that holds their interior point: it goes on being that cell. */
async function grouped(trx: Knex, shares: readonly Share[], { pieces }: Filled) {
  const packer = outlinePacker();
  const owners: LoadedCell[] = [];
  for (const { cells, result } of shares)
    cells.forEach((cell, place) => {
      packer.add(result.proposals[0]?.cells[place] ?? []);
      owners.push(cell);
    });
  const packed = packer.pack();
  const points = await interiorPoints(
    trx,
    pieces.map(({ polygon }) => polygon),
  );
  const polygons = new Map<LoadedCell, FlatPolygon[]>();
  pieces.forEach(({ ownerAreaId, polygon }, index) => {
    const [lon, lat] = points[index] ?? [0, 0];
    let holder: LoadedCell | undefined;
    packed.holding(lon, lat, (place) => {
      if (owners[place]?.ownerAreaId === ownerAreaId) holder = owners[place];
    });
    const own = holder ?? owners.find((cell) => cell.ownerAreaId === ownerAreaId);
    if (own) polygons.set(own, [...(polygons.get(own) ?? []), polygon]);
  });
  return [...polygons].map(([cell, outline]) => ({ cell, outline }));
}

async function interiorPoints(trx: Knex, polygons: readonly FlatPolygon[]): Promise<[number, number][]> {
  const { rows } = await trx.raw(
    `select st_x(point) as lon, st_y(point) as lat
     from unnest(:wkbs::bytea[]) with ordinality as given(wkb, place)
     cross join lateral st_pointonsurface(st_geomfromwkb(wkb)) as point order by place`,
    { wkbs: polygons.map((polygon) => wkbOfPolygons([polygon])) },
  );
  return rows.map(({ lon, lat }: { lon: number; lat: number }) => [lon, lat]);
}
