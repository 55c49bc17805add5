import type { Knex } from 'knex';
import { z } from 'zod';
import { coversArea, type Scope } from '../access/scope.ts';
import { decodeCursor, encodeCursor } from '../http/parse.ts';
import { NotFound } from '../http/problem.ts';
import { personCondition } from '../people/queries.ts';
import { requirementOf } from './requirement.ts';
import type { PatrolInput, Rule, RuleView, Selects, StaffingRequirement } from './rule.ts';

type Row = {
  id: number;
  name: string;
  kind: 'staffing' | 'patrol';
  selects: Selects;
  requires: unknown;
  from: Date;
  to: Date | null;
  scopeAreaIds: number[] | null;
  replaces: number | null;
};

const columns = `rules.id, rules.name, rules.kind, rules.selects, rules.requires, lower(rules.period) as "from",
  upper(rules.period) as "to", to_jsonb(rules.scope_area_ids) as "scopeAreaIds",
  rules.replaces_id as replaces`;

/** Rules that hold anywhere in the scope, by id, a page at a time. */
export async function listRules(
  db: Knex,
  scope: Scope,
  { limit, cursor, at }: { limit: number; cursor?: string | undefined; at?: Date | undefined },
): Promise<{ rules: RuleView[]; next: string | null }> {
  const [afterId] = decodeCursor(z.tuple([z.int()]), cursor) ?? [0];
  const { sql, bindings } = holdsInside(scope);
  const { rows } = await db.raw(
    `select ${columns} from rules where id > :afterId and ${sql}
       and (:at::timestamptz is null or period @> :at::timestamptz)
     order by id limit :limit + 1`,
    { ...bindings, afterId, limit, at: at ?? null },
  );
  const page: Row[] = rows.slice(0, limit);
  const last = page.at(-1);
  return { rules: page.map(toView), next: rows.length > limit && last ? encodeCursor([last.id]) : null };
}

export type KeptRule = {
  view: RuleView;
  from: Date;
  to: Date | null;
  /** Null: it holds everywhere. */
  scopeAreaIds: number[] | null;
  mayChange: boolean;
};

/** A rule that holds somewhere in the scope, and whether it holds nowhere else, so that the scope may change it. */
export async function getRule(db: Knex, scope: Scope, id: number): Promise<KeptRule> {
  const { sql, bindings } = holdsInside(scope);
  const { rows } = await db.raw(`select ${columns} from rules where id = :id and ${sql}`, {
    ...bindings,
    id,
  });
  const row: Row | undefined = rows[0];
  if (!row)
    throw new NotFound(
      'rule-not-found',
      `There is no rule ${id} in your areas.`,
      `您的辖区内没有编号为 ${id} 的规则。`,
    );
  const mayChange =
    scope.everywhere || (row.scopeAreaIds?.every((areaId) => coversArea(scope, areaId)) ?? false);
  const { from, to, scopeAreaIds } = row;
  return { view: toView(row), from, to, scopeAreaIds, mayChange };
}

/** Rules in force at some time of the half-open period, or at the instant where `from` equals `to`, by id. */
export async function rulesInForce(db: Knex, { from, to }: { from: Date; to: Date }): Promise<Rule[]> {
  const { rows } = await db.raw(
    `select ${columns} from rules where period && tstzrange(:from, :to, :bounds) order by id`,
    { from, to, bounds: from.getTime() === to.getTime() ? '[]' : '[)' },
  );
  return rows.map(toRule);
}

/**
 * Rules that hold everywhere, or in an area that the scope covers, or in one that covers a granted area: a district's
 * rules bind its stations.
 */
function holdsInside(scope: Scope): { sql: string; bindings: Record<string, unknown> } {
  if (scope.everywhere) return { sql: 'true', bindings: {} };
  return {
    sql: `(scope_area_ids is null or scope_area_ids && cast(:scopeAreaIds as bigint[]) or exists (
      with recursive above as (
        select id, parent_id from areas where id = any(:scopeGrantedIds)
        union select parent.id, parent.parent_id from areas parent join above on above.parent_id = parent.id
      )
      select from areas holding where holding.id = any(rules.scope_area_ids) and (
        holding.id in (select id from above)
        or exists (select from areas granted where granted.id = any(:scopeGrantedIds)
          and st_covers(holding.geometry, granted.interior_point)))))`,
    bindings: { scopeAreaIds: scope.areaIds, scopeGrantedIds: scope.grantedIds },
  };
}

function toView({ scopeAreaIds: _areas, replaces, from, to, ...row }: Row): RuleView {
  // The checks of the input were made before the row was written.
  return {
    ...row,
    from: from.toISOString(),
    to: to?.toISOString() ?? null,
    ...(replaces !== null && { replaces }),
  } as RuleView;
}

function toRule({ from, to, replaces: _former, ...row }: Row): Rule {
  const common = { ...row, from: from.getTime(), to: to?.getTime() ?? Number.POSITIVE_INFINITY };
  if (row.kind === 'staffing')
    return { ...common, kind: 'staffing', requires: row.requires as StaffingRequirement };
  const requires = requirementOf(row.requires as PatrolInput);
  if (!requires) throw new Error(`Rule ${row.id} is stored with a measure that cannot be judged.`);
  return { ...common, kind: 'patrol', requires };
}

/** What rules can ask for by a word of the people's own: the roles, skills, languages and usages there are. */
export async function ruleChoices(
  db: Knex,
  scope: Scope,
): Promise<{ roles: string[]; skills: string[]; languages: string[]; usages: string[] }> {
  const covered = personCondition(scope);
  const { rows } = await db.raw(
    `with covered as (select person.id, person.skills, person.languages from people person where ${covered.sql} and person.erased_at is null)
     select
       array(select distinct role from assignments where person_id in (select id from covered) order by role limit 200)
         as roles,
       array(select distinct skill from (
         select unnest(skills) as skill from covered
         union select skill from certificates where person_id in (select id from covered)
       ) known where skill is not null order by skill limit 500) as skills,
       array(select distinct unnest(languages) as language from covered order by language limit 200) as languages,
       array(select distinct usage from plan_cells join plans on plans.id = plan_cells.plan_id
         where plans.in_force @> now() and usage is not null order by usage limit 200) as usages`,
    covered.bindings,
  );
  return rows[0];
}
