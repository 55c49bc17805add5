import type { Knex } from 'knex';
import { violatedConstraint } from '../database/violation.ts';
import { Conflict, InvalidInput } from '../http/problem.ts';
import { type NewLimit, replaceLimit } from './limits-store.ts';

/** Sets the limit of a kind of cell from now or later on. What was judged by the one before stays as it was. */
export async function changeLimit(db: Knex, limit: NewLimit, now: Date): Promise<void> {
  if (limit.from < now)
    throw new InvalidInput(
      'limit-in-the-past',
      'A limit may begin now or later: how far help was is judged by the limit of its time.',
      '响应距离限值只能从现在或将来起生效：过去的情况按当时的限值评判。',
      [{ path: 'from', reason: 'in the past' }],
    );
  try {
    await db.transaction((trx) => replaceLimit(trx, limit));
  } catch (error) {
    if (violatedConstraint(error) !== 'response_limits_once') throw error;
    throw new Conflict(
      'limit-just-changed',
      'Somebody changed this limit just now; look at it again before you change it.',
      '该限值刚被他人修改，请刷新后再试。',
    );
  }
}
