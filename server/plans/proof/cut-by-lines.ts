import type { Knex } from 'knex';
import type { Limits } from '../limits.ts';
import type { LoadedCell } from '../load-cells.ts';
import type { Finding } from './finding.ts';

/** Classes of lines that people do not cross every day. */
const barriers = '(river|canal|rail|motorway|trunk|primary|河|渠|铁路|高速|国道|省道)';

/** Cells that a loaded river, railway or main road runs through: its length inside against the root of the cell's area. */
export async function cutFindings(
  db: Knex,
  plan: { id: number; scopeAreaId: number | null },
  cells: readonly LoadedCell[],
  { leastCutShare }: Limits,
): Promise<Finding[]> {
  const { rows } = await db.raw(
    `with line as (
       select layer_features.name, layer_features.class, layer_features.geometry
       from layers join layer_features on layer_features.layer_id = layers.id
       where layers.kind = 'lines' and (layers.scope_area_id is null or layers.scope_area_id = :scopeAreaId)
         and layer_features.class ~* :barriers
     ), cut as (
       select plan_cells.cell_id, line.name, line.class, cells.area_square_metres as size,
         st_intersection(line.geometry, cells.geometry) as inside
       from line join cells on cells.geometry && line.geometry
       join plan_cells on plan_cells.cell_id = cells.id and plan_cells.plan_id = :planId
       where cells.valid and st_crosses(line.geometry, cells.geometry)
     )
     select cell_id as "cellId", name, class, st_length(inside::geography) as metres, st_asgeojson(inside, 9) as geometry
     from cut where st_length(inside::geography) >= :leastCutShare * sqrt(size) order by cell_id, metres desc`,
    { planId: plan.id, scopeAreaId: plan.scopeAreaId, barriers, leastCutShare },
  );
  if (rows.length === 0) return [];
  const byId = new Map(cells.map((cell) => [cell.id, cell]));
  type Row = { cellId: number; name: string | null; class: string; metres: number; geometry: string };
  return rows.map(({ cellId, name, class: kind, metres, geometry }: Row): Finding => {
    const cell = byId.get(cellId);
    const [called, line, length] = [cell?.name || cell?.code || '', name ?? kind, Math.round(metres)];
    return {
      kind: 'cut-by-line',
      severity: 'warning',
      cells: [cellId],
      geometry,
      english: `${line} runs through ${called} for ${length} m.`,
      chinese: `“${line}”穿过“${called}” ${length} 米。`,
    };
  });
}
