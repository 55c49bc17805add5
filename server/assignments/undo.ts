import type { Knex } from 'knex';
import { Conflict, NotFound } from '../http/problem.ts';
import { lockPeople } from '../people/store.ts';
import { again, type Step } from './assign-many.ts';
import { toldRefusals } from './conflicts.ts';
import { readFacts } from './facts-queries.ts';
import { judgeOne } from './judge.ts';
import { endsAfter } from './new-assignment.ts';
import type { Refused } from './refusal.ts';
import { personIdsOf, readSources } from './source-queries.ts';
import {
  deleteAssignments,
  type Ended,
  insertNew,
  lockChange,
  type OfChange,
  type StoredChange,
  setEnds,
  setUndone,
} from './store.ts';

/**
 * Takes back a step of the caller's own: what it entered goes where it has not begun, else ends now; what it ended runs
 * on; what it took away comes back. What others have changed since then stays as they left it.
 */
export async function undoChange(db: Knex, step: Omit<Step, 'mode'>, id: number) {
  return again(() =>
    db.transaction(async (trx) => {
      const change = await getOpenChange(trx, step.accountId, id);
      const created: number[] = await trx('assignments').where({ change_id: id }).pluck('id');
      const ids = [...created, ...change.ended.map((one) => one.id)];
      const people = await personIdsOf(trx, ids);
      await lockPeople(trx, [...new Set([...people, ...change.withdrawn.map(({ personId }) => personId)])]);
      const taken = await takeBack(trx, step, created);
      const reopened = await reopen(trx, step, change.ended);
      const restored = await restore(trx, step, change.withdrawn);
      await setUndone(trx, id);
      const refused = [...taken.refused, ...reopened.refused, ...restored.refused];
      return {
        ...{ withdrawn: taken.withdrawn, ended: taken.ended, restored: reopened.count + restored.count },
        skippedCount: refused.length,
        skipped: toldRefusals(refused, step.telling),
      };
    }),
  );
}

type Own = Omit<Step, 'mode'>;

/** What had been may be again, whatever plan holds its cell now. */
const restoring = { endsAtLeaving: true, isRestored: true };

async function getOpenChange(trx: Knex, accountId: number, id: number): Promise<StoredChange> {
  const change = await lockChange(trx, accountId, id);
  if (!change)
    throw new NotFound('change-not-found', `You made no change ${id}.`, `您没有编号为 ${id} 的操作。`);
  if (!change.undone) return change;
  throw new Conflict('change-undone', 'This has been taken back already.', '该操作已经撤销。');
}

/** What was entered and has not begun goes; what runs ends now. */
async function takeBack(trx: Knex, { scope }: Own, created: readonly number[]) {
  const now = new Date();
  const sources = [...(await readSources(trx, scope, created)).values()];
  const own = sources.filter(({ isOwn }) => isOwn);
  const planned = own.filter(({ from }) => from > now).map(({ id }) => id);
  const running = own.filter(({ from, to }) => from <= now && endsAfter(to, now));
  // What begins at this very millisecond would become an empty period.
  const brief = running.filter(({ from }) => from.getTime() === now.getTime()).map(({ id }) => id);
  const ends = running.filter(({ id }) => !brief.includes(id)).map(({ id }) => ({ id, to: now }));
  await deleteAssignments(trx, [...planned, ...brief]);
  await setEnds(trx, ends);
  const refused = sources
    .filter(({ isOwn }) => !isOwn)
    .map(
      (source): Refused => ({
        reason: 'assignment-of-another-area',
        assignmentId: source.id,
        row: source,
        personName: source.personName,
        placeName: source.placeName,
        joinedOn: null,
        leftOn: null,
        existing: null,
      }),
    );
  return { withdrawn: planned.length + brief.length, ended: ends.length, refused };
}

/** Lets what was ended run on until its former end, where it still ends when the step ended it. */
async function reopen(trx: Knex, { scope, telling }: Own, ended: readonly Ended[]) {
  const sources = await readSources(
    trx,
    scope,
    ended.map(({ id }) => id),
  );
  const untouched = ended.flatMap(({ id, to, formerTo }) => {
    const source = sources.get(id);
    return source?.isOwn && source.to?.getTime() === to.getTime()
      ? [{ id, row: { ...source, from: to, to: formerTo } }]
      : [];
  });
  const rows = untouched.map(({ row }) => row);
  const facts = await readFacts(trx, scope, telling.timeZone, rows);
  const refused: Refused[] = [];
  const ends: { id: number; to: Date | null }[] = [];
  untouched.forEach(({ id, row }, index) => {
    const verdict = judgeOne(row, facts, facts.existing.get(index), restoring);
    if (verdict.taken) ends.push({ id, to: verdict.taken.to });
    else refused.push({ ...verdict.refused, assignmentId: id });
  });
  await setEnds(trx, ends);
  return { count: ends.length, refused };
}

/** What had not begun comes back as the step that had entered it left it, so that this one can be taken back too. */
async function restore(trx: Knex, { scope, telling }: Own, withdrawn: readonly OfChange[]) {
  const facts = await readFacts(trx, scope, telling.timeZone, withdrawn);
  const refused: Refused[] = [];
  const rows: OfChange[] = [];
  withdrawn.forEach((row, index) => {
    const verdict = judgeOne(row, facts, facts.existing.get(index), restoring);
    if (verdict.taken) rows.push({ ...verdict.taken, changeId: row.changeId });
    else refused.push(verdict.refused);
  });
  return { count: (await insertNew(trx, rows)).length, refused };
}
