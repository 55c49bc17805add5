import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import { raiseRevision } from '../database/revision.ts';
import { violatedConstraint } from '../database/violation.ts';
import { Conflict, InvalidInput, type Language } from '../http/problem.ts';
import { timeTextOf } from '../http/time.ts';
import { getOwnPlan, getPlan, requireDraft } from './access.ts';
import type { Plan } from './plan.ts';
import { errorsOf, problemsOf } from './proof/problems.ts';
import { provePlan } from './proof/prove.ts';
import { arrange, type Neighbour, readNeighbours } from './replace.ts';
import { lockDraft } from './store.ts';

const mostProblems = 10_000;

/** How a refusal is worded, and by whose clock. */
type Telling = { language: Language; timeZone: string };

/**
 * Puts a proved draft in force from an instant, now if none is given. The plan that it replaces ends there, and fixes
 * since then are queued to be located again. Two publications never run at once: the later one sees the earlier.
 */
export async function publishPlan(
  db: Knex,
  scope: Scope,
  planId: number,
  from: Date | undefined,
  { language, timeZone }: Telling,
): Promise<Plan> {
  const plan = await getOwnPlan(db, scope, planId);
  requireDraft(plan);
  if (from && from < earliest) throw tooEarly();
  if (plan.cells === 0) throw emptyPlan(plan);
  await requireProof(db, plan, language);
  await db.transaction(async (trx) => {
    await trx.raw('lock table plans in share row exclusive mode');
    await lockDraft(trx, plan.id, plan.revision);
    await putInForce(trx, plan, from ?? new Date(), timeTextOf(timeZone));
  });
  return getPlan(db, scope, planId);
}

/** A slip of the year would put a plan where nothing takes it back from; "always" is mostly said by this instant. */
const earliest = new Date(0);

const tooEarly = () =>
  new InvalidInput(
    'from-too-early',
    'A plan can be in force from 1970 on; check the year.',
    '方案最早可自 1970 年起生效，请检查年份。',
    [{ path: 'from', reason: 'not before 1970' }],
  );

async function requireProof(db: Knex, plan: Plan, language: Language): Promise<void> {
  const errors = errorsOf(await provePlan(db, plan));
  if (errors.length === 0) return;
  const { features } = problemsOf(errors, language, { limit: mostProblems });
  throw new Conflict(
    'plan-unproved',
    `The plan ${plan.name} has ${errors.length} errors; repair them first.`,
    `方案“${plan.name}”有 ${errors.length} 处错误，请先修复。`,
    { problems: features },
  );
}

function emptyPlan({ name, id }: Plan): Conflict {
  return new Conflict(
    'plan-empty',
    `The plan ${name} has no cells yet; generate or import them first.`,
    `方案“${name}”还没有网格，请先生成或导入。`,
    { plan: id, problems: [] },
  );
}

async function putInForce(trx: Knex, plan: Plan, from: Date, timeText: (at: Date) => string): Promise<void> {
  const { to, ended, disturbedTo } = arrange(plan, from, await readNeighbours(trx, plan), timeText);
  for (const neighbour of ended) await endPlan(trx, neighbour, from);
  await trx('plans')
    .where({ id: plan.id })
    .update({
      status: 'published',
      in_force: trx.raw('tstzrange(?, ?)', [from, to]),
      proved_revision: plan.revision,
      published_at: trx.fn.now(),
    })
    .catch((error: unknown) => {
      if (violatedConstraint(error) !== 'plans_once') throw error;
      throw new Conflict(
        'period-taken',
        'Another plan of the same scope and layer is in force then.',
        '同一范围、同一层级已有方案在该时段生效。',
        { plan: plan.id },
      );
    });
  await trx('relocations').insert({
    plan_id: plan.id,
    period: trx.raw('tstzrange(?, ?)', [from, disturbedTo]),
  });
  await raiseRevision(trx, 'cells');
}

async function endPlan(trx: Knex, { id }: Neighbour, at: Date): Promise<void> {
  await trx.raw(
    `update plans set in_force = tstzrange(lower(in_force), :at),
       status = case when :at <= now() then 'retired' else status end
     where id = :id`,
    { id, at },
  );
}
