import { DateTime } from 'luxon';
import type { Scope } from '../access/scope.ts';
import { closeAccountOf } from '../accounts/manage.ts';
import type { Deps } from '../deps.ts';
import { getPerson } from './queries.ts';
import { anonymize, endEngagements, lockPeople } from './store.ts';

/**
 * Erases a person: the identity becomes a number, the account is closed, and the positions of the periods in which
 * they carried a device are deleted. Visits stay, as totals of their cells under that number; looks stay too.
 */
export async function erasePerson({ db, config }: Deps, scope: Scope, id: number): Promise<void> {
  const now = DateTime.now().setZone(config.timeZone);
  await db.transaction(async (trx) => {
    await lockPeople(trx, [id]);
    await getPerson(trx, scope, id);
    await closeAccountOf(trx, id);
    await endEngagements(trx, id, now.toJSDate());
    await anonymize(trx, id, now.toISODate() ?? '');
    await deletePositions(trx, id);
  });
}

/**
 * The one place outside the tracks that deletes positions: what erasing means is one statement over everything that
 * holds them. A receipt's body goes with any of its fixes, even where it holds fixes of the next carrier as well:
 * those are stored as fixes.
 */
async function deletePositions(db: Deps['db'], personId: number): Promise<void> {
  await db.raw(
    `with carried as (
       select device_id, lower(period) as since, coalesce(upper(period), 'infinity') as until
       from device_carriers where person_id = :personId
     ), deleted as (
       delete from fixes using carried
       where fixes.device_id = carried.device_id
         and fixes.recorded_at >= carried.since and fixes.recorded_at < carried.until
       returning fixes.device_id, fixes.receipt_id
     ), emptied as (
       update receipts set body = null, file_name = null, refused = null
       where exists (select from deleted where deleted.device_id = receipts.device_id and deleted.receipt_id = receipts.id)
         or exists (select from carried where carried.device_id = receipts.device_id
           and receipts.received_at >= carried.since and receipts.received_at < carried.until)
     )
     delete from tracks using carried
     where tracks.device_id = carried.device_id
       and tracks.started_at >= carried.since and tracks.started_at < carried.until`,
    { personId },
  );
}
