import type { Knex } from 'knex';
import { raiseStaffRevision } from '../database/revision.ts';
import type { Wanted } from './assignment.ts';
import { columnsOf } from './facts-queries.ts';
import type { NewAssignment } from './new-assignment.ts';

/** Everybody to every place, in order of key; returns the new ids. The exclusion constraints refuse overlaps. */
export async function insertAssignments(
  db: Knex,
  wanted: Wanted,
  changeId: number | null = null,
): Promise<number[]> {
  const { rows } = await db.raw(
    `insert into assignments (person_id, cell_id, area_id, role, period, change_id)
     select person_id, cell_id, area_id, :role, tstzrange(:from, :to), :changeId
     from unnest(cast(:personIds as bigint[])) person_id
     cross join (
       select cell_id, cast(null as bigint) as area_id from unnest(cast(:cellIds as bigint[])) cell_id
       union all
       select null, area_id from unnest(cast(:areaIds as bigint[])) area_id
     ) place
     order by person_id, cell_id, area_id
     returning id`,
    { ...wanted, changeId },
  );
  await raiseStaffRevision(db, wanted.personIds);
  return rows.map(({ id }: { id: number }) => id);
}

export async function setAssignmentEnd(db: Knex, id: number, to: Date | null): Promise<void> {
  const { rows } = await db.raw(
    'update assignments set period = tstzrange(lower(period), :to) where id = :id returning person_id as "personId"',
    { id, to },
  );
  await raiseStaffRevision(db, personIdsOf(rows));
}

export async function deleteAssignment(db: Knex, id: number): Promise<void> {
  const { rows } = await db.raw('delete from assignments where id = :id returning person_id as "personId"', {
    id,
  });
  await raiseStaffRevision(db, personIdsOf(rows));
}

function personIdsOf(rows: readonly { personId: number }[]): number[] {
  return rows.map(({ personId }) => personId);
}

export type ChangeKind = 'assign' | 'end' | 'move' | 'rehome';
/** An assignment that a step ended at `to`, and the end that it had had. */
export type Ended = { id: number; to: Date; formerTo: Date | null };

/** An assignment and the step that enters it, or had entered it before it was taken away. */
export type OfChange = NewAssignment & { changeId: number | null };

/** Notes who takes a step, with what it ends and takes away. What it enters is to refer to the id. */
export async function insertChange(
  db: Knex,
  change: {
    accountId: number;
    kind: ChangeKind;
    ended: readonly Ended[];
    withdrawn: readonly OfChange[];
  },
): Promise<number> {
  const [row] = await db('assignment_changes')
    .insert({
      account_id: change.accountId,
      kind: change.kind,
      ended: JSON.stringify(change.ended),
      withdrawn: JSON.stringify(change.withdrawn),
    })
    .returning('id');
  return row.id;
}

export async function setUndone(db: Knex, changeId: number): Promise<void> {
  await db('assignment_changes').where({ id: changeId }).update({ undone_at: db.fn.now() });
}

/** Holds a step of somebody's until the transaction ends, so that it is taken back once. */
export async function lockChange(db: Knex, accountId: number, id: number): Promise<StoredChange | undefined> {
  const { rows } = await db.raw(
    `select id, ended, withdrawn, undone_at is not null as undone from assignment_changes
     where id = :id and account_id = :accountId for update`,
    { id, accountId },
  );
  const [row] = rows;
  return (
    row && {
      undone: row.undone,
      ended: row.ended.map(({ to, formerTo, ...rest }: StoredEnd) => ({
        ...rest,
        to: new Date(to),
        formerTo: formerTo === null ? null : new Date(formerTo),
      })),
      withdrawn: row.withdrawn.map(({ from, to, ...rest }: StoredRow) => ({
        ...rest,
        from: new Date(from),
        to: to === null ? null : new Date(to),
      })),
    }
  );
}

export type StoredChange = { undone: boolean; ended: Ended[]; withdrawn: OfChange[] };
type StoredEnd = { id: number; to: string; formerTo: string | null };
type StoredRow = Omit<OfChange, 'from' | 'to'> & { from: string; to: string | null };

/** Enters assignments of many people, places and periods; returns the ids. The exclusion constraints refuse overlaps. */
export async function insertNew(db: Knex, rows: readonly OfChange[]): Promise<number[]> {
  if (rows.length === 0) return [];
  const inserted = await db.raw(
    `insert into assignments (person_id, cell_id, area_id, role, period, change_id)
     select person_id, cell_id, area_id, role, tstzrange(starts, ends), change_id
     from unnest(cast(:personIds as bigint[]), cast(:cellIds as bigint[]), cast(:areaIds as bigint[]),
       cast(:roles as text[]), cast(:froms as timestamptz[]), cast(:tos as timestamptz[]),
       cast(:changeIds as bigint[]))
       as row(person_id, cell_id, area_id, role, starts, ends, change_id)
     returning id`,
    { ...columnsOf(rows), changeIds: rows.map(({ changeId }) => changeId) },
  );
  await raiseStaffRevision(db, personIdsOf(rows));
  return inserted.rows.map(({ id }: { id: number }) => id);
}

/** Gives each its end; null leaves it open. */
export async function setEnds(db: Knex, ends: readonly { id: number; to: Date | null }[]): Promise<void> {
  if (ends.length === 0) return;
  const { rows } = await db.raw(
    `update assignments set period = tstzrange(lower(period), row.ends)
     from unnest(cast(:ids as bigint[]), cast(:tos as timestamptz[])) as row(id, ends)
     where assignments.id = row.id returning person_id as "personId"`,
    { ids: ends.map(({ id }) => id), tos: ends.map(({ to }) => to) },
  );
  await raiseStaffRevision(db, personIdsOf(rows));
}

export async function deleteAssignments(db: Knex, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const deleted = await db('assignments')
    .whereIn('id', [...ids])
    .delete()
    .returning('person_id as personId');
  await raiseStaffRevision(db, personIdsOf(deleted));
}
