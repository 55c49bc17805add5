import { DateTime } from 'luxon';
import type { Scope } from '../access/scope.ts';
import { closeAccountOf } from '../accounts/manage.ts';
import type { Deps } from '../deps.ts';
import { forgetPerson } from '../imports/forget-person.ts';
import { forgetWaysOf } from '../measures/background.ts';
import { settleStaysOf } from '../measures/settle.ts';
import { settleSweepsOf } from '../sweeps/settle.ts';
import { forgetPositionsOf } from '../tracks/forget.ts';
import { forgetInDecisions } from '../weekly/forget.ts';
import { endEngagements } from './engagement-store.ts';
import { getPerson } from './queries.ts';
import { anonymize, lockPeople } from './store.ts';

/**
 * Erases a person: the identity becomes a number, the account is closed, and the positions of the periods in which
 * they carried a device are deleted. Visits stay, as totals of their cells under that number; looks stay too. Duties go:
 * what a device still sends of those periods is then of somebody off duty, and not kept.
 */
export async function erasePerson({ db, config }: Deps, scope: Scope, id: number): Promise<void> {
  const now = DateTime.now().setZone(config.timeZone);
  await db.transaction(async (trx) => {
    await lockPeople(trx, [id]);
    const { number } = await getPerson(trx, scope, id);
    await settleStaysOf(trx, id);
    await forgetInDecisions(trx, id);
    await closeAccountOf(trx, id);
    await endEngagements(trx, id, now.toJSDate());
    await forgetPerson(trx, number);
    await anonymize(trx, id, now.toISODate() ?? '');
    await settleSweepsOf(trx, id, config.timeZone);
    await forgetWaysOf(trx, id);
    await forgetPositionsOf(trx, id);
  });
}
