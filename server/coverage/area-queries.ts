import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import type { Covers } from '../rules/selection.ts';
import type { GroundArea } from './gaps.ts';
import type { JudgedPlan } from './judged-plans.ts';

/**
 * The areas that the scope covers. Those that cells belong to are barren while none of theirs is in the plans: since the
 * last published plan that had one ended, or since the area is known.
 */
export async function groundAreas(
  db: Knex,
  scope: Scope,
  { plans, asked, at }: { plans: readonly JudgedPlan[]; asked: JudgedPlan | null; at: number },
): Promise<GroundArea[]> {
  const { rows } = await db.raw(
    `with recursive held as (
       select distinct plan_cells.owner_area_id as id from plan_cells where plan_id = any(:planIds)
     ), wanted as (
       select id from areas where cast(:planScopeId as bigint) is null and cast(:isAsked as boolean) = false
       union select id from areas where id = :planScopeId
       union select area.id from areas area join wanted on area.parent_id = wanted.id
     ), reached as (
       select id from wanted
       union select area.id from areas area join areas plan_scope
         on plan_scope.id = :planScopeId and st_covers(plan_scope.geometry, area.interior_point)
     )
     select area.id, area.kind, area.code, area.name,
       array[round(st_x(area.interior_point)::numeric, 7)::float8, round(st_y(area.interior_point)::numeric, 7)::float8]
         as position,
       array[st_xmin(area.geometry), st_ymin(area.geometry), st_xmax(area.geometry), st_ymax(area.geometry)] as bounds,
       case when area.kind in ('village', 'community', 'forest')
         and area.id in (select id from reached) and area.id not in (select id from held where id is not null)
         and not exists (select from areas child where child.parent_id = area.id
           and child.id in (select id from held where id is not null))
         and not exists (select from cells join plan_cells on plan_cells.cell_id = cells.id
           where plan_cells.plan_id = any(:planIds) and st_covers(area.geometry, cells.interior_point))
         then round(extract(epoch from greatest(least(area.created_at, :at), (
           select max(upper(plans.in_force)) from plan_cells join plans on plans.id = plan_cells.plan_id
           where plan_cells.owner_area_id = area.id and upper(plans.in_force) <= :at))) * 1000)::float8
         end as "barrenSince"
     from areas area where cast(:everywhere as boolean) or area.id = any(:areaIds)
     order by area.id`,
    {
      planIds: plans.map(({ id }) => id),
      planScopeId: asked?.scopeAreaId ?? null,
      isAsked: asked !== null,
      at: new Date(at),
      everywhere: scope.everywhere,
      areaIds: scope.areaIds,
    },
  );
  return rows;
}

/** Asks once which areas the rules' areas cover: descendants, and those with their interior point inside. */
export async function areaCoverOf(db: Knex, areaIds: readonly number[]): Promise<Covers> {
  if (areaIds.length === 0) return () => false;
  const { rows } = await db.raw(
    `with recursive territory as (
       select id as root, id from areas where id = any(:areaIds)
       union select territory.root, child.id from areas child join territory on child.parent_id = territory.id
     )
     select root, json_agg(id) as ids from (
       select root, id from territory
       union select covering.id, area.id from areas covering
         join areas area on st_covers(covering.geometry, area.interior_point)
       where covering.id = any(:areaIds)
     ) covered group by root`,
    { areaIds },
  );
  const covered = new Map<number, Set<number>>(
    rows.map(({ root, ids }: { root: number; ids: number[] }) => [root, new Set(ids)]),
  );
  return (areaId, placeId) => covered.get(areaId)?.has(placeId) ?? false;
}
