import type { Rejected } from '../admit.ts';
import { type Custody, carrierLookup, isKept } from '../custody.ts';
import type { Delivery } from '../ingest.ts';
import type { Quarantined } from './store.ts';

/** The protocol of a position that was decoded and could not be admitted, as JSON of what was reported. */
export const reportedProtocol = 'reported';

/** Of one delivery so many are kept: whoever sends more has a broken client or another kind of file. */
const mostKept = 1_000;

/**
 * The refused records of a delivery that are kept, each as a message of its own. Not one that would be of a time off
 * duty, by its own time where that can be believed and else by its arrival; nor what retention would end at once.
 */
export function quarantinedOf(
  delivery: Delivery,
  custody: Custody,
  refused: readonly Rejected[],
): Omit<Quarantined, 'receiptId'>[] {
  const { deviceId, receivedAt, isLive, decoded } = delivery;
  const carrierAt = carrierLookup(custody);
  const isAlone = decoded.fixes.length === 0 && decoded.refused.length === 1;
  return refused
    .flatMap((record) => {
      if (record.reason === 'older-than-retention') return [];
      if (!isKept(custody, carrierAt, record.at ?? receivedAt)) return [];
      const message = messageOf(record, delivery, isAlone);
      return message ? [{ deviceId, receivedAt, isLive, reason: record.reason, ...message }] : [];
    })
    .slice(0, mostKept);
}

function messageOf({ reported, raw }: Rejected, { protocol, body }: Delivery, isAlone: boolean) {
  if (reported) return { protocol: reportedProtocol, raw: Buffer.from(JSON.stringify(reported)) };
  if (raw) return { protocol, raw };
  return isAlone && body ? { protocol, raw: body } : undefined;
}
