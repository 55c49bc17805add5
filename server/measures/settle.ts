import type { Knex } from 'knex';
import { readCarryings, readSignatures } from '../sweeps/queries.ts';
import { wereSquaresAsked } from './ground-queries.ts';
import { measureDays } from './measure.ts';
import { readPlaces } from './read-ground.ts';

/**
 * Makes sure that it is known when a person was at points and in which squares, before the positions that tell it are
 * deleted: totals outlive them. To be called in the transaction that deletes, before the person is marked as erased: stays of the erased are kept
 * as they are from then on.
 */
export async function settleStaysOf(trx: Knex, personId: number): Promise<void> {
  const { ground } = await readPlaces(trx, false);
  const squares = await wereSquaresAsked(trx);
  if (ground.zones.length === 0 && !squares) return;
  for (const { deviceId, from, to } of await readCarryings(trx, personId)) {
    const known = [...(await readSignatures(trx, [from, to ?? Date.now()])).keys()];
    const days = [...new Set(known.flatMap((day) => [day, day + 1]))];
    await measureDays(trx, { ground, squares }, days, { onlyDeviceId: deviceId, most: null });
  }
}
