import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import { violatedConstraint } from '../database/violation.ts';
import { refuseBackwards } from '../http/period.ts';
import { lockPeople } from '../people/store.ts';
import { type ConflictMode, refuseConflicts, type Telling, toldRefusals } from './conflicts.ts';
import { sentElsewhere } from './elsewhere.ts';
import { readFacts } from './facts-queries.ts';
import { type Judged, judge } from './judge.ts';
import type { NewAssignment } from './new-assignment.ts';
import { insertChange, insertNew } from './store.ts';

/** Who takes a step, what may be touched, and how refusals are told. */
export type Step = { scope: Scope; accountId: number; mode: ConflictMode; telling: Telling };

/**
 * Enters assignments in one transaction: all of them, or what stands against them is told by name, or, in mode skip,
 * those against which nothing stands. The people are held while it runs: of two who assign the same person at the same
 * moment, the second is told what the first entered.
 */
export async function assignMany(db: Knex, step: Step, wanted: readonly NewAssignment[]) {
  for (const { from, to } of wanted.slice(0, 1)) refuseBackwards(from, to);
  return again(() =>
    db.transaction(async (trx) => {
      await lockPeople(trx, [...new Set(wanted.map(({ personId }) => personId))]);
      const { scope, accountId, mode, telling } = step;
      const facts = await readFacts(trx, scope, telling.timeZone, wanted);
      const judged = judge(wanted, facts, { endsAtLeaving: mode === 'skip' });
      refuseConflicts(judged.refused, judged.taken.length, mode, telling);
      const change = await insertChange(trx, { accountId, kind: 'assign', ended: [], withdrawn: [] });
      const ids = await insertNew(
        trx,
        judged.taken.map((row) => ({ ...row, changeId: change })),
      );
      return {
        ...{ created: ids.length, ids, change },
        ...(await sentElsewhere(trx, ids, telling.language)),
        ...tellSkipped(judged, telling),
      };
    }),
  );
}

function tellSkipped({ refused, shortened }: Judged, telling: Telling) {
  return {
    skippedCount: refused.length,
    skipped: toldRefusals(refused, telling),
    shortened: shortened.map(({ row: { personId, cellId, areaId, from, to }, by }) => ({
      personId,
      cellId,
      areaId,
      from,
      to,
      by,
    })),
  };
}

/**
 * Runs a step once more where the exclusion constraints refuse it: somebody entered the same without holding the
 * people, and the second reading finds and names it.
 */
export async function again<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!violatedConstraint(error)?.startsWith('assignments_')) throw error;
    return work();
  }
}
