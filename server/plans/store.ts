import type { Knex } from 'knex';
import { violatedConstraint } from '../database/violation.ts';
import { Conflict, InvalidInput } from '../http/problem.ts';
import { manyCells } from './cell-store.ts';
import { defaultTemplate } from './code-template.ts';
import type { NewPlan, PlanChange } from './plan.ts';

/** Inserts a draft without cells; returns its id. */
export async function insertPlan(
  db: Knex,
  { name, layer, scopeAreaId, fromPlanId, unionsOfPlanId, codeTemplate }: NewPlan,
): Promise<number> {
  const [row] = await db('plans')
    .insert({
      name,
      layer,
      scope_area_id: scopeAreaId,
      from_plan_id: fromPlanId ?? null,
      unions_of_plan_id: unionsOfPlanId ?? null,
      code_template: codeTemplate ?? defaultTemplate,
    })
    .returning<{ id: number }[]>('id')
    .catch((error: unknown) => {
      if (violatedConstraint(error) !== 'plans_scope_area_fkey') throw error;
      throw new InvalidInput('area-not-found', 'There is no such area.', '没有该辖区。', [
        { path: 'scopeAreaId', reason: 'There is no such area.' },
      ]);
    });
  return row?.id ?? 0;
}

export async function changePlan(trx: Knex, id: number, change: PlanChange): Promise<void> {
  const { name, unionsOfPlanId, codeTemplate, limits } = change;
  const columns = {
    name,
    unions_of_plan_id: unionsOfPlanId,
    code_template: codeTemplate,
    limits: limits && JSON.stringify(limits),
  };
  const given = Object.entries(columns).filter(([, value]) => value !== undefined);
  if (given.length > 0) await trx('plans').where({ id }).update(Object.fromEntries(given));
}

/** Gives a draft all cells and exclusions of another plan as that has them: vertices, codes, names, owners and the rest. */
export async function copyCells(trx: Knex, fromPlanId: number, planId: number): Promise<void> {
  const { rowCount } = await trx.raw(
    `insert into plan_cells (plan_id, cell_id, geometry, code, name, owner_area_id, usage, class, enclave, households)
     select :planId, cell_id, geometry, code, name, owner_area_id, usage, class, enclave, households
     from plan_cells where plan_id = :fromPlanId`,
    { planId, fromPlanId },
  );
  if (rowCount >= manyCells) await trx.raw('analyze plan_cells (plan_id, cell_id)');
  // Without the edits that declared them: they are undone in the other plan, not here.
  await trx.raw(
    `insert into plan_exclusions (plan_id, geometry, reason)
     select :planId, plan_exclusions.geometry, plan_exclusions.reason
     from plan_exclusions left join edits on edits.id = plan_exclusions.edit_id
     where plan_exclusions.plan_id = :fromPlanId and edits.undone_at is null order by plan_exclusions.id`,
    { planId, fromPlanId },
  );
}

/** Changes the codes of a draft's cells, and the number that their names end with where they were named by it. */
export async function putCodes(
  trx: Knex,
  planId: number,
  cells: readonly { cellId: number; code: string; name: string }[],
): Promise<void> {
  await trx.raw(
    `update plan_cells set code = given.code, name = given.name
     from unnest(:cellIds::bigint[], :codes::text[], :names::text[]) as given(cell_id, code, name)
     where plan_cells.plan_id = :planId and plan_cells.cell_id = given.cell_id`,
    {
      planId,
      cellIds: cells.map(({ cellId }) => cellId),
      codes: cells.map(({ code }) => code),
      names: cells.map(({ name }) => name),
    },
  );
}

/** Deletes a draft with its cells' entries; the outlines stay, for another plan may have them. */
export async function deletePlan(db: Knex, id: number): Promise<void> {
  await db('plans')
    .where({ id, status: 'draft' })
    .delete()
    .catch((error: unknown) => {
      if (violatedConstraint(error) !== 'plans_unions_of_plan_fkey') throw error;
      throw new Conflict(
        'plan-bound',
        'The cells of another plan are bound to stay unions of the cells of this one; unbind it first.',
        '另有方案的网格须由本方案的网格合并而成，请先解除该绑定。',
        { plan: id },
      );
    });
}

/**
 * Locks a draft until the transaction ends. Throws Conflict where it is no draft any more, or where `revision` is given
 * and somebody changed the plan since.
 */
export async function lockDraft(trx: Knex, id: number, revision?: number): Promise<void> {
  const row = await trx('plans').where({ id }).forUpdate().first('status', 'revision');
  if (row?.status !== 'draft')
    throw new Conflict(
      'plan-published',
      'The plan was published or deleted meanwhile.',
      '该方案已被发布或删除。',
      { plan: id },
    );
  if (revision !== undefined && row.revision !== revision)
    throw new Conflict(
      'plan-changed',
      'Somebody changed the plan meanwhile; look at it again and repeat.',
      '该方案刚被他人修改，请刷新后重试。',
      { plan: id, revision: row.revision },
    );
}

/** Counts a change of the plan's cells; returns the new revision. */
export async function raisePlanRevision(trx: Knex, id: number): Promise<number> {
  const [row] = await trx('plans')
    .where({ id })
    .increment('revision', 1)
    .returning<{ revision: number }[]>('revision');
  return row?.revision ?? 0;
}
