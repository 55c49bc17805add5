import type { Knex } from 'knex';
import { violatedConstraint } from '../database/violation.ts';
import { Conflict, InvalidInput } from '../http/problem.ts';
import type { NewPlan } from './plan.ts';

/** Inserts a draft; returns its id. */
export async function insertPlan(db: Knex, { name, layer, scopeAreaId }: NewPlan): Promise<number> {
  const [row] = await db('plans')
    .insert({ name, layer, scope_area_id: scopeAreaId })
    .returning<{ id: number }[]>('id')
    .catch((error: unknown) => {
      if (violatedConstraint(error) !== 'plans_scope_area_fkey') throw error;
      throw new InvalidInput('area-not-found', 'There is no such area.', '没有该辖区。', [
        { path: 'scopeAreaId', reason: 'There is no such area.' },
      ]);
    });
  return row?.id ?? 0;
}

export async function renamePlan(db: Knex, id: number, name: string): Promise<void> {
  await db('plans').where({ id }).update({ name });
}

/** Deletes a draft with its cells' entries; the outlines stay, for another plan may have them. */
export async function deletePlan(db: Knex, id: number): Promise<void> {
  await db('plans').where({ id, status: 'draft' }).delete();
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
