import type { Knex } from 'knex';
import type { Deps } from '../deps.ts';
import { keptSince } from '../tracks/retained.ts';
import { dayMs } from '../tracks/thresholds.ts';
import { askedFor } from './ground-queries.ts';
import { measureAhead } from './measure.ts';
import { deleteMeasuredBefore, deletePassesOf } from './measured-store.ts';
import { readPlaces } from './read-ground.ts';

/** Measures what rules in force ask for before somebody looks, since the first of them began: what was is judged, too. */
export const measuring = {
  name: 'measure points and roads',
  everyMs: 60_000,
  run: async ({ db }: Deps): Promise<void> => {
    const now = Date.now();
    const { points, roads, squares, since } = await askedFor(db, new Date(now));
    if (!points && !roads && !squares) return;
    const { ground } = await readPlaces(db, roads);
    await measureAhead(db, { ground, squares }, [since, now]);
  },
};

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
