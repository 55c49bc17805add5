import type { Knex } from 'knex';
import { manyCells } from '../cell-store.ts';
import { type Author, entry, forgetUndone } from './store.ts';

/**
 * Records as one edit whatever a piece of work does to the cells of a draft, so that it can be undone; the work returns
 * the plan's new revision. For changes of many cells: it reads all of them twice.
 */
export async function recordChanges(
  trx: Knex,
  planId: number,
  { accountId, kind, value }: Author,
  work: () => Promise<number>,
): Promise<number> {
  await trx.raw(
    `create temporary table was_cells on commit drop as
     select cell_id, ${entry} as entry from plan_cells where plan_id = ${Number(planId)}`,
  );
  const revision = await work();
  if (accountId !== null) await forgetUndone(trx, planId, accountId);
  const { rowCount } = await trx.raw(
    `with made as (
       insert into edits (plan_id, account_id, kind, value, revision)
       values (:planId, :accountId, :kind, :value::jsonb, :revision) returning id
     ), is_now as (select cell_id, ${entry} as entry from plan_cells where plan_id = :planId)
     insert into edit_cells (edit_id, cell_id, before, after)
     select made.id, coalesce(was_cells.cell_id, is_now.cell_id), was_cells.entry, is_now.entry
     from made cross join (was_cells full join is_now on is_now.cell_id = was_cells.cell_id)
     where was_cells.entry is distinct from is_now.entry`,
    { planId, accountId, kind, value: JSON.stringify(value), revision },
  );
  await trx.raw('drop table was_cells');
  if (rowCount >= manyCells) await trx.raw('analyze edit_cells (edit_id, cell_id)');
  return revision;
}
