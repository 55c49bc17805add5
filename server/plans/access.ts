import type { Knex } from 'knex';
import { coversArea, type Scope } from '../access/scope.ts';
import { Conflict, Forbidden, NotFound } from '../http/problem.ts';
import type { Plan } from './plan.ts';
import { findPlan } from './queries.ts';

/** The plan, or NotFound where there is none that reaches into the caller's areas. */
export async function getPlan(db: Knex, scope: Scope, id: number): Promise<Plan> {
  const found = await findPlan(db, scope, id);
  if (!found) throw noSuchPlan(id);
  return found;
}

/** The refusal for a plan that is not, or that the caller may not see. */
export function noSuchPlan(id: number): NotFound {
  return new NotFound(
    'plan-not-found',
    `There is no plan ${id} in your areas.`,
    `您的辖区内没有编号为 ${id} 的网格方案。`,
  );
}

/** The plan, to be changed: the planner's areas must cover its whole scope. */
export async function getOwnPlan(db: Knex, scope: Scope, id: number): Promise<Plan> {
  const found = await getPlan(db, scope, id);
  requireScope(scope, found.scopeAreaId);
  return found;
}

/** Throws where the caller's areas do not cover the area that a plan is over; without one, nobody's but everywhere. */
export function requireScope(scope: Scope, scopeAreaId: number | null): void {
  if (scopeAreaId === null ? scope.everywhere : coversArea(scope, scopeAreaId)) return;
  throw new Forbidden(
    'outside-your-areas',
    'The plan reaches beyond your areas; somebody whose areas cover its whole scope must do this.',
    '该方案超出您的辖区，须由辖区覆盖整个方案范围的人员操作。',
  );
}

/** Throws unless the plan is a draft: what was published is never changed. */
export function requireDraft({ id, name, status }: Pick<Plan, 'id' | 'name' | 'status'>): void {
  if (status === 'draft') return;
  throw new Conflict(
    'plan-published',
    `The plan ${name} was published and is not changed any more; make a new draft.`,
    `方案“${name}”已发布，不能再改；请新建草案。`,
    { plan: id },
  );
}

/** A plan as an edit needs it, read without counting its cells. */
export type Draft = { id: number; layer: string; scopeAreaId: number | null; revision: number };

/** Locks a draft of the caller's until the transaction ends: edits of one plan are made one after the other. */
export async function lockOwnDraft(trx: Knex, scope: Scope, id: number): Promise<Draft> {
  const row = await trx('plans')
    .where({ id })
    .forUpdate()
    .first('id', 'name', 'layer', 'status', 'scope_area_id', 'revision');
  const isOwn = row && (row.scope_area_id === null ? scope.everywhere : coversArea(scope, row.scope_area_id));
  if (!isOwn) requireDraft(await getOwnPlan(trx, scope, id));
  if (row.status !== 'draft') requireDraft({ ...row });
  return { id, layer: row.layer, scopeAreaId: row.scope_area_id, revision: row.revision };
}
