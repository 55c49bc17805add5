import type { Knex } from 'knex';
import type { Scope } from '../../access/scope.ts';
import { Conflict } from '../../http/problem.ts';
import { listCellsMeeting } from '../queries.ts';
import { readDisturbances, readEdit } from './queries.ts';

/** Throws where somebody changed one of these cells after the revision that an edit was made on; shows theirs. */
export async function requireUntouched(
  trx: Knex,
  scope: Scope,
  planId: number,
  revision: number,
  cellIds: readonly number[],
): Promise<void> {
  const disturbed = await readDisturbances(trx, planId, revision, cellIds);
  if (disturbed.length === 0) return;
  const conflicts = [];
  // A conflict is rare and about a few cells.
  for (const { cellId, editId } of disturbed.slice(0, 20)) {
    const { kind, by, at } = await readEdit(trx, editId);
    conflicts.push({
      cell: cellId,
      edit: editId,
      kind,
      by,
      at,
      cells: await listCellsMeeting(trx, scope, planId, cellId),
    });
  }
  const who = [...new Set(conflicts.map(({ by }) => by ?? '?'))].join(', ');
  throw new Conflict(
    'edit-conflict',
    `${who} changed the same cells meanwhile; look at theirs and decide.`,
    `${who} 刚修改了相同的网格，请查看对方的修改后再决定。`,
    { conflicts },
  );
}
