import type { Knex } from 'knex';
import { InvalidInput } from '../http/problem.ts';
import { getPlan } from '../plans/access.ts';
import { assignMany, type Step } from './assign-many.ts';
import type { AssignmentBatch } from './assignment.ts';
import { everyPair } from './new-assignment.ts';

/** Everybody to every place in one step, in a plan that may come into force later. */
export async function assignBatch(db: Knex, step: Step, batch: AssignmentBatch) {
  const { personIds, cellIds = [], areaIds = [], planId, role, to = null } = batch;
  const from = await beginningOf(db, step, planId, batch.from ?? new Date());
  if (planId !== undefined) await refuseCellsOfOthers(db, planId, cellIds);
  const places = [
    ...cellIds.map((cellId) => ({ cellId, areaId: null })),
    ...areaIds.map((areaId) => ({ cellId: null, areaId })),
  ];
  return assignMany(db, step, everyPair(personIds, places, { role, from, to }));
}

/** Nobody is in a cell of a plan before the plan is in force. */
async function beginningOf(db: Knex, { scope }: Step, planId: number | undefined, from: Date): Promise<Date> {
  if (planId === undefined) return from;
  const plan = await getPlan(db, scope, planId);
  if (plan.from === null) throw draftPlan(plan.name);
  return new Date(Math.max(from.getTime(), Date.parse(plan.from)));
}

function draftPlan(name: string): InvalidInput {
  return new InvalidInput(
    'plan-not-published',
    `The plan ${name} is a draft: publish it first, also from a later day, then assign people to its cells.`,
    `方案“${name}”还是草案：请先发布（可以定在以后生效），再为其网格包片。`,
    [{ path: 'planId', reason: 'a draft' }],
  );
}

async function refuseCellsOfOthers(db: Knex, planId: number, cellIds: readonly number[]): Promise<void> {
  const own = new Set(await db('plan_cells').where({ plan_id: planId }).pluck('cell_id'));
  const strange = cellIds.filter((id) => !own.has(id));
  if (strange.length === 0) return;
  throw new InvalidInput(
    'cell-of-another-plan',
    `The plan does not hold cell ${strange.slice(0, 10).join(', ')}; choose cells on its own map.`,
    `该方案不含网格 ${strange.slice(0, 10).join('、')}，请在该方案的地图上选择。`,
    strange.slice(0, 100).map((cell) => ({ path: 'cellIds', reason: `cell ${cell} is not in the plan` })),
  );
}
