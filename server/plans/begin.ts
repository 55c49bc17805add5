import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import { InvalidInput } from '../http/problem.ts';
import { getOwnPlan, getPlan, requireDraft, requireScope } from './access.ts';
import { parseTemplate } from './code-template.ts';
import type { NewPlan, Plan, PlanChange } from './plan.ts';
import { changePlan, copyCells, insertPlan, lockDraft, raisePlanRevision } from './store.ts';

/**
 * Begins a draft: empty, or with the cells of another plan of the same scope. One of the same layer also hands on how
 * its cells are coded and what they are unions of.
 */
export async function beginPlan(db: Knex, scope: Scope, asked: NewPlan): Promise<Plan> {
  requireScope(scope, asked.scopeAreaId);
  if (asked.codeTemplate !== undefined) parseTemplate(asked.codeTemplate);
  const from = asked.fromPlanId === undefined ? undefined : await getPlan(db, scope, asked.fromPlanId);
  if (from) requireSameScope(asked, from, 'fromPlanId');
  if (asked.unionsOfPlanId !== undefined) await requireBase(db, scope, asked, asked.unionsOfPlanId);
  const isNextVersion = from?.layer === asked.layer;
  const id = await db.transaction(async (trx) => {
    const planId = await insertPlan(trx, {
      ...asked,
      unionsOfPlanId: asked.unionsOfPlanId ?? ((isNextVersion && from.unionsOfPlanId) || undefined),
      codeTemplate: asked.codeTemplate ?? (isNextVersion ? from.codeTemplate : undefined),
    });
    if (from) await copyCells(trx, from.id, planId);
    if (isNextVersion) await changePlan(trx, planId, { limits: from.limits });
    return planId;
  });
  return getPlan(db, scope, id);
}

/** Renames a plan; what its cells must be is changed of drafts only. */
export async function alterPlan(db: Knex, scope: Scope, id: number, change: PlanChange): Promise<Plan> {
  const plan = await getOwnPlan(db, scope, id);
  const { unionsOfPlanId, codeTemplate, limits } = change;
  const isProofTouched = unionsOfPlanId !== undefined || codeTemplate !== undefined || limits !== undefined;
  if (isProofTouched) requireDraft(plan);
  if (codeTemplate !== undefined) parseTemplate(codeTemplate);
  if (unionsOfPlanId) await requireBase(db, scope, plan, unionsOfPlanId);
  await db.transaction(async (trx) => {
    if (isProofTouched) await lockDraft(trx, id);
    await changePlan(trx, id, change);
    if (isProofTouched) await raisePlanRevision(trx, id);
  });
  return getPlan(db, scope, id);
}

type Asked = Pick<NewPlan, 'layer' | 'scopeAreaId'>;

async function requireBase(db: Knex, scope: Scope, asked: Asked, baseId: number): Promise<void> {
  const base = await getPlan(db, scope, baseId);
  requireSameScope(asked, base, 'unionsOfPlanId');
  if (base.layer !== asked.layer) return;
  throw new InvalidInput(
    'same-layer',
    `${base.name} is of the same layer; cells are made of cells of the other layer.`,
    `“${base.name}”属于同一层级；只能由另一层级的网格合并而成。`,
    [{ path: 'unionsOfPlanId', reason: 'a plan of the same layer' }],
  );
}

function requireSameScope(asked: Asked, other: Plan, path: 'fromPlanId' | 'unionsOfPlanId'): void {
  if (other.scopeAreaId === asked.scopeAreaId) return;
  throw new InvalidInput(
    'other-scope',
    `${other.name} is over another scope; choose a plan over the same area.`,
    `“${other.name}”的范围不同，请选择同一范围的方案。`,
    [{ path, reason: 'over another scope' }],
  );
}
