import type { Knex } from 'knex';
import { everywhere } from '../access/scope.ts';
import { refuseAfterLeaving } from '../people/leave.ts';
import { getPerson } from '../people/queries.ts';
import { lockPeople } from '../people/store.ts';
import { forgetOffDuty } from '../tracks/forget.ts';
import type { Duty } from './duty.ts';
import { listDuties } from './queries.ts';
import { endDutiesNow, insertDuty } from './store.ts';

/** The duty that a person is on at this moment: of several the one that began first. */
export async function presentDuty(db: Knex, personId: number): Promise<Duty | null> {
  const duties = await listDuties(db, everywhere, { person: personId, at: new Date() }, { limit: 100 });
  return duties.at(-1) ?? null;
}

/**
 * Goes on duty from this moment on by the server's clock, without an end. Nothing changes for somebody on duty, so that
 * it may be sent again.
 */
export async function goOnDuty(db: Knex, timeZone: string, personId: number): Promise<Duty | null> {
  await db.transaction(async (trx) => {
    await lockPeople(trx, [personId]);
    if (await presentDuty(trx, personId)) return;
    const duty = { from: new Date(), to: null };
    refuseAfterLeaving([await getPerson(trx, everywhere, personId)], duty, timeZone);
    await insertDuty(trx, { personId, ...duty });
  });
  return presentDuty(db, personId);
}

/**
 * Goes off duty at this moment: every duty that runs ends, a scheduled one before its time; later ones stay. What was
 * kept of a time after it, by a device whose clock is ahead, is deleted.
 */
export async function goOffDuty(db: Knex, timeZone: string, personId: number): Promise<void> {
  await db.transaction(async (trx) => {
    await lockPeople(trx, [personId]);
    const now = new Date();
    if ((await endDutiesNow(trx, personId, now)) > 0)
      await forgetOffDuty(trx, personId, { from: now, to: null }, timeZone);
  });
}
