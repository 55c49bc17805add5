import type { Readable } from 'node:stream';
import type { Deps } from '../deps.ts';
import { withArchive } from '../devices/files/archived.ts';
import { type OpenTrack, openTrack, type TrackHints } from '../devices/files/open-track.ts';
import { isRefusal, type TrackItem } from '../devices/files/track-reader.ts';
import { fileLimitBytes } from '../http/upload.ts';
import type { Decoded } from './fix.ts';
import { ingest } from './ingest.ts';
import { newSum, type UploadReceipt } from './upload-sum.ts';

export type Sender = { deviceId: number; tokenId: number | null; accountId: number | null };

const batchSize = 5_000;

/**
 * Reads a recorded track as it arrives and stores it in batches, each committed. Where it fails midway the sender may
 * send the whole again: what is there is not stored twice.
 */
export async function storeUpload(
  deps: Deps,
  sender: Sender,
  file: Readable,
  hints: TrackHints,
): Promise<UploadReceipt> {
  const track = await openTrack(file, hints, fileLimitBytes);
  const keep = keeper(deps, sender, hints.fileName);
  if (track.format !== 'zip') {
    await keep.file(track);
    file.resume();
  } else await withArchive(track.pieces, hints, keep.file);
  return keep.receipt();
}

/** Takes the files of one upload, one after another. */
function keeper(deps: Deps, sender: Sender, fileName: string | null) {
  const sum = newSum();
  let format = '';
  let isTruncated = false;
  let first = 0;
  let next = 0;
  let batch: Decoded = { fixes: [], refused: [] };
  const flush = async () => {
    const decoded = batch;
    batch = { fixes: [], refused: [] };
    const delivery = {
      ...sender,
      protocol: format,
      isLive: false,
      fileName,
      receivedAt: Date.now(),
      decoded,
    };
    sum.add(await ingest(deps, delivery));
  };
  const take = async (items: Iterable<TrackItem>) => {
    for (const item of items) {
      const index = first + item.index;
      next = Math.max(next, index + 1);
      if (isRefusal(item)) batch.refused.push({ ...item, index });
      else batch.fixes.push({ ...item, index });
      if (batch.fixes.length + batch.refused.length >= batchSize) await flush();
    }
  };
  return {
    file: async (track: Exclude<OpenTrack, { format: 'zip' }>): Promise<void> => {
      const { reader, pieces } = track;
      format = track.format;
      first = next;
      for await (const piece of pieces) {
        await take(reader.read(piece));
        if (reader.isOver()) break;
      }
      await take(reader.finish());
      isTruncated ||= reader.ending() === 'cut';
    },
    receipt: async (): Promise<UploadReceipt> => {
      if (sum.isEmpty() || batch.fixes.length + batch.refused.length > 0) await flush();
      return sum.receipt(format, isTruncated);
    },
  };
}
