import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import { NotFound } from '../http/problem.ts';
import { planCondition } from '../plans/queries.ts';
import type { Interval } from './interval.ts';

/** A plan to judge on. `inForce` is null for a draft; epoch ms, Infinity where it has no end. */
export type JudgedPlan = {
  id: number;
  scopeAreaId: number | null;
  inForce: Interval | null;
  isRelocating: boolean;
  createdAt: number;
};

const columns = `plans.id, plans.scope_area_id as "scopeAreaId", plans.in_force is not null as "isPublished",
  extract(epoch from lower(plans.in_force))::float8 * 1000 as "fromMs",
  extract(epoch from upper(plans.in_force))::float8 * 1000 as "toMs",
  floor(extract(epoch from plans.created_at)::float8 * 1000) as "createdAt",
  exists (select from relocations where relocations.plan_id = plans.id and finished_at is null) as "isRelocating"`;

type Row = {
  id: number;
  scopeAreaId: number | null;
  isPublished: boolean;
  fromMs: number | null;
  toMs: number | null;
  isRelocating: boolean;
  createdAt: number;
};

/** One plan, of any status; NotFound where none of that id reaches into the scope. */
export async function judgedPlan(db: Knex, scope: Scope, id: number): Promise<JudgedPlan> {
  const visible = planCondition(scope);
  const { rows } = await db.raw(`select ${columns} from plans where plans.id = :id and ${visible.sql}`, {
    ...visible.bindings,
    id,
  });
  if (rows[0]) return toPlan(rows[0]);
  throw new NotFound(
    'plan-not-found',
    `There is no plan ${id} in your areas.`,
    `您的辖区内没有编号为 ${id} 的网格方案。`,
  );
}

/** The plans in force at some time of the half-open period, or at the instant where `from` equals `to`. */
export async function plansInForce(db: Knex, scope: Scope, [from, to]: Interval): Promise<JudgedPlan[]> {
  const visible = planCondition(scope);
  const { rows } = await db.raw(
    `select ${columns} from plans where plans.in_force && tstzrange(:from, :to, :bounds) and ${visible.sql}
     order by lower(plans.in_force), plans.id`,
    { ...visible.bindings, from: new Date(from), to: new Date(to), bounds: from === to ? '[]' : '[)' },
  );
  return rows.map(toPlan);
}

function toPlan({ isPublished, fromMs, toMs, ...plan }: Row): JudgedPlan {
  const inForce: Interval | null = isPublished
    ? [fromMs ?? Number.NEGATIVE_INFINITY, toMs ?? Number.POSITIVE_INFINITY]
    : null;
  return { ...plan, inForce };
}
