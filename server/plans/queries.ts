import type { Knex } from 'knex';
import { z } from 'zod';
import { cellCondition, type Scope } from '../access/scope.ts';
import type { Bounds } from '../geo/position.ts';
import { decodeCursor, encodeCursor } from '../http/parse.ts';
import type { CellFeature, Layer, Plan } from './plan.ts';

export type PlanFilter = {
  layer?: Layer | undefined;
  status?: Plan['status'] | undefined;
  scope?: number | undefined;
  at?: Date | undefined;
  limit: number;
  cursor?: string | undefined;
};

const planStatus = `case when plans.status = 'published' and upper(plans.in_force) <= now() then 'retired'
  else plans.status end`;

const planColumns = `plans.id, plans.name, plans.layer, ${planStatus} as status, plans.revision,
  plans.scope_area_id as "scopeAreaId", lower(plans.in_force) as "from", upper(plans.in_force) as "to",
  (select count(*)::int from plan_cells where plan_cells.plan_id = plans.id) as cells,
  case when plans.scope_area_id is not null
    then (select array[st_xmin(geometry), st_ymin(geometry), st_xmax(geometry), st_ymax(geometry)]
      from areas where areas.id = plans.scope_area_id)
    else (select case when count(*) > 0
        then array[min(st_xmin(cells.geometry)), min(st_ymin(cells.geometry)),
          max(st_xmax(cells.geometry)), max(st_ymax(cells.geometry))] end
      from plan_cells join cells on cells.id = plan_cells.cell_id where plan_cells.plan_id = plans.id) end as bounds,
  plans.from_plan_id as "fromPlanId", plans.unions_of_plan_id as "unionsOfPlanId", plans.code_template as "codeTemplate", plans.limits`;

/** The plans that reach into the caller's areas, newest first. */
export async function listPlans(
  db: Knex,
  scope: Scope,
  filter: PlanFilter,
): Promise<{ plans: Plan[]; next: string | null }> {
  const [beforeId] = decodeCursor(z.tuple([z.int()]), filter.cursor) ?? [Number.MAX_SAFE_INTEGER];
  const visible = planCondition(scope);
  const { rows } = await db.raw(
    `select ${planColumns} from plans
     where plans.id < :beforeId and ${visible.sql}
       and (:layer::text is null or plans.layer = :layer)
       and (:status::text is null or ${planStatus} = :status)
       and (:scopeArea::bigint is null or plans.scope_area_id = :scopeArea)
       and (:at::timestamptz is null or plans.in_force @> :at::timestamptz)
     order by plans.id desc limit :limit`,
    {
      ...visible.bindings,
      beforeId,
      layer: filter.layer ?? null,
      status: filter.status ?? null,
      scopeArea: filter.scope ?? null,
      at: filter.at ?? null,
      limit: filter.limit + 1,
    },
  );
  const plans: Plan[] = rows.slice(0, filter.limit).map(toPlan);
  const last = plans.at(-1);
  return { plans, next: rows.length > filter.limit && last ? encodeCursor([last.id]) : null };
}

/** The plan, where it reaches into the caller's areas. */
export async function findPlan(db: Knex, scope: Scope, id: number): Promise<Plan | undefined> {
  const visible = planCondition(scope);
  const { rows } = await db.raw(`select ${planColumns} from plans where plans.id = :id and ${visible.sql}`, {
    ...visible.bindings,
    id,
  });
  return rows[0] && toPlan(rows[0]);
}

/** The revision of a plan that reaches into the caller's areas, without counting its cells. */
export async function findRevision(db: Knex, scope: Scope, id: number): Promise<number | undefined> {
  const visible = planCondition(scope);
  const { rows } = await db.raw(`select plans.revision from plans where plans.id = :id and ${visible.sql}`, {
    ...visible.bindings,
    id,
  });
  return rows[0]?.revision;
}

function toPlan(row: Omit<Plan, 'from' | 'to'> & { from: Date | null; to: Date | null }): Plan {
  return { ...row, from: row.from?.toISOString() ?? null, to: row.to?.toISOString() ?? null };
}

