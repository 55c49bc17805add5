import type { Knex } from 'knex';
import { lockPeople } from '../people/store.ts';
import { again, type Step } from './assign-many.ts';
import { refuseConflicts, toldRefusals } from './conflicts.ts';
import { readFacts } from './facts-queries.ts';
import { judgeOne } from './judge.ts';
import { type NewAssignment, withoutDoubles } from './new-assignment.ts';
import {
  type Able,
  isWithdrawn,
  partTransfers,
  type Source,
  successorsOf,
  type Transfer,
} from './part-transfers.ts';
import type { Existing, Refused } from './refusal.ts';
import { personIdsOf, readSources, rowsOf } from './source-queries.ts';
import { type ChangeKind, deleteAssignments, insertChange, insertNew, setEnds } from './store.ts';

/**
 * Ends assignments and enters those that go on from them, in one transaction. What has not begun by then is taken away
 * instead of ended. An assignment of which one successor cannot be entered stays whole.
 */
export async function transfer(db: Knex, step: Step, kind: ChangeKind, asked: readonly Transfer[]) {
  const { scope, mode, telling } = step;
  const ids = [...new Set(asked.map(({ assignmentId }) => assignmentId))];
  return again(() =>
    db.transaction(async (trx) => {
      await lockPeople(trx, await personIdsOf(trx, ids));
      const now = new Date();
      const parted = partTransfers(asked, await readSources(trx, scope, ids), now);
      const { going, refused } = await judgeSuccessors(trx, step, kind, parted.able);
      refused.unshift(...parted.refused);
      refuseConflicts(refused, going.length, mode, telling);
      const done = await carryOut(trx, step.accountId, kind, going, now);
      return { ...done, skippedCount: refused.length, skipped: toldRefusals(refused, telling) };
    }),
  );
}

/** An assignment that ends at an instant, and what is entered in its stead. */
type Going = { source: Source; at: Date; rows: NewAssignment[] };

async function judgeSuccessors(
  trx: Knex,
  { scope, telling }: Step,
  kind: ChangeKind,
  able: readonly Able[],
): Promise<{ going: Going[]; refused: Refused[] }> {
  const wanted = able.map(successorsOf);
  const endedIds = able.map(({ source }) => source.id);
  const facts = await readFacts(trx, scope, telling.timeZone, wanted.flat(), endedIds);
  const going: Going[] = [];
  const refused: Refused[] = [];
  let index = 0;
  able.forEach(({ source, at }, place) => {
    const verdicts = (wanted[place] ?? []).flatMap((row) => {
      const existing = facts.existing.get(index++);
      if (kind === 'rehome' && existing && holds(existing, row)) return [];
      return [judgeOne(row, facts, existing, { endsAtLeaving: true })];
    });
    const against = verdicts.flatMap((verdict) => (verdict.taken ? [] : [verdict.refused]))[0];
    if (against) refused.push({ ...against, assignmentId: source.id });
    else going.push({ source, at, rows: verdicts.flatMap(({ taken }) => taken ?? []) });
  });
  return { going, refused };
}

/** Whoever was assigned ahead to a cell of the new plan is not entered a second time. */
function holds(existing: Existing, row: NewAssignment): boolean {
  const { from, to } = existing;
  return from <= row.from && (to === null || (row.to !== null && to >= row.to));
}

async function carryOut(trx: Knex, accountId: number, kind: ChangeKind, going: readonly Going[], now: Date) {
  const isGone = ({ source, at }: Going) => isWithdrawn(source, at, now);
  const gone = going.filter(isGone).map(({ source }) => source);
  const ended = going
    .filter((one) => !isGone(one))
    .map(({ source, at }) => ({ id: source.id, to: at, formerTo: source.to }));
  const withdrawn = await rowsOf(
    trx,
    gone.map(({ id }) => id),
  );
  const change = await insertChange(trx, { accountId, kind, ended, withdrawn });
  await setEnds(trx, ended);
  await deleteAssignments(
    trx,
    gone.map(({ id }) => id),
  );
  const rows = withoutDoubles(going.flatMap((one) => one.rows));
  const ids = await insertNew(
    trx,
    rows.map((row) => ({ ...row, changeId: change })),
  );
  return { change, ended: ended.length, withdrawn: gone.length, created: ids.length, ids };
}
