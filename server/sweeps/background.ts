import type { Knex } from 'knex';
import type { Deps } from '../deps.ts';
import { keptSince } from '../tracks/retained.ts';
import { type LocalDay, localDaysOf, signatureOf } from './local-days.ts';
import { makeSweeps } from './make-sweeps.ts';
import { readPlansInForce, readSignatures, readWidthsAsked, usual } from './queries.ts';
import { deleteSweepsBefore } from './store.ts';
import { type SweptGround, sweptGroundOf } from './swept-ground.ts';

const dayMs = 86_400_000;
const daysAtOnce = 31;
const madeAtOnce = 200;

/** What was up to date when it was last looked at, by ground and day. */
const seenByDatabase = new WeakMap<object, Map<string, string>>();

/** Makes the sweeps of the plans in force before somebody asks for them. */
export const sweeping = {
  name: 'measure what was swept',
  everyMs: 10_000,
  run: ({ db, config }: Deps): Promise<void> => sweepAll(db, config.timeZone),
};

/** Ends what is older than the retention. */
export const retainingSweeps = {
  name: 'keep the months of sweeps',
  everyMs: dayMs,
  run: async ({ db, config }: Deps): Promise<void> => {
    const since = keptSince(config.retentionMonths, Date.now());
    if (since !== undefined) await deleteSweepsBefore(db, new Date(since));
  },
};

/**
 * Brings the sweeps of all plans that are or were in force up to date, the latest days first: what is usual in each kind
 * of place, and then at the widths that rules ask for while they hold.
 */
export async function sweepAll(db: Knex, timeZone: string): Promise<void> {
  const signatures = await readSignatures(db, [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
  const plans = await readPlansInForce(db);
  for (const { widthMetres, from, to } of [usual, ...(await readWidthsAsked(db))])
    for (const { planId, period } of plans) {
      const asked = [Math.max(period[0], from), Math.min(period[1], to)] as const;
      if (asked[0] < asked[1])
        await sweepPlan(db, await sweptGroundOf(db, planId, widthMetres), asked, { signatures, timeZone });
    }
}

async function sweepPlan(
  db: Knex,
  ground: SweptGround,
  period: readonly [number, number],
  { signatures, timeZone }: { signatures: ReadonlyMap<number, string>; timeZone: string },
): Promise<void> {
  const known = [...signatures.keys()];
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return;
  const key: object = db.client.config;
  const seen = seenByDatabase.get(key) ?? new Map<string, string>();
  seenByDatabase.set(key, seen);
  const nameOf = ({ day }: LocalDay) => `${ground.planId} ${ground.widthMetres} ${day}`;
  const markOf = (day: LocalDay) => `${ground.signature} ${signatureOf(day, signatures)}`;
  const changed = localDaysOf(period, [first, last], timeZone).filter(
    (day) => signatureOf(day, signatures) !== '' && seen.get(nameOf(day)) !== markOf(day),
  );
  for (let end = changed.length; end > 0; end -= daysAtOnce)
    await makeAll(db, ground, changed.slice(Math.max(0, end - daysAtOnce), end));
  for (const day of changed) seen.set(nameOf(day), markOf(day));
}

async function makeAll(db: Knex, ground: SweptGround, days: readonly LocalDay[]): Promise<void> {
  while ((await makeSweeps(db, ground, days, { most: madeAtOnce })) === madeAtOnce);
}
