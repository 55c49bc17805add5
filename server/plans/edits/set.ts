import type { Knex } from 'knex';
import { coversArea, type Scope } from '../../access/scope.ts';
import { InvalidInput } from '../../http/problem.ts';
import type { LoadedCell } from '../load-cells.ts';
import type { Change } from './change.ts';
import type { Attributes } from './edit.ts';

/** Says something of cells beside their outlines. A code is for one cell only, and one that is free. */
export async function setAttributes(
  trx: Knex,
  scope: Scope,
  plan: { id: number; layer: string },
  cells: readonly LoadedCell[],
  set: Attributes,
): Promise<Change> {
  if (set.code !== undefined) await requireFreeCode(trx, plan, cells, set.code);
  if (set.ownerAreaId)
    requireArea(scope, set.ownerAreaId, await trx('areas').where({ id: set.ownerAreaId }).first('id'));
  if (Object.keys(set).length === 0) return { removed: [], made: [] };
  return {
    removed: [...cells],
    made: cells.map((cell) => ({ outline: cell.outline, continues: cell, set })),
  };
}

/** Throws where a code is another cell's, in this plan or a published one of its layer, or is given to several. */
export async function requireFreeCode(
  trx: Knex,
  plan: { id: number; layer: string },
  cells: readonly LoadedCell[],
  code: string,
): Promise<void> {
  const { rows } = await trx.raw(
    `select plan_cells.cell_id from plan_cells join plans on plans.id = plan_cells.plan_id
     where plan_cells.code = :code and not plan_cells.cell_id = any(:cellIds)
       and (plans.id = :planId or (plans.layer = :layer and plans.in_force is not null)) limit 1`,
    { code, cellIds: cells.map(({ id }) => id), planId: plan.id, layer: plan.layer },
  );
  if (rows.length === 0 && cells.length <= 1) return;
  throw new InvalidInput(
    'code-taken',
    `The code ${code} belongs to another cell, or is given to several; codes are unique and never used again.`,
    `编码 ${code} 已属于其他网格，或同时赋给了多个网格；编码唯一且不重复使用。`,
    [{ path: 'set.code', reason: 'taken' }],
  );
}

function requireArea(scope: Scope, areaId: number, found: unknown): void {
  if (found && coversArea(scope, areaId)) return;
  throw new InvalidInput('area-not-found', 'There is no such area.', '没有该辖区。', [
    { path: 'set.ownerAreaId', reason: 'There is no such area.' },
  ]);
}
