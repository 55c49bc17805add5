import type { Knex } from 'knex';
import { type CodeTemplate, parseTemplate } from '../code-template.ts';
import { type Limits, limitsOf } from '../limits.ts';

/** What the cells of a plan are held against besides each other and the areas. */
export type ProofRules = {
  layer: string;
  template: CodeTemplate;
  /** The plan of whose cells they must be unions. */
  unionsOf: { planId: number; revision: number } | null;
  /** Raised by every publication: codes may have been used by it. */
  publications: number;
  limits: Limits;
  /** The newest layer: cells are held against the lines that are loaded. */
  newestLayer: number;
};

export async function readRules(db: Knex, planId: number): Promise<ProofRules> {
  const { rows } = await db.raw(
    `select plans.layer, plans.code_template as template, plans.limits,
       (select coalesce(max(id), 0) + count(*) from layers) as "newestLayer", base.id as "baseId", base.revision as "baseRevision",
       (select revision from revisions where name = 'cells') as publications
     from plans left join plans base on base.id = plans.unions_of_plan_id where plans.id = :planId`,
    { planId },
  );
  const { layer, template, baseId, baseRevision, publications, limits, newestLayer } = rows[0];
  return {
    layer,
    template: parseTemplate(template),
    unionsOf: baseId === null ? null : { planId: baseId, revision: baseRevision },
    publications,
    limits: limitsOf(limits),
    newestLayer,
  };
}

/** Names everything of the rules that a proof depends on. */
export function rulesKey({
  layer,
  template,
  unionsOf,
  publications,
  limits,
  newestLayer,
}: ProofRules): string {
  return JSON.stringify([layer, template.text, unionsOf, publications, limits, newestLayer]);
}
