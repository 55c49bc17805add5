import type { Knex } from 'knex';
import { NotFound } from '../http/problem.ts';
import type { DeviceDatum } from './admit.ts';
import { timestampOf } from './columns.ts';
import { type CustodyRow, custodyColumns, type Period } from './custody.ts';

/**
 * Holds the device until the transaction ends: its deliveries come one after the other. The lock also gives the
 * transaction its id, and must be taken before the cells are read: a relocation waits for every such transaction.
 */
export async function lockDevice(
  db: Knex,
  deviceId: number,
): Promise<{ datum: DeviceDatum; alwaysOnDuty: boolean }> {
  const { rows } = await db.raw(
    `select datum, always_on_duty as "alwaysOnDuty" from devices where id = :deviceId for no key update`,
    { deviceId },
  );
  if (rows[0]) return rows[0];
  throw new NotFound('device-not-found', `There is no device ${deviceId}.`, `没有终端 ${deviceId}。`);
}

/**
 * Who carries the device, their duties in a period, where reading stopped, the revision of the cells in force, and the
 * number of the next receipt.
 */
export async function loadState(
  db: Knex,
  deviceId: number,
  { from, to }: Period,
): Promise<CustodyRow & { head: unknown; cellsRevision: number; receiptId: number }> {
  const { rows } = await db.raw(
    `select ${custodyColumns},
       (select state from resume_points where device_id = :deviceId and at = 'infinity') as head,
       (select revision from revisions where name = 'cells') as "cellsRevision",
       nextval(pg_get_serial_sequence('receipts', 'id')) as "receiptId"`,
    { deviceId, from: timestampOf(from), to: timestampOf(to) },
  );
  return rows[0];
}
