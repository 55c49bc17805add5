import type { Knex } from 'knex';
import type { LoadedCell } from '../load-cells.ts';
import type { Finding } from './finding.ts';
import { pointOf } from './findings.ts';

/**
 * Codes that a published plan of the layer gave to other land. A code stays with its cell when that is redrawn: then
 * one of the two holds the interior point of the other. With `only` nothing but these cells' codes is looked up, however
 * large the plan is.
 */
export async function reusedCodeFindings(
  db: Knex,
  planId: number,
  layer: string,
  cells: readonly LoadedCell[],
  { only = false } = {},
): Promise<Finding[]> {
  if (cells.length === 0) return [];
  const ofCells = only ? 'and plan_cells.code = any(:codes)' : '';
  const { rows } = await db.raw(
    `with former as (
       select plan_cells.cell_id, plan_cells.code, max(plans.name) as plan_name
       from plan_cells join plans on plans.id = plan_cells.plan_id
       where plans.layer = :layer and plans.in_force is not null and plans.id <> :planId ${ofCells}
       group by plan_cells.cell_id, plan_cells.code
     ), reused as (
       select own.cell_id, own.code, max(former.plan_name) as plan_name,
         bool_or(former.cell_id = own.cell_id
           or (now.valid and st_covers(now.geometry, before.interior_point))
           or (before.valid and st_covers(before.geometry, now.interior_point))) as is_its_own
       from plan_cells own
       join former on former.code = own.code
       join cells now on now.id = own.cell_id
       join cells before on before.id = former.cell_id
       where own.plan_id = :planId ${only ? 'and own.cell_id = any(:cellIds)' : ''}
       group by own.cell_id, own.code
     )
     select cell_id as "cellId", plan_name as "planName" from reused where not is_its_own order by cell_id`,
    {
      planId,
      layer,
      ...(only && { cellIds: cells.map(({ id }) => id), codes: cells.map(({ code }) => code) }),
    },
  );
  if (rows.length === 0) return [];
  const byId = new Map(cells.map((cell) => [cell.id, cell]));
  return rows.flatMap(({ cellId, planName }: { cellId: number; planName: string }): Finding[] => {
    const cell = byId.get(cellId);
    if (!cell) return [];
    return [
      {
        kind: 'reused-code',
        severity: 'error',
        cells: [cellId],
        geometry: pointOf(cell),
        english: `The plan ${planName} gave the code ${cell.code} to other land, and codes are never given twice; renumber the draft's new cells.`,
        chinese: `方案“${planName}”已将编码 ${cell.code} 用于别处，编码不得重复使用；请为草案的新网格重新编码。`,
      },
    ];
  });
}
