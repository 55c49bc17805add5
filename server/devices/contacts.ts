import type { Knex } from 'knex';
import { z } from 'zod';
import type { Scope } from '../access/scope.ts';
import { carriedCondition } from '../tracks/visible.ts';

/** One delivery of a device: what arrived, and what became of it. Positions it does not hold. */
export const contact = z.object({
  id: z.int(),
  receivedAt: z.iso.datetime(),
  protocol: z.string(),
  fileName: z.string().nullable(),
  received: z.int(),
  stored: z.int(),
  duplicates: z.int(),
  flagged: z.int(),
  offDuty: z.int().describe('Positions off duty, which are counted and not kept'),
  refused: z.int(),
  batteryPercent: z.int().nullable(),
  labels: z.record(z.string(), z.string()).nullable().describe('What the sender said of itself'),
  latestAt: z.iso.datetime().nullable().describe('Of its last position kept'),
});
export type Contact = Omit<z.output<typeof contact>, 'receivedAt' | 'latestAt'> & {
  receivedAt: Date;
  latestAt: Date | null;
};

/** Deliveries of a device, latest first, of the times in which the scope covers whoever carried it. */
export async function listContacts(
  db: Knex,
  scope: Scope,
  deviceId: number,
  { after, limit }: { after: number | undefined; limit: number },
): Promise<Contact[]> {
  const carried = carriedCondition(scope, 'held.person_id');
  const { rows } = await db.raw(
    `select receipt.id, receipt.received_at as "receivedAt", receipt.protocol, receipt.file_name as "fileName",
       receipt.received, receipt.stored, receipt.duplicates, receipt.flagged, receipt.off_duty as "offDuty",
       coalesce(jsonb_array_length(receipt.refused), 0) as refused, receipt.battery_percent as "batteryPercent",
       receipt.labels, receipt.latest_at as "latestAt"
     from receipts receipt join devices device on device.id = receipt.device_id
     left join device_carriers held on held.device_id = receipt.device_id and held.period @> receipt.received_at
     where receipt.device_id = :deviceId and ${carried.sql}
       and (cast(:after as bigint) is null or receipt.id < :after)
     order by receipt.id desc limit :limit`,
    { ...carried.bindings, deviceId, after: after ?? null, limit },
  );
  return rows;
}
