import type { Knex } from 'knex';
import { localDaysOf } from './local-days.ts';
import { makeSweeps } from './make-sweeps.ts';
import { readCarryings, readPlansInForce, readSignatures } from './queries.ts';
import { settleSweeps } from './store.ts';
import { sweptGroundOf } from './swept-ground.ts';

/**
 * Makes sure that what a person's devices swept of the plans in force is known and stays, before the positions are
 * deleted: totals of cells outlive them. To be called in the transaction that deletes.
 */
export async function settleSweepsOf(db: Knex, personId: number, timeZone: string): Promise<void> {
  const plans = await readPlansInForce(db);
  for (const { deviceId, from, to } of await readCarryings(db, personId)) {
    const carried = [from, to ?? Date.now()] as const;
    const known = [...(await readSignatures(db, carried)).keys()];
    const [first, last] = [known[0], known.at(-1)];
    if (first === undefined || last === undefined) continue;
    const days = localDaysOf(carried, [first, last], timeZone);
    for (const { planId, period } of plans) {
      const inForce = days.filter((day) => day.to > period[0] && day.from < period[1]);
      const ground = await sweptGroundOf(db, planId, 0);
      await makeSweeps(db, ground, inForce, { most: inForce.length, deviceIds: [deviceId] });
    }
    await settleSweeps(
      db,
      days.map(({ day }) => ({ day, deviceId })),
    );
  }
}
