import type { Knex } from 'knex';

/**
 * What is counted as a whole: `staff` are assignments and what rules ask of the people in them, `thresholds` what fixes
 * are judged by.
 */
type Counted = 'areas' | 'cells' | 'staff' | 'thresholds';

/** Tells caches, also those of other processes, that something changed; the last statement of a transaction. */
export async function raiseRevision(db: Knex, name: Counted): Promise<void> {
  await db('revisions').where({ name }).increment('revision', 1);
}
