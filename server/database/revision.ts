import type { Knex } from 'knex';

/**
 * What is counted as a whole: `staff` are assignments and what rules ask of the people in them, `thresholds` what fixes
 * are judged by, `points` the places to be visited.
 */
type Counted = 'areas' | 'cells' | 'staff' | 'thresholds' | 'points';

/** Tells caches, also those of other processes, that something changed; the last statement of a transaction. */
export async function raiseRevision(db: Knex, name: Counted): Promise<void> {
  await db('revisions').where({ name }).increment('revision', 1);
}

/**
 * Holds the counter of the staff until the transaction ends: whoever changes the staff has raised it and is waited for,
 * or waits. What is read of the staff from here on is as it will be when the transaction ends.
 */
export async function holdStaff(trx: Knex): Promise<void> {
  await trx.raw(`select revision from revisions where name = 'staff' for update`);
}

/** More people than that are read as quickly with everybody. */
const mostNamed = 2_000;
/** So many changes are remembered, and pruned so many at a time. */
const remembered = 10_000;
const prunedAtOnce = 1_000;

/**
 * The same for the staff, with the people of whom an assignment or what rules ask of them changed; null for too many
 * to name. The counter's row is held until the transaction ends, so that revisions are seen in order and each with its people.
 */
export async function raiseStaffRevision(db: Knex, personIds: readonly number[] | null): Promise<void> {
  const named = personIds && [...new Set(personIds)];
  const { rows } = await db.raw(
    `with raised as (
       update revisions set revision = revision + 1 where name = 'staff' returning revision
     )
     insert into staff_changes (revision, person_ids)
     select revision, cast(:personIds as bigint[]) from raised returning revision`,
    { personIds: named && named.length > mostNamed ? null : named },
  );
  const revision: number = rows[0].revision;
  if (revision % prunedAtOnce === 0)
    await db('staff_changes')
      .where('revision', '<=', revision - remembered)
      .delete();
}