/** Plans over an area that the scope covers, or that covers some of the scope; without one, plans with a covered cell. */
export function planCondition(scope: Scope): { sql: string; bindings: Record<string, unknown> } {
  if (scope.everywhere) return { sql: 'true', bindings: {} };
  const cells = cellCondition(scope, 'cells.interior_point', 'plan_cells.owner_area_id');
  return {
    sql: `(plans.scope_area_id = any(:scopeAreaIds)
      or plans.scope_area_id in (
        with recursive above as (
          select id, parent_id from areas where id = any(:scopeGrantedIds)
          union select area.id, area.parent_id from areas area join above on area.id = above.parent_id
        ) select id from above)
      or exists (select from areas plan_area join areas granted on granted.id = any(:scopeGrantedIds)
        where plan_area.id = plans.scope_area_id and st_covers(plan_area.geometry, granted.interior_point))
      or (plans.scope_area_id is null and exists (
        select from plan_cells join cells on cells.id = plan_cells.cell_id
        where plan_cells.plan_id = plans.id and ${cells.sql})))`,
    bindings: { ...cells.bindings, scopeAreaIds: scope.areaIds, scopeGrantedIds: scope.grantedIds },
  };
}

export type CellFilter = {
  bbox?: Bounds | undefined;
  ids?: number[] | undefined;
  limit: number;
  cursor?: string | undefined;
};

/** The plan's cells that the scope covers, by id, a page at a time, with every digit that is stored. */
export async function listCells(
  db: Knex,
  scope: Scope,
  planId: number,
  filter: CellFilter,
): Promise<{ type: 'FeatureCollection'; features: CellFeature[]; next: string | null }> {
  const [afterId] = decodeCursor(z.tuple([z.int()]), filter.cursor) ?? [0];
  const covered = cellCondition(scope, 'cells.interior_point', 'plan_cells.owner_area_id');
  const [west, south, east, north] = filter.bbox ?? [-180, -90, 180, 90];
  const { rows } = await db.raw(
    `select ${featureColumns} from plan_cells join cells on cells.id = plan_cells.cell_id
     where plan_cells.plan_id = :planId and cells.id > :afterId and ${covered.sql}
       and (:everywhere or cells.geometry && st_makeenvelope(:west, :south, :east, :north, 4326))
       and (cast(:ids as bigint[]) is null or cells.id = any(:ids))
     order by cells.id limit :limit`,
    {
      ...covered.bindings,
      planId,
      afterId,
      everywhere: filter.bbox === undefined,
      ids: filter.ids ?? null,
      west,
      south,
      east,
      north,
      limit: filter.limit + 1,
    },
  );
  const features = rows.slice(0, filter.limit).map(toFeature(planId));
  const last = features.at(-1);
  const next = rows.length > filter.limit && last ? encodeCursor([last.id]) : null;
  return { type: 'FeatureCollection', features, next };
}

const featureColumns = `cells.id, st_asgeojson(coalesce(plan_cells.geometry, cells.geometry), 17) as outline,
  plan_cells.code, plan_cells.name, plan_cells.owner_area_id as "ownerAreaId", plan_cells.usage, plan_cells.class,
  cells.area_square_metres as "areaSquareMetres", plan_cells.households, plan_cells.enclave`;

type FeatureRow = { id: number; outline: string } & Omit<CellFeature['properties'], 'planId'>;

const toFeature =
  (planId: number) =>
  ({ id, outline, ...properties }: FeatureRow): CellFeature => ({
    type: 'Feature',
    id,
    geometry: JSON.parse(outline),
    properties: { planId, ...properties },
  });

/** Those of these cells that the plan has and the scope covers, by id. */
export async function readCells(
  db: Knex,
  scope: Scope,
  planId: number,
  cellIds: readonly number[],
): Promise<CellFeature[]> {
  const covered = cellCondition(scope, 'cells.interior_point', 'plan_cells.owner_area_id');
  const { rows } = await db.raw(
    `select ${featureColumns} from plan_cells join cells on cells.id = plan_cells.cell_id
     where plan_cells.plan_id = :planId and cells.id = any(:cellIds) and ${covered.sql} order by cells.id`,
    { ...covered.bindings, planId, cellIds: [...cellIds] },
  );
  return rows.map(toFeature(planId));
}

/** The plan's cells that lie where a cell lies that may not be in it any more. */
export async function listCellsMeeting(
  db: Knex,
  scope: Scope,
  planId: number,
  cellId: number,
): Promise<CellFeature[]> {
  const covered = cellCondition(scope, 'cells.interior_point', 'plan_cells.owner_area_id');
  const { rows } = await db.raw(
    `select ${featureColumns} from cells was
     join cells on cells.geometry && was.geometry and st_relate(cells.geometry, was.geometry, 'T********')
     join plan_cells on plan_cells.cell_id = cells.id and plan_cells.plan_id = :planId
     where was.id = :cellId and ${covered.sql} order by cells.id limit 50`,
    { ...covered.bindings, planId, cellId },
  );
  return rows.map(toFeature(planId));
}
