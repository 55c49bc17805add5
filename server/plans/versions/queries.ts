import type { Knex } from 'knex';
import { cellCondition, type Scope } from '../../access/scope.ts';
import { type FlatPolygon, polygonsOfWkb } from '../../geo/wkb.ts';
import type { VersionCell } from './match.ts';

/** The cells of a plan without their outlines, by id. */
export async function readVersion(db: Knex, planId: number): Promise<VersionCell[]> {
  const { rows } = await db.raw(
    `select cells.id, cells.area_square_metres as "areaSquareMetres", plan_cells.code, plan_cells.name,
       plan_cells.owner_area_id as "ownerAreaId", plan_cells.usage, plan_cells.class, plan_cells.enclave,
       plan_cells.households
     from plan_cells join cells on cells.id = plan_cells.cell_id
     where plan_cells.plan_id = :planId order by cells.id`,
    { planId },
  );
  return rows;
}

const outlinesAtOnce = 5_000;

/** The outlines of some cells as their plan has them. */
export async function readOutlines(
  db: Knex,
  planId: number,
  cellIds: readonly number[],
): Promise<Map<number, FlatPolygon[]>> {
  const outlines = new Map<number, FlatPolygon[]>();
  for (let start = 0; start < cellIds.length; start += outlinesAtOnce) {
    const { rows } = await db.raw(
      `select cells.id, st_asbinary(coalesce(plan_cells.geometry, cells.geometry)) as wkb
       from plan_cells join cells on cells.id = plan_cells.cell_id
       where plan_cells.plan_id = :planId and plan_cells.cell_id = any(:cellIds)`,
      { planId, cellIds: cellIds.slice(start, start + outlinesAtOnce) },
    );
    for (const { id, wkb } of rows) outlines.set(id, polygonsOfWkb(wkb));
  }
  return outlines;
}

/** The same as GeoJSON, with every digit that is stored. */
export async function readGeometries(
  db: Knex,
  planId: number,
  cellIds: readonly number[],
): Promise<Map<number, string>> {
  const { rows } = await db.raw(
    `select cells.id, st_asgeojson(coalesce(plan_cells.geometry, cells.geometry), 15) as outline
     from plan_cells join cells on cells.id = plan_cells.cell_id
     where plan_cells.plan_id = :planId and plan_cells.cell_id = any(:cellIds)`,
    { planId, cellIds: [...cellIds] },
  );
  return new Map(rows.map(({ id, outline }: { id: number; outline: string }) => [id, outline]));
}

/** Whether the scope covers a cell of one of the plans. */
export async function coveredCells(
  db: Knex,
  scope: Scope,
  planIds: readonly number[],
): Promise<(cellId: number) => boolean> {
  if (scope.everywhere) return () => true;
  const covered = cellCondition(scope, 'cells.interior_point', 'plan_cells.owner_area_id');
  const { rows } = await db.raw(
    `select distinct cells.id from plan_cells join cells on cells.id = plan_cells.cell_id
     where plan_cells.plan_id = any(:planIds) and ${covered.sql}`,
    { ...covered.bindings, planIds: [...planIds] },
  );
  const ids = new Set(rows.map(({ id }: { id: number }) => id));
  return (cellId) => ids.has(cellId);
}
