import type { Knex } from 'knex';
import type { VisitSource } from './assess.ts';
import type { Interval } from './interval.ts';
import type { JudgedPlan } from './judged-plans.ts';
import { lastVisits } from './last-visits.ts';
import { replaySource } from './replay.ts';
import { readVisits } from './visit-queries.ts';

/** Where a plan's visits come from, and the time in which obligations hold for its cells. */
export type Sourced = { source: VisitSource; obliged: (plan: JudgedPlan) => Interval };

const always: Interval = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

/**
 * Visits are stored for the cells in force at each instant. A plan that is judged where it was not in force, as drafts
 * always are, or whose fixes are being located again, has them computed from the stored fixes instead; its rules then
 * oblige for as long as they hold, else for as long as the plan was in force too.
 */
export async function sourceFor(db: Knex, plan: JudgedPlan | null, past: Interval): Promise<Sourced> {
  if (plan && !(await isStored(db, plan, past)))
    return { source: replaySource(db, plan.id), obliged: () => always };
  return { source: storedSource(db), obliged: ({ inForce }) => inForce ?? always };
}

async function isStored(
  db: Knex,
  { inForce, isRelocating }: JudgedPlan,
  [from, to]: Interval,
): Promise<boolean> {
  if (inForce === null || isRelocating) return false;
  if (from >= inForce[0] && to <= inForce[1]) return true;
  const { rows } = await db.raw(
    `select not exists (select from tracks
       where (started_at < :begin and started_at >= cast(:from as timestamptz) - interval '1 day' and ended_at >= :from)
         or (started_at < :to and ended_at >= :end)) as nothing`,
    {
      from: new Date(from),
      to: new Date(to),
      begin: new Date(Math.min(Math.max(inForce[0], from), to)),
      end: new Date(Math.min(Math.max(inForce[1], from), to)),
    },
  );
  return rows[0].nothing;
}

function storedSource(db: Knex): VisitSource {
  return {
    kind: 'stored',
    lookbackMs: 0,
    dataFrom: async () => {
      const { rows } = await db.raw(
        'select extract(epoch from min(entered_at))::float8 * 1000 as at from visits',
      );
      return rows[0].at ?? Number.POSITIVE_INFINITY;
    },
    read: (period, edges, cellId, withGaps) => readVisits(db, period, edges, cellId, withGaps),
    lastBefore: lastVisits,
  };
}
