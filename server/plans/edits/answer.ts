import type { Knex } from 'knex';
import type { Caller } from '../../access/caller.ts';
import { everywhere } from '../../access/scope.ts';
import type { Language } from '../../http/problem.ts';
import type { Finding } from '../proof/finding.ts';
import { toFeature } from '../proof/problems.ts';
import { readCells } from '../queries.ts';
import type { EditAnswer } from './edit.ts';
import { findSteps, readEdit } from './queries.ts';
import type { Made } from './store.ts';

/** What an edit, or its undoing, is answered with. */
export async function answerOf(
  trx: Knex,
  caller: Caller,
  planId: number,
  made: Made,
  findings: { caused: readonly Finding[]; cured: readonly Finding[] } | undefined,
  language: Language,
): Promise<EditAnswer> {
  const features = (list: readonly Finding[] = []) =>
    list.map((finding, index) => toFeature(finding, index + 1, language));
  const { undo, redo } = await findSteps(trx, planId, caller.accountId);
  return {
    edit: await readEdit(trx, made.editId),
    revision: made.revision,
    removed: made.removed,
    // A planner of the whole scope sees all of its cells.
    changed: await readCells(trx, everywhere, planId, made.changed),
    caused: features(findings?.caused),
    cured: features(findings?.cured),
    isProved: findings !== undefined,
    undoable: undo !== undefined,
    redoable: redo !== undefined,
  };
}
