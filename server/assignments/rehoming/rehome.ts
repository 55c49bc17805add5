import type { Knex } from 'knex';
import type { z } from 'zod';
import type { Scope } from '../../access/scope.ts';
import { InvalidInput } from '../../http/problem.ts';
import { getPlan } from '../../plans/access.ts';
import type { Plan } from '../../plans/plan.ts';
import { leastShareByDefault } from '../../plans/versions/difference.ts';
import { changedCells } from '../../plans/versions/list.ts';
import type { Step } from '../assign-many.ts';
import { readSources } from '../source-queries.ts';
import { transfer } from '../transfer.ts';
import { type Home, homesOf } from './homes.ts';
import { listHomeless } from './queries.ts';
import type { acceptance } from './rehoming.ts';

/** Assignments whose cell went with a former plan, each with the cells in which it could go on. */
export async function rehomingOf(db: Knex, scope: Scope, planId: number) {
  const { plan, at } = await getPublished(db, scope, planId);
  const homeless = await listHomeless(db, scope, plan, at);
  const own = await readSources(
    db,
    scope,
    homeless.map(({ assignmentId }) => assignmentId),
  );
  const homes = await homesSince(db, scope, plan, [...new Set(homeless.map(({ cell }) => cell.planId))]);
  return {
    plan: plan.id,
    at,
    assignments: homeless.map(({ personId: _, ...assignment }) => ({
      ...assignment,
      isOwn: own.get(assignment.assignmentId)?.isOwn ?? false,
      homes: homes.get(`${assignment.cell.planId} ${assignment.cell.id}`) ?? [],
    })),
  };
}

/** The homes in a plan of the cells of each of some former plans. */
async function homesSince(
  db: Knex,
  scope: Scope,
  plan: Plan,
  formerIds: readonly number[],
): Promise<Map<string, Home[]>> {
  const homes = new Map<string, Home[]>();
  for (const formerId of formerIds) {
    const asked = { id: formerId, other: plan.id, leastShare: leastShareByDefault };
    for (const [cell, found] of homesOf(await changedCells(db, scope, asked)))
      homes.set(`${formerId} ${cell}`, found);
  }
  return homes;
}

type Homes = z.output<typeof acceptance>['homes'];

/** Lets assignments end as the plan begins and go on in its cells, before it is in force or afterwards. */
export async function rehome(db: Knex, step: Step, planId: number, homes: Homes) {
  const { plan, at } = await getPublished(db, step.scope, planId);
  const now = new Date();
  await refuseStrangeCells(db, plan, homes);
  const sources = new Map(
    (await listHomeless(db, step.scope, plan, at)).map((one) => [one.assignmentId, one]),
  );
  return transfer(
    db,
    step,
    'rehome',
    homes.map(({ assignmentId, cellIds }) => {
      const source = sources.get(assignmentId);
      // What began in a cell that the plan had already replaced goes on from its own beginning, and ends now.
      const isLate = source !== undefined && source.from >= at && source.from <= now;
      return {
        assignmentId,
        at: isLate ? now : at,
        ...(isLate && { since: source.from }),
        ...(!source && { against: 'cell-stays' as const }),
        places: cellIds.map((cellId) => ({ cellId, areaId: null })),
      };
    }),
  );
}

async function getPublished(db: Knex, scope: Scope, planId: number): Promise<{ plan: Plan; at: Date }> {
  const plan = await getPlan(db, scope, planId);
  if (plan.from !== null) return { plan, at: new Date(plan.from) };
  throw new InvalidInput(
    'plan-not-published',
    `The plan ${plan.name} is a draft and replaces nothing yet; publish it first, also from a later day.`,
    `方案“${plan.name}”还是草案，尚未替换任何方案；请先发布（可以定在以后生效）。`,
    [{ path: 'id', reason: 'a draft' }],
  );
}

async function refuseStrangeCells(db: Knex, plan: Plan, homes: Homes): Promise<void> {
  const own = new Set(await db('plan_cells').where({ plan_id: plan.id }).pluck('cell_id'));
  const strange = homes.flatMap(({ cellIds }) => cellIds.filter((id) => !own.has(id)));
  if (strange.length === 0) return;
  throw new InvalidInput(
    'cell-of-another-plan',
    `The plan ${plan.name} does not hold cell ${strange.slice(0, 10).join(', ')}.`,
    `方案“${plan.name}”不含网格 ${strange.slice(0, 10).join('、')}。`,
    strange.slice(0, 100).map((cell) => ({ path: 'homes', reason: `cell ${cell} is not in the plan` })),
  );
}
