import type { Knex } from 'knex';
import { cellCondition, coversArea, type Scope } from '../access/scope.ts';
import type { Selects } from './rule.ts';

/** Those of the areas that are unknown or outside of the scope. */
export async function areasOutside(db: Knex, scope: Scope, ids: readonly number[]): Promise<number[]> {
  const known = new Set<number>(
    await db('areas')
      .whereIn('id', [...ids])
      .pluck('id'),
  );
  return ids.filter((id) => !known.has(id) || !coversArea(scope, id));
}

/** Those of the cells that no plan holds, or that lie outside of the scope. */
export async function cellsOutside(db: Knex, scope: Scope, ids: readonly number[]): Promise<number[]> {
  const covered = cellCondition(scope, 'cell.interior_point', 'plan_cell.owner_area_id');
  const { rows } = await db.raw(
    `select distinct cell.id from cells cell join plan_cells plan_cell on plan_cell.cell_id = cell.id
     where cell.id = any(:ids) and ${covered.sql}`,
    { ...covered.bindings, ids },
  );
  const known = new Set<number>(rows.map((row: { id: number }) => row.id));
  return ids.filter((id) => !known.has(id));
}

/**
 * True where cells or areas are chosen by name and the other conditions leave none of them, or where every chosen cell
 * is retired before the rule begins. A draft may still come into force.
 */
export async function selectsNothing(
  db: Knex,
  { areaKind, cellUsage, cells, areas }: Selects,
  from: Date,
): Promise<boolean> {
  const byCell = cells !== undefined || cellUsage !== undefined;
  if (cells === undefined && (areas === undefined || byCell || areaKind === undefined)) return false;
  const bindings = {
    areaKind: areaKind ?? null,
    usage: cellUsage ?? null,
    cells: cells ?? [],
    areas: areas ?? null,
    from,
  };
  const covered = (point: string, owner: string) => `(cast(:areas as bigint[]) is null
    or ${owner} in (select id from territory)
    or exists (select from areas chosen where chosen.id = any(:areas) and st_covers(chosen.geometry, ${point})))`;
  const territory = `with recursive territory as (
      select id from areas where id = any(:areas)
      union select child.id from areas child join territory on child.parent_id = territory.id
    )`;
  const found = byCell
    ? `select from plan_cells plan_cell join cells cell on cell.id = plan_cell.cell_id
       join plans plan on plan.id = plan_cell.plan_id
         and (plan.in_force is null or coalesce(upper(plan.in_force), 'infinity') > :from)
       left join areas owner on owner.id = plan_cell.owner_area_id
       where plan_cell.cell_id = any(:cells) and (cast(:usage as text) is null or plan_cell.usage = :usage)
         and (cast(:areaKind as text) is null or owner.kind = :areaKind)
         and ${covered('cell.interior_point', 'plan_cell.owner_area_id')}`
    : `select from areas area where area.kind = :areaKind and ${covered('area.interior_point', 'area.id')}`;
  const { rows } = await db.raw(`${territory} select not exists (${found}) as nothing`, bindings);
  return rows[0].nothing;
}
