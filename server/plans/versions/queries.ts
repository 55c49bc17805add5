import type { Knex } from 'knex';
import { cellCondition, type Scope } from '../../access/scope.ts';
import { type FlatPolygon, polygonsOfWkb } from '../../geo/wkb.ts';
import type { VersionCell, Versions } from './match.ts';

/** The cells that only one of two plans has, and those of which they say different things; without outlines. */
export async function readVersions(db: Knex, planId: number, otherId: number): Promise<Versions> {
  const cell = (alias: string) =>
    `case when ${alias}.cell_id is not null then json_build_object('id', ${alias}.cell_id,
       'areaSquareMetres', cells.area_square_metres, 'code', ${alias}.code, 'name', ${alias}.name,
       'ownerAreaId', ${alias}.owner_area_id, 'usage', ${alias}.usage, 'class', ${alias}.class,
       'enclave', ${alias}.enclave, 'households', ${alias}.households) end`;
  const said = (alias: string) =>
    ['code', 'name', 'owner_area_id', 'usage', 'class', 'enclave', 'households']
      .map((column) => `${alias}.${column}`)
      .join(', ');
  const { rows } = await db.raw(
    `select ${cell('was')} as before, ${cell('now')} as after
     from (select * from plan_cells where plan_id = :planId) was
     full join (select * from plan_cells where plan_id = :otherId) now on now.cell_id = was.cell_id
     join cells on cells.id = coalesce(now.cell_id, was.cell_id)
     where (${said('was')}) is distinct from (${said('now')})
     order by cells.id`,
    { planId, otherId },
  );
  const both: { before: VersionCell | null; after: VersionCell | null }[] = rows;
  return {
    altered: both.flatMap(({ before, after }) => (before && after ? [[before, after] as const] : [])),
    gone: both.flatMap(({ before, after }) => (before && !after ? [before] : [])),
    come: both.flatMap(({ before, after }) => (after && !before ? [after] : [])),
  };
}

/** How many cells that the scope covers two plans have in common. */
export async function countKept(db: Knex, scope: Scope, planId: number, otherId: number): Promise<number> {
  const covered = cellCondition(scope, 'cells.interior_point', 'plan_cells.owner_area_id');
  const { rows } = await db.raw(
    `select count(*)::int as kept
     from plan_cells join plan_cells was on was.cell_id = plan_cells.cell_id and was.plan_id = :planId
     join cells on cells.id = plan_cells.cell_id
     where plan_cells.plan_id = :otherId and ${covered.sql}`,
    { ...covered.bindings, planId, otherId },
  );
  return rows[0].kept;
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
