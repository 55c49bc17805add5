import type { Knex } from 'knex';
import type { Caller } from '../../access/caller.ts';
import type { Scope } from '../../access/scope.ts';
import { violatedConstraint } from '../../database/violation.ts';
import type { Bounds } from '../../geo/position.ts';
import { Conflict, type Language } from '../../http/problem.ts';
import { type Draft, lockOwnDraft } from '../access.ts';
import { loadCellsIn } from '../load-cells.ts';
import type { Finding } from '../proof/finding.ts';
import { answerOf } from './answer.ts';
import { compareFindings } from './compare-findings.ts';
import type { EditAnswer } from './edit.ts';
import { proveNear, readSurroundings } from './near-proof.ts';
import { cellsPutSince, findSteps } from './queries.ts';
import { swapEdit } from './store.ts';
import { findTangle } from './tangles.ts';

/** Undoes the caller's last edit of a draft, or makes the last undone one again. */
export async function stepEdit(
  db: Knex,
  caller: Caller,
  scope: Scope,
  planId: number,
  step: 'undo' | 'redo',
  language: Language,
): Promise<EditAnswer> {
  return db.transaction(async (trx) => {
    const plan = await lockOwnDraft(trx, scope, planId);
    const editId = (await findSteps(trx, planId, caller.accountId))[step];
    if (editId === undefined) throw nothingTo(step);
    const proof = await proofAround(trx, plan, editId);
    const before = await proof?.();
    const since = await cellsPutSince(trx, planId, editId);
    const made = await swapEdit(trx, planId, editId, step === 'undo' ? 'before' : 'after').catch(
      (error: unknown) => {
        if (violatedConstraint(error) !== 'plan_cells_owner_area_fkey') throw error;
        throw ownerGone(step);
      },
    );
    if (!made) throw changedSince(step);
    const after = await proof?.();
    // Others may have given the land that comes back to somebody else; cells that crossed before may cross again.
    const withSince = ({ cells }: Finding) => cells.some((id) => since.has(id));
    if (before && after && findTangle(before.findings.filter(withSince), after.findings.filter(withSince)))
      throw changedSince(step);
    const findings = before && after ? compareFindings(before, after) : undefined;
    return answerOf(trx, caller, planId, { ...made, editId }, findings, language);
  });
}

/** More cells than this are not proved with the step; the proof of the plan tells. */
const mostProved = 500;

/** The proof of the land around an edit's cells, to be asked before and after. */
async function proofAround(trx: Knex, plan: Draft, editId: number) {
  const { rows } = await trx.raw(
    `select count(*)::int as count, min(st_xmin(cells.geometry)) as west, min(st_ymin(cells.geometry)) as south,
       max(st_xmax(cells.geometry)) as east, max(st_ymax(cells.geometry)) as north
     from edit_cells join cells on cells.id = edit_cells.cell_id where edit_cells.edit_id = :editId`,
    { editId },
  );
  const { count, west, south, east, north } = rows[0];
  if (count === 0 || count > mostProved) return undefined;
  const box: Bounds = [west, south, east, north];
  return async () => {
    const cells = await loadCellsIn(trx, plan.id, box);
    return {
      cells,
      findings: await proveNear(trx, cells, box, await readSurroundings(trx, plan, cells, box)),
    };
  };
}

function ownerGone(step: 'undo' | 'redo'): Conflict {
  return new Conflict(
    'owner-gone',
    `The area that the cells belonged to has been deleted; to ${step} is not possible any more.`,
    `网格原属辖区已被删除，无法${step === 'undo' ? '撤销' : '重做'}。`,
  );
}

function nothingTo(step: 'undo' | 'redo'): Conflict {
  return step === 'undo'
    ? new Conflict(
        'nothing-to-undo',
        'You have no edit to undo in this plan.',
        '您在此方案中没有可撤销的修改。',
      )
    : new Conflict(
        'nothing-to-redo',
        'You have no edit to redo in this plan.',
        '您在此方案中没有可重做的修改。',
      );
}

function changedSince(step: 'undo' | 'redo'): Conflict {
  return new Conflict(
    'edit-conflict',
    `Somebody changed the same cells since; to ${step} would take that away. Look at theirs first.`,
    `他人此后修改了相同的网格，${step === 'undo' ? '撤销' : '重做'}会覆盖对方的修改，请先查看。`,
    { conflicts: [] },
  );
}
