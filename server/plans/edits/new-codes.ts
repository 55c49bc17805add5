import type { Knex } from 'knex';
import { codeGiver } from '../codes.ts';
import type { PlanOwner } from '../owners.ts';
import { readRules } from '../proof/rules.ts';

/**
 * Gives new cells of these owners codes that neither a plan of the layer, drafts included, nor this plan, at any time of
 * its editing, ever had; nor those that are `leaving` it just now.
 */
export async function newCodes(
  trx: Knex,
  plan: { id: number; layer: string },
  owners: readonly (PlanOwner | undefined)[],
  leaving: readonly string[],
): Promise<{ code: string; name: string }[]> {
  if (owners.length === 0) return [];
  const { template } = await readRules(trx, plan.id);
  const prefixes = [...new Set(owners.map((owner) => template.beginning(owner ?? null)))];
  const { rows } = await trx.raw(
    `select plan_cells.code from unnest(:prefixes::text[]) as given(prefix)
     join plan_cells on plan_cells.code ~>=~ given.prefix and plan_cells.code ~<~ (given.prefix || '~')
     join plans on plans.id = plan_cells.plan_id
     where plans.layer = :layer
     union
     select edit_cells.before ->> 'code' from unnest(:prefixes::text[]) as given(prefix)
     join edit_cells on edit_cells.before ->> 'code' ~>=~ given.prefix and edit_cells.before ->> 'code' ~<~ (given.prefix || '~')
     join edits on edits.id = edit_cells.edit_id and edits.plan_id = :planId
     where edit_cells.before is not null
     union
     select edit_cells.after ->> 'code' from edit_cells
     join edits on edits.id = edit_cells.edit_id and edits.plan_id = :planId and edits.undone_at is not null
     where edit_cells.after is not null`,
    { planId: plan.id, layer: plan.layer, prefixes },
  );
  const next = codeGiver([...leaving, ...rows.map((row: { code: string }) => row.code)], template);
  return owners.map((owner) => {
    const { code, number } = next(owner ?? null);
    return { code, name: `${owner ? `${owner.name} ` : ''}第${number}格` };
  });
}
