import type { Knex } from 'knex';
import type { Caller } from '../access/caller.ts';
import type { Scope } from '../access/scope.ts';
import { getOwnPlan, requireDraft } from './access.ts';
import { parseTemplate } from './code-template.ts';
import { codeGiver, readPublishedCodes } from './codes.ts';
import { recordChanges } from './edits/record.ts';
import { boundsOf } from './generate/territory.ts';
import { type LoadedCell, loadCells } from './load-cells.ts';
import { reusedCodeFindings } from './proof/reused-codes.ts';
import { readingOrder } from './reading-order.ts';
import { lockDraft, putCodes, raisePlanRevision } from './store.ts';

/**
 * Numbers the new cells of a draft by its template, owner by owner from the west to the east and the north to the
 * south. Cells that carry on a published code keep it, and no code that was ever published is given again; what other
 * drafts have is not minded, so that their trials leave no holes in the numbers.
 */
export async function renumber(
  db: Knex,
  caller: Pick<Caller, 'accountId'>,
  scope: Scope,
  planId: number,
): Promise<{ renumbered: number; revision: number }> {
  const plan = await getOwnPlan(db, scope, planId);
  requireDraft(plan);
  return db.transaction(async (trx) => {
    await lockDraft(trx, planId, plan.revision);
    const cells = await loadCells(trx, planId);
    const used = await readPublishedCodes(trx, plan.layer);
    const stray = new Set(
      (await reusedCodeFindings(trx, planId, plan.layer, cells)).flatMap((finding) => finding.cells),
    );
    const published = new Set(used);
    const settled = settledCells(cells.filter(({ id, code }) => published.has(code) && !stray.has(id)));
    const fresh = cells.filter(({ id }) => !settled.has(id));
    const owners = await readOwnerCodes(trx, planId);
    const next = codeGiver(used, parseTemplate(plan.codeTemplate));
    const placed = fresh.map(({ ownerAreaId, outline }) => ({ ownerAreaId, bounds: boundsOf(outline) }));
    const given = readingOrder(placed).flatMap((index) => {
      const cell = fresh[index];
      if (!cell) return [];
      const { code, number } = next(owners.get(cell.ownerAreaId ?? 0) ?? null);
      return [{ cellId: cell.id, code, name: renamed(cell.name, number) }];
    });
    const before = new Map(fresh.map(({ id, code }) => [id, code]));
    const changed = given.filter(({ cellId, code }) => before.get(cellId) !== code);
    const author = {
      accountId: caller.accountId,
      kind: 'set' as const,
      value: { renumbered: changed.length },
    };
    const revision = await recordChanges(trx, planId, author, async () => {
      await putCodes(trx, planId, given);
      return raisePlanRevision(trx, planId);
    });
    return { renumbered: changed.length, revision };
  });
}

/** Of cells with the same code one carries it on: the first, which is the oldest. */
function settledCells(cells: readonly LoadedCell[]): Set<number> {
  const first = new Map<string, number>();
  for (const { id, code } of cells) if (!first.has(code)) first.set(code, id);
  return new Set(first.values());
}

/** A name that was made of the number follows it. */
function renamed(name: string, number: number): string {
  return name.replace(/第\d+格$/, `第${number}格`);
}

async function readOwnerCodes(
  trx: Knex,
  planId: number,
): Promise<Map<number, { areaId: number; code: string | null }>> {
  const { rows } = await trx.raw(
    `select id, code from areas
     where id in (select owner_area_id from plan_cells where plan_id = :planId)`,
    { planId },
  );
  const owner = ({ id, code }: { id: number; code: string | null }) => ({ areaId: id, code });
  return new Map(rows.map((row: { id: number; code: string | null }) => [row.id, owner(row)]));
}
