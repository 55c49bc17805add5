import type { Knex } from 'knex';
import { retrying } from '../database/retry.ts';
import type { Deps } from '../deps.ts';
import { flag } from './flag.ts';
import { dropPartitions, makePartitions } from './partitions.ts';
import { keptSince } from './retained.ts';

/** Makes the months to come, and ends what is older than the retention; at the start and daily. */
export const retaining = {
  name: 'keep the months of fixes',
  everyMs: 24 * 3_600_000,
  run: ({ db, config }: Deps): Promise<void> => retain(db, config.retentionMonths, new Date()),
};

/** A month is dropped as a whole; a fix with a suspect time goes when its arrival is that long ago. */
export async function retain(db: Knex, retentionMonths: number, now: Date): Promise<void> {
  await makePartitions(db, retentionMonths, now);
  const since = keptSince(retentionMonths, now.getTime());
  if (since === undefined) return;
  const before = new Date(since);
  await dropPartitions(db, before);
  for (const statement of endings) await db.raw(statement, { before });
  // Together, so that what is held of visits never outlasts them.
  await retrying(() =>
    db.transaction(async (trx) => {
      for (const statement of visitEndings) await trx.raw(statement, { before });
    }),
  );
}

const endings = [
  `delete from fixes where flags & ${flag.timeSuspect} = 0 and recorded_at < :before`,
  `delete from fixes where flags & ${flag.timeSuspect} <> 0 and received_at < :before`,
  'delete from tracks where ended_at < :before',
  'delete from receipts where received_at < :before',
  'delete from quarantine where received_at < :before',
  'delete from off_duty_counts where day < cast(:before as timestamptz)::date',
  `delete from resume_points where at < :before and at <> 'infinity'`,
];

const visitEndings = [
  'delete from visits where left_at < :before',
  // A visit lasts a day at most.
  `delete from visit_days where day < cast(:before as timestamptz)::date - 2`,
  `update visit_days set revision = revision + 1 where day <= cast(:before as timestamptz)::date + 1`,
];
