import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import type { Interval } from './interval.ts';

/** The cells to which the caller's own person was assigned at some time of the period. */
export async function ownCellsOf(db: Knex, scope: Scope, [from, to]: Interval): Promise<ReadonlySet<number>> {
  if (scope.ownPersonId === null || scope.everywhere) return new Set();
  const ids = await db('assignments')
    .where({ person_id: scope.ownPersonId })
    .whereNotNull('cell_id')
    .whereRaw("period && tstzrange(?, ?, '[]')", [new Date(from), new Date(to)])
    .distinct()
    .pluck('cell_id');
  return new Set(ids);
}
