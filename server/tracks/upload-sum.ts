import { byKey, type NewFix, type Refusal } from './fix.ts';
import { reasonsOf } from './flag.ts';
import type { Receipt } from './ingest.ts';

/** What became of a file. The lists are cut at 10,000; the counts are whole. */
export type UploadReceipt = Pick<
  Receipt,
  'received' | 'stored' | 'duplicates' | 'flagged' | 'refused' | 'offDuty' | 'tracks'
> & { format: string; flaggedCount: number; refusedCount: number; truncated: boolean };

const mostListed = 10_000;

/** Adds up the receipts of the batches, in the order of the file. */
export function newSum() {
  const counts = { received: 0, stored: 0, duplicates: 0, offDuty: 0, flaggedCount: 0, refusedCount: 0 };
  const flagged = new Map<number, string[]>();
  const refused: Refusal[] = [];
  const tracks = new Set<number>();
  let previous: readonly NewFix[] = [];
  let batches = 0;
  const flag = (index: number, reasons: string[]) => {
    if (flagged.delete(index)) counts.flaggedCount--;
    if (reasons.length === 0) return;
    counts.flaggedCount++;
    if (flagged.size < mostListed) flagged.set(index, reasons);
  };
  return {
    isEmpty: () => batches === 0,
    add: (receipt: Receipt) => {
      batches++;
      for (const name of ['received', 'stored', 'duplicates', 'offDuty'] as const)
        counts[name] += receipt[name];
      counts.refusedCount += receipt.refused.length;
      refused.push(...receipt.refused.slice(0, mostListed - refused.length));
      for (const id of receipt.tracks) tracks.add(id);
      // The verdict on the last fixes of a batch may come with the next one.
      for (const fix of receipt.rejudged) {
        const before = previous.find((one) => byKey(one, fix) === 0);
        if (before) flag(before.index, reasonsOf(fix.judged));
      }
      for (const fix of receipt.newlyStored) if (fix.judged !== 0) flag(fix.index, reasonsOf(fix.judged));
      previous = receipt.newlyStored;
    },
    receipt: (format: string, truncated: boolean): UploadReceipt => ({
      format,
      ...counts,
      truncated,
      flagged: [...flagged]
        .flatMap(([index, reasons]) => reasons.map((reason) => ({ index, reason })))
        .sort((a, b) => a.index - b.index),
      refused: refused.sort((a, b) => a.index - b.index).map(({ index, reason }) => ({ index, reason })),
      tracks: [...tracks],
    }),
  };
}
