import type { Knex } from 'knex';
import { type Land, ownerKinds, readLand, readTerritories } from './generate/read-territories.ts';
import type { LoadedCell } from './load-cells.ts';

export type PlanOwner = { areaId: number; code: string | null; name: string };

/**
 * The area that owns each cell: the smallest village, community or forest area around its interior point, else the
 * plan's scope where it holds the point or nothing else can; absent where there is none.
 */
export async function ownersAt(
  db: Knex,
  planId: number,
  cellIds: readonly number[],
): Promise<Map<number, PlanOwner>> {
  const { rows } = await db.raw(
    `select cell.id, coalesce(found.id, scope.id) as "areaId",
       case when found.id is null then scope.code else found.code end as code, coalesce(found.name, scope.name) as name
     from cells cell
     join plans plan on plan.id = :planId
     left join areas scope on scope.id = plan.scope_area_id
     left join (
       select distinct on (cell.id) cell.id as cell_id, area.id, area.code, area.name
       from cells cell
       join plans plan on plan.id = :planId
       join areas area on area.kind = any(:kinds) and st_covers(area.geometry, cell.interior_point)
       left join areas scope on scope.id = plan.scope_area_id
       where cell.id = any(:cellIds) and (scope.id is null or st_covers(scope.geometry, area.interior_point))
       order by cell.id, area.area_square_metres, area.id
     ) found on found.cell_id = cell.id
     where cell.id = any(:cellIds) and coalesce(found.id, scope.id) is not null`,
    { planId, cellIds: [...cellIds], kinds: [...ownerKinds] },
  );
  return new Map(rows.map(({ id, ...owner }: PlanOwner & { id: number }) => [id, owner]));
}

/** The scope of a plan, if it has one, and every area that owns cells of it or could. */
export async function readOwners(
  db: Knex,
  scopeAreaId: number | null,
  cells: readonly LoadedCell[],
): Promise<{ scope: Land['scope'] | undefined; owners: Land['owners'] }> {
  const used = new Set<number>();
  for (const { ownerAreaId } of cells) if (ownerAreaId !== null) used.add(ownerAreaId);
  const land = scopeAreaId === null ? undefined : await readLand(db, scopeAreaId);
  const known = new Set([land?.scope.areaId, ...(land?.owners ?? []).map(({ areaId }) => areaId)]);
  const others = await readTerritories(
    db,
    [...used].filter((areaId) => !known.has(areaId)),
  );
  return { scope: land?.scope, owners: [...(land?.owners ?? []), ...others] };
}
