import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { openTrack, type TrackHints } from '../../../server/devices/files/open-track.ts';
import { type Ending, isRefusal, type TrackItem } from '../../../server/devices/files/track-reader.ts';
import type { Decoded, Refusal, ReportedFix } from '../../../server/tracks/fix.ts';
import { vectorsFolder } from '../../support/real-data.ts';
import type { ExpectedFix } from '../../support/vectors.ts';

export type ReadTrack = Decoded & {
  format: string;
  ending: Ending;
  /** The refused ones with what is kept of them. */
  kept: Refusal[];
};

const noHints: TrackHints = { mapping: {}, zone: 'Asia/Shanghai', fileName: null, contentType: '' };

/** What a file holds, read in pieces of so many bytes. Throws InvalidInput as an upload would. */
export async function readTrack(
  bytes: Uint8Array | string,
  hints: Partial<TrackHints> = {},
  pieceBytes = 64 * 1024,
): Promise<ReadTrack> {
  const track = await openTrack(Readable.from(piecesOf(Buffer.from(bytes), pieceBytes)), {
    ...noHints,
    ...hints,
  });
  if (track.format === 'zip') throw new Error('An archive is read by the upload.');
  const items: TrackItem[] = [];
  for await (const piece of track.pieces) {
    items.push(...track.reader.read(piece));
    if (track.reader.isOver()) break;
  }
  items.push(...track.reader.finish());
  return {
    format: track.format,
    fixes: items.filter((item): item is ReportedFix => !isRefusal(item)),
    refused: items.filter(isRefusal).map(({ index, reason }) => ({ index, reason })),
    kept: items.filter(isRefusal),
    ending: track.reader.ending(),
  };
}

function piecesOf(bytes: Buffer, pieceBytes: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, index) =>
    bytes.subarray(index * pieceBytes, (index + 1) * pieceBytes),
  );
}

/** A case of another project's suite, as far as files of tracks have it. */
export type FileVector = {
  id: string;
  input: { body?: string; content_type?: string; filename?: string; file?: { path: string } };
  expect: Expected & {
    disposition: string;
    tracks?: Expected;
    untimed_lines?: number[];
    bad_points?: number;
  };
};
type Expected = {
  segments?: number[];
  points?: number;
  points_with_time?: number;
  salvage_points?: number;
  salvage_points_at_least?: number;
  first?: ExpectedFix;
  last?: ExpectedFix;
  records?: ExpectedFix[];
};

export function bytesOf({ input }: FileVector): Buffer {
  return input.file ? readFileSync(join(vectorsFolder, input.file.path)) : Buffer.from(input.body ?? '');
}
