import type { Knex } from 'knex';
import { cellCondition, coversArea, type Scope } from '../access/scope.ts';
import type { Selects } from './rule.ts';
import { isAboutAreas } from './selection.ts';

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

/** Whether at an instant no cell in force and no area inside of the scope is what a rule selects. */
export async function obligesNowhere(
  db: Knex,
  scope: Scope,
  { kind, selects }: { kind: 'staffing' | 'patrol'; selects: Selects },
  at: Date,
): Promise<boolean> {
  const { areaKind = null, cellUsage: usage = null, cells = null, areas = null } = selects;
  const covered = cellCondition(scope, 'cell.interior_point', 'plan_cell.owner_area_id');
  const found = isAboutAreas({ kind, selects })
    ? `select from areas area where (:everywhere or area.id = any(:scopeAreas))
         and case when cast(:areaKind as text) is null then area.id = any(:areas)
           else area.kind = :areaKind and ${insideChosen('area.interior_point', 'area.id')} end`
    : `select from plans plan join plan_cells plan_cell on plan_cell.plan_id = plan.id
       join cells cell on cell.id = plan_cell.cell_id left join areas owner on owner.id = plan_cell.owner_area_id
       where plan.in_force @> cast(:at as timestamptz) and ${covered.sql}
         and (cast(:cells as bigint[]) is null or cell.id = any(:cells))
         and (cast(:usage as text) is null or plan_cell.usage = :usage)
         and (cast(:areaKind as text) is null or owner.kind = :areaKind)
         and ${insideChosen('cell.interior_point', 'plan_cell.owner_area_id')}`;
  const { rows } = await db.raw(`${territory} select not exists (${found}) as nowhere`, {
    ...covered.bindings,
    ...{ areaKind, usage, cells, areas, at, everywhere: scope.everywhere, scopeAreas: [...scope.areaIds] },
  });
  return rows[0].nowhere;
}

/** The chosen areas with all below them. */
const territory = `with recursive territory as (
    select id from areas where id = any(:areas)
    union select child.id from areas child join territory on child.parent_id = territory.id
  )`;

/** True where no areas are chosen, too. */
const insideChosen = (point: string, owner: string) => `(cast(:areas as bigint[]) is null
  or ${owner} in (select id from territory)
  or exists (select from areas chosen where chosen.id = any(:areas) and st_covers(chosen.geometry, ${point})))`;

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
  const found = byCell
    ? `select from plan_cells plan_cell join cells cell on cell.id = plan_cell.cell_id
       join plans plan on plan.id = plan_cell.plan_id
         and (plan.in_force is null or coalesce(upper(plan.in_force), 'infinity') > :from)
       left join areas owner on owner.id = plan_cell.owner_area_id
       where plan_cell.cell_id = any(:cells) and (cast(:usage as text) is null or plan_cell.usage = :usage)
         and (cast(:areaKind as text) is null or owner.kind = :areaKind)
         and ${insideChosen('cell.interior_point', 'plan_cell.owner_area_id')}`
    : `select from areas area where area.kind = :areaKind and ${insideChosen('area.interior_point', 'area.id')}`;
  const { rows } = await db.raw(`${territory} select not exists (${found}) as nothing`, bindings);
  return rows[0].nothing;
}
