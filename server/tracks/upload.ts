import type { Readable } from 'node:stream';
import type { Deps } from '../deps.ts';
import { charactersOf } from '../devices/protocols/characters.ts';
import { type GpxEnd, gpxReader } from '../devices/protocols/gpx.ts';
import { InvalidInput } from '../http/problem.ts';
import { byKey, type Decoded, type NewFix, type Refusal } from './fix.ts';
import { reasonsOf } from './flag.ts';
import { ingest, type Receipt } from './ingest.ts';

export type Sender = { deviceId: number; tokenId: number | null; accountId: number | null };

/** What became of a file. The lists are cut at {@link mostListed}; the counts are whole. */
export type UploadReceipt = Pick<
  Receipt,
  'received' | 'stored' | 'duplicates' | 'flagged' | 'refused' | 'offDuty' | 'tracks'
> & { flaggedCount: number; refusedCount: number; truncated: boolean };

const batchSize = 5_000;
const mostListed = 10_000;

/**
 * Reads a recorded GPX as it arrives and stores it in batches, each committed. Where it fails midway the sender may
 * send the whole again: what is there is not stored twice.
 */
export async function storeUpload(
  deps: Deps,
  sender: Sender,
  file: Readable,
  fileName: string | null,
): Promise<UploadReceipt> {
  let batch: Decoded = { fixes: [], refused: [] };
  const reader = gpxReader({
    fix: (fix) => void batch.fixes.push(fix),
    refuse: (refusal) => void batch.refused.push(refusal),
  });
  const sum = newSum();
  const flush = async () => {
    const decoded = batch;
    batch = { fixes: [], refused: [] };
    const delivery = { ...sender, protocol: 'gpx', isLive: false, fileName, receivedAt: Date.now(), decoded };
    sum.add(await ingest(deps, delivery));
  };
  for await (const characters of charactersOf(file)) {
    const goesOn = reader.write(characters);
    if (batch.fixes.length + batch.refused.length >= batchSize) await flush();
    if (!goesOn) break;
  }
  file.resume();
  const end = reader.end();
  refuseOther(end);
  if (sum.isEmpty() || batch.fixes.length + batch.refused.length > 0) await flush();
  return sum.receipt(end.kind === 'cut');
}

/** Adds up the receipts of the batches, in the order of the file. */
function newSum() {
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
    receipt: (truncated: boolean): UploadReceipt => ({
      ...counts,
      truncated,
      flagged: [...flagged]
        .flatMap(([index, reasons]) => reasons.map((reason) => ({ index, reason })))
        .sort((a, b) => a.index - b.index),
      refused: refused.sort((a, b) => a.index - b.index),
      tracks: [...tracks],
    }),
  };
}

const otherFormats: Record<string, string> = {
  TrainingCenterDatabase: 'TCX',
  kml: 'KML',
};

function refuseOther(end: GpxEnd): void {
  if (end.kind === 'doctype')
    throw new InvalidInput(
      'document-type',
      'The file declares a document type or entities of its own, which are not read. Save it as plain GPX.',
      '文件含有文档类型声明（DTD）或自定义实体，不予读取。请另存为普通 GPX。',
    );
  if (end.kind !== 'not-gpx') return;
  const what = otherFormats[end.root ?? ''] ?? 'something else';
  throw new InvalidInput(
    'unsupported-format',
    `The file is ${what}, not GPX. GPX 1.0 and 1.1 are taken.`,
    `文件不是 GPX${end.root && otherFormats[end.root] ? `（而是 ${what}）` : ''}。目前接受 GPX 1.0 和 1.1。`,
    [],
    415,
  );
}
