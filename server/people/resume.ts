import type { Knex } from 'knex';
import { forgetOffDuty, rereadCarriedSince } from '../tracks/forget.ts';
import { type Engagement, type Leaving, resumeEngagements } from './engagement-store.ts';

/**
 * Lets what leaving had ended go on; answers of whom what could not. What a device reported while nobody carried it is
 * its carrier's again, so what they were off duty for is not kept.
 */
export async function resume(
  trx: Knex,
  timeZone: string,
  leaving: readonly Leaving[],
): Promise<Map<number, Engagement[]>> {
  if (leaving.length === 0) return new Map();
  const now = new Date();
  const left = await resumeEngagements(trx, leaving);
  // Each holds devices of their own; few of a register left by an import while they carried one.
  for (const { personId, at, ended } of leaving) {
    if (at >= now || !ended.some(({ what }) => what === 'device')) continue;
    await forgetOffDuty(trx, personId, { from: at, to: now }, timeZone);
    await rereadCarriedSince(trx, personId, at);
  }
  const stays = new Map<number, Engagement[]>();
  for (const { personId, what } of left) stays.set(personId, [...(stays.get(personId) ?? []), what]);
  return stays;
}
