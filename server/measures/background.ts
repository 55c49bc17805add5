import type { Knex } from 'knex';
import type { Deps } from '../deps.ts';
import { readPlansInForce } from '../sweeps/queries.ts';
import { sweptShares } from '../sweeps/swept-shares.ts';
import { keptSince } from '../tracks/retained.ts';
import { dayMs } from '../tracks/thresholds.ts';
import { askedFor } from './ground-queries.ts';
import { measuredPeriod } from './measure.ts';
import { deleteMeasuredBefore, deletePassesOf } from './measured-store.ts';
import { readPlaces } from './read-ground.ts';

/** Rules look back a month, a key question a little further. */
const aheadDays = 35;

/** Measures what rules in force ask for before somebody looks. */
export const measuring = {
  name: 'measure points and roads',
  everyMs: 60_000,
  run: async ({ db, config }: Deps): Promise<void> => {
    const now = Date.now();
    const period = [now - aheadDays * dayMs, now] as const;
    const { points, roads, squares, widths } = await askedFor(db, new Date(now));
    if (points || roads || squares) {
      const { ground } = await readPlaces(db, roads);
      await measuredPeriod(db, { ground, squares }, period);
    }
    for (const widthMetres of widths) await sweepAt(db, widthMetres, period, config.timeZone);
  },
};

/** Makes what was swept at a width that a rule asks for; what is usual is made anyway. */
async function sweepAt(
  db: Knex,
  widthMetres: number,
  period: readonly [number, number],
  timeZone: string,
): Promise<void> {
  const inForce = await readPlansInForce(db);
  const plans = inForce.map(({ planId, period: [from, to] }) => ({
    planId,
    period: [Math.max(from, period[0]), Math.min(to, period[1])] as const,
  }));
  const asked = { plans: plans.filter(({ period: [from, to] }) => from < to), widthMetres, timeZone };
  while ((await sweptShares(db, asked)).pending > 0);
}

/** Ends what is older than the retention. */
export const retainingMeasures = {
  name: 'keep the months of measures',
  everyMs: dayMs,
  run: async ({ db, config }: Deps): Promise<void> => {
    const since = keptSince(config.retentionMonths, Date.now());
    if (since !== undefined) await deleteMeasuredBefore(db, new Date(since));
  },
};

/** Takes away the ways of an erased person; that somebody was at a point stays, as the totals of cells do. */
export function forgetWaysOf(trx: Knex, personId: number): Promise<void> {
  return deletePassesOf(trx, personId);
}
