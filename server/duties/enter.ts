import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import { refuseBackwards } from '../http/period.ts';
import { Conflict } from '../http/problem.ts';
import { refuseAfterLeaving } from '../people/leave.ts';
import { getPerson } from '../people/queries.ts';
import { lockPeople } from '../people/store.ts';
import { forgetOffDuty } from '../tracks/forget.ts';
import type { Duty } from './duty.ts';
import { getDuty } from './queries.ts';
import { deleteDuty, insertDuty, setDutyEnd } from './store.ts';

/** Enters a duty. One in the past keeps nothing that was not kept when it arrived. */
export async function enterDuty(
  db: Knex,
  scope: Scope,
  timeZone: string,
  duty: { personId: number; from: Date; to: Date | null },
): Promise<Duty> {
  refuseBackwards(duty.from, duty.to);
  const id = await db.transaction(async (trx) => {
    await lockPeople(trx, [duty.personId]);
    refuseAfterLeaving([await getPerson(trx, scope, duty.personId)], duty, timeZone);
    return insertDuty(trx, duty);
  });
  return getDuty(db, scope, id);
}

/**
 * Ends a duty at another time, or leaves it open. Positions that were kept after an end in the past are deleted: they
 * turn out to be of somebody off duty.
 */
export async function changeDutyEnd(
  db: Knex,
  scope: Scope,
  timeZone: string,
  id: number,
  to: Date | null,
): Promise<Duty> {
  await db.transaction(async (trx) => {
    const { personId } = await getDuty(trx, scope, id);
    await lockPeople(trx, [personId]);
    const { from, to: before } = await getDuty(trx, scope, id);
    refuseBackwards(from, to);
    refuseAfterLeaving([await getPerson(trx, scope, personId)], { from, to }, timeZone);
    await setDutyEnd(trx, id, to);
    if (to !== null && (before === null || to < before))
      await forgetOffDuty(trx, personId, { from: to, to: before }, timeZone);
  });
  return getDuty(db, scope, id);
}

/** Takes back a duty that has not begun; positions were kept in what has begun, so that can only end. */
export async function withdrawDuty(db: Knex, scope: Scope, id: number): Promise<void> {
  const { from } = await getDuty(db, scope, id);
  if (from <= new Date())
    throw new Conflict(
      'duty-begun',
      'This duty has begun; end it instead, so that it stays known why positions were kept.',
      '该值勤已经开始，请改为结束，以说明定位为何保存。',
    );
  await deleteDuty(db, id);
}
