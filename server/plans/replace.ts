import type { Knex } from 'knex';
import { Conflict } from '../http/problem.ts';
import type { Plan } from './plan.ts';
import { planIndex } from './plan-index.ts';

/** A published plan of the same layer whose scope is the new plan's, or lies in it. `to` null: open. */
export type Neighbour = { id: number; name: string; from: Date; to: Date | null; isSameScope: boolean };

/**
 * How a plan that takes effect at an instant fits among its neighbours: those in force then end, and it ends itself
 * where a later one of the same scope begins. `disturbedTo` is the end of the time in which cells change.
 */
export function arrange(
  plan: Pick<Plan, 'name'>,
  from: Date,
  neighbours: readonly Neighbour[],
  timeText: (at: Date) => string,
): { to: Date | null; ended: Neighbour[]; disturbedTo: Date | null } {
  const twin = neighbours.find((neighbour) => neighbour.from.getTime() === from.getTime());
  if (twin) throw sameInstant(plan, twin, timeText(from));
  const ended = neighbours.filter(
    (neighbour) => neighbour.from < from && (neighbour.to === null || neighbour.to > from),
  );
  const later = neighbours.filter((neighbour) => neighbour.isSameScope && neighbour.from > from);
  const to = later.map((neighbour) => neighbour.from).sort((a, b) => a.getTime() - b.getTime())[0] ?? null;
  const ends = [to, ...ended.map((neighbour) => neighbour.to)];
  const disturbedTo = ends.includes(null)
    ? null
    : new Date(Math.max(...ends.map((end) => end?.getTime() ?? 0)));
  return { to, ended, disturbedTo };
}

function sameInstant(plan: Pick<Plan, 'name'>, twin: Neighbour, at: string): Conflict {
  return new Conflict(
    'same-instant',
    `The plan ${twin.name} takes effect at ${at} as well; choose another date for ${plan.name}, or put it in force now.`,
    `方案“${twin.name}”同样自 ${at} 生效，请为“${plan.name}”另选日期，或立即生效。`,
    { plan: twin.id },
  );
}

/** The published plans of the layer that the plan would replace somewhere in time. */
export async function readNeighbours(trx: Knex, plan: Plan): Promise<Neighbour[]> {
  const { rows } = await trx.raw(
    `with recursive below as (
       select id from areas where id = :scopeAreaId
       union select child.id from areas child join below on child.parent_id = below.id
     )
     select other.id, other.name, lower(other.in_force) as "from", upper(other.in_force) as "to",
       coalesce(other.scope_area_id = :scopeAreaId, false) as "isSameScope",
       coalesce(other.scope_area_id in (select id from below)
         or st_covers(scope.geometry, other_scope.interior_point), false) as "isInside",
       other.scope_area_id as "scopeAreaId", other.revision
     from plans other
     left join areas scope on scope.id = :scopeAreaId
     left join areas other_scope on other_scope.id = other.scope_area_id
     where other.layer = :layer and other.in_force is not null and other.id <> :id
     order by lower(other.in_force), other.id`,
    { id: plan.id, layer: plan.layer, scopeAreaId: plan.scopeAreaId },
  );
  const neighbours: Neighbour[] = [];
  for (const { isInside, isSameScope, scopeAreaId, revision, ...times } of rows) {
    const other = { ...times, scopeAreaId, revision };
    const areAreas = plan.scopeAreaId !== null && scopeAreaId !== null;
    if (!(areAreas ? isInside : await liesIn(trx, other, plan))) continue;
    neighbours.push({ ...times, isSameScope: areAreas ? isSameScope : await liesIn(trx, plan, other) });
  }
  return neighbours;
}

type Territory = { id: number; revision: number; scopeAreaId: number | null };

/** True where every cell of one plan has its interior point in the scope of another; for plans without a scope area. */
async function liesIn(trx: Knex, inner: Territory, outer: Territory): Promise<boolean> {
  const points: { lon: number; lat: number; inArea: boolean | null }[] = (
    await trx.raw(
      `select st_x(cells.interior_point) as lon, st_y(cells.interior_point) as lat,
         st_covers(scope.geometry, cells.interior_point) as "inArea"
       from plan_cells join cells on cells.id = plan_cells.cell_id
       left join areas scope on scope.id = :scopeAreaId where plan_cells.plan_id = :id`,
      { id: inner.id, scopeAreaId: outer.scopeAreaId },
    )
  ).rows;
  if (outer.scopeAreaId !== null) return points.every(({ inArea }) => inArea);
  const index = await planIndex(trx, outer.id, outer.revision);
  return points.every(({ lon, lat }) => index.locate(lon, lat).length > 0);
}
