import type { Knex } from 'knex';
import { localDaysOf } from './local-days.ts';
import { makeSweeps } from './make-sweeps.ts';
import { readCarryings, readPlansInForce, readSignatures, readWidthsAsked, usual } from './queries.ts';
import { settleSweeps } from './store.ts';
import { sweptGroundOf } from './swept-ground.ts';

/**
 * Makes sure that what a person's devices swept of the plans in force, also at the widths that rules ask or asked for, is known and stays, before the positions are
 * deleted: totals of cells outlive them. To be called in the transaction that deletes.
 */
export async function settleSweepsOf(db: Knex, personId: number, timeZone: string): Promise<void> {
  const plans = await readPlansInForce(db);
  const widths = [usual, ...(await readWidthsAsked(db))];
  for (const { deviceId, from, to } of await readCarryings(db, personId)) {
    const carried = [from, to ?? Date.now()] as const;
    const known = [...(await readSignatures(db, carried)).keys()];
    const [first, last] = [known[0], known.at(-1)];
    if (first === undefined || last === undefined) continue;
    const days = localDaysOf(carried, [first, last], timeZone);
    for (const { planId, period } of plans)
      for (const { widthMetres, from: since, to: until } of widths) {
        const [first, behind] = [Math.max(period[0], since), Math.min(period[1], until)];
        const asked = days.filter((day) => day.to > first && day.from < behind);
        if (asked.length === 0) continue;
        const ground = await sweptGroundOf(db, planId, widthMetres);
        await makeSweeps(db, ground, asked, { most: asked.length, deviceIds: [deviceId] });
      }
    await settleSweeps(
      db,
      days.map(({ day }) => ({ day, deviceId })),
    );
  }
}
