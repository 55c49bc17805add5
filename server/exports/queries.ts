import type { Knex } from 'knex';
import { cellCondition, type Scope } from '../access/scope.ts';
import type { LonLat } from '../geo/position.ts';
import { polygonsOfWkb } from '../geo/wkb.ts';
import type { ExportFeature, Geometry, Value } from './table.ts';

const pageSize = 500;

type Row = { id: number; wkb: Buffer; values: Value[] };

/** Pages of rows by id until there are no more, so that a large plan is never held whole. */
async function* paged(read: (afterId: number) => Promise<Row[]>): AsyncGenerator<ExportFeature> {
  for (let afterId = 0; ; ) {
    const rows = await read(afterId);
    for (const { id, wkb, values } of rows) yield { id, geometry: geometryOf(wkb), values };
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) return;
    afterId = last.id;
  }
}

/** The polygon of a well-known binary, every digit of it. */
function geometryOf(wkb: Buffer): Geometry {
  const polygons = polygonsOfWkb(wkb).map((rings) =>
    rings.map((ring) =>
      Array.from({ length: ring.length / 2 }, (_, i): LonLat => [ring[i * 2] ?? 0, ring[i * 2 + 1] ?? 0]),
    ),
  );
  const [only] = polygons;
  return only && polygons.length === 1
    ? { type: 'Polygon', coordinates: only }
    : { type: 'MultiPolygon', coordinates: polygons };
}

/** The cells of a plan that the scope covers: code, name, owner's code and name, usage, class, enclave, households, area. */
export function exportedCells(db: Knex, scope: Scope, planId: number): AsyncGenerator<ExportFeature> {
  const covered = cellCondition(scope, 'cells.interior_point', 'plan_cells.owner_area_id');
  return paged(async (afterId) => {
    const { rows } = await db.raw(
      `select cells.id, st_asbinary(coalesce(plan_cells.geometry, cells.geometry)) as wkb,
         json_build_array(plan_cells.code, plan_cells.name, areas.code, areas.name, plan_cells.usage, plan_cells.class,
           plan_cells.enclave, plan_cells.households, cells.area_square_metres) as values
       from plan_cells join cells on cells.id = plan_cells.cell_id left join areas on areas.id = plan_cells.owner_area_id
       where plan_cells.plan_id = :planId and cells.id > :afterId and ${covered.sql} order by cells.id limit :pageSize`,
      { ...covered.bindings, planId, afterId, pageSize },
    );
    return rows;
  });
}

/** The areas that the scope covers, of one kind where it is given. */
export function exportedAreas(
  db: Knex,
  scope: Scope,
  kind: string | undefined,
): AsyncGenerator<ExportFeature> {
  return paged(async (afterId) => {
    const { rows } = await db.raw(
      `select areas.id, st_asbinary(areas.geometry) as wkb,
         json_build_array(areas.kind, areas.code, areas.name, parent.code, areas.households, areas.population,
           areas.area_square_metres) as values
       from areas left join areas parent on parent.id = areas.parent_id
         and (:everywhere or parent.id = any(:covered))
       where areas.id > :afterId and (:everywhere or areas.id = any(:covered)) and (:kind::text is null or areas.kind = :kind)
       order by areas.id limit :pageSize`,
      { everywhere: scope.everywhere, covered: [...scope.areaIds], kind: kind ?? null, afterId, pageSize },
    );
    return rows;
  });
}

/** The outlines of cells as one of two plans has them, the first before the second. */
export async function outlinesOf(
  db: Knex,
  planIds: readonly [number, number],
  cellIds: readonly number[],
): Promise<Map<number, Geometry>> {
  const { rows } = await db.raw(
    `select distinct on (cells.id) cells.id, st_asbinary(coalesce(plan_cells.geometry, cells.geometry)) as wkb
     from plan_cells join cells on cells.id = plan_cells.cell_id
     where plan_cells.plan_id = any(:planIds) and cells.id = any(:cellIds)
     order by cells.id, plan_cells.plan_id = :first desc`,
    { planIds: [...planIds], first: planIds[0], cellIds: [...cellIds] },
  );
  return new Map(rows.map(({ id, wkb }: { id: number; wkb: Buffer }) => [id, geometryOf(wkb)]));
}
