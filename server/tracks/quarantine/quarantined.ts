import type { Rejected } from '../admit.ts';
import { type Custody, carrierLookup, isFiltered, isKept } from '../custody.ts';
import type { NewFix } from '../fix.ts';
import { flag } from '../flag.ts';
import type { Delivery } from '../ingest.ts';
import type { Quarantined } from './store.ts';

/** The protocol of a position that was decoded and could not be admitted, as JSON of what was reported. */
export const reportedProtocol = 'reported';

/** Of one delivery so many are kept: whoever sends more has a broken client or another kind of file. */
const mostKept = 1_000;

/** What is known of the delivery besides. */
export type Beside = {
  custody: Custody;
  /** What is kept of its positions, in order of time, and whether others were of a time off duty. */
  fixes: readonly NewFix[];
  hasOffDuty: boolean;
};

/**
 * The refused records of a delivery that are kept, each as a message of its own. Not one that would be of a time off
 * duty, by its own time where that can be believed and else by its arrival; nor what retention would end at once. A file
 * tells of another time than that of its arrival: what says no time in it is taken as of its neighbour's, and kept where
 * all of them were on duty.
 */
export function quarantinedOf(
  delivery: Delivery,
  refused: readonly Rejected[],
  beside: Beside,
): Omit<Quarantined, 'receiptId'>[] {
  const { deviceId, receivedAt, isLive, decoded } = delivery;
  const carrierAt = carrierLookup(beside.custody);
  const isAlone = decoded.fixes.length === 0 && decoded.refused.length === 1;
  return refused
    .flatMap((record) => {
      if (record.reason === 'older-than-retention') return [];
      const recordedAt = record.at ?? (isLive ? undefined : neighbourAt(record.index, beside));
      const isOfUnknownTime = !isLive && recordedAt === undefined && isFiltered(beside.custody);
      if (isOfUnknownTime || !isKept(beside.custody, carrierAt, recordedAt ?? receivedAt)) return [];
      const message = messageOf(record, delivery, isAlone);
      if (!message) return [];
      const { reason } = record;
      return [{ deviceId, receivedAt, isLive, reason, recordedAt: recordedAt ?? null, ...message }];
    })
    .slice(0, mostKept);
}

/** The time of the position before it in a file, or else after it; undefined where none is kept or some are not. */
function neighbourAt(index: number, { fixes, hasOffDuty }: Beside): number | undefined {
  if (hasOffDuty) return undefined;
  const dated = fixes.filter(({ own }) => (own & flag.timeSuspect) === 0);
  const before = dated.filter((fix) => fix.index < index);
  const nearest = before.reduce<NewFix | undefined>((a, b) => (a && a.index > b.index ? a : b), undefined);
  return (nearest ?? dated[0])?.at;
}

function messageOf({ reported, raw }: Rejected, { protocol, body }: Delivery, isAlone: boolean) {
  if (reported) return { protocol: reportedProtocol, raw: Buffer.from(JSON.stringify(reported)) };
  if (raw) return { protocol, raw };
  return isAlone && body ? { protocol, raw: body } : undefined;
}
