import type { Refusal, ReportedFix } from '../../tracks/fix.ts';
import { parseDegrees } from '../protocols/number.ts';
import { parseIsoTime } from '../protocols/time.ts';

/** A record of a file: a fix, or what should have been one with the reason why it is none. */
export type TrackItem = ReportedFix | Refusal;

/** How a file ended: whole, or cut short or broken at some place. */
export type Ending = 'whole' | 'cut';

/**
 * Reads one format piece by piece, in the memory of its longest record. A record that is wrong is an item with its
 * reason and takes no other along; what cannot be read at all throws InvalidInput.
 */
export type TrackReader<Piece> = {
  /** Takes the next piece, yields the records that it completes. */
  read: (piece: Piece) => Iterable<TrackItem>;
  /** True once nothing more will come of the file. */
  isOver: () => boolean;
  /** Says that the file has ended, yields what was held back. */
  finish: () => Iterable<TrackItem>;
  /** How the file ended; asked last. */
  ending: () => Ending;
};

/** What is beside the position, and reads as unknown where it is missing. */
export type Placed = Omit<ReportedFix, 'index'>;

/** What is kept of a record that is no fix. */
export type About = {
  /** The record as a file of its format that holds nothing else, so that it can be read again; none of one too long. */
  alone: () => string | Uint8Array | undefined;
  /** When it says it was, epoch milliseconds, where that can be read. */
  recordedAt?: (() => number | undefined) | undefined;
};

/** A record longer than this is a damaged file rather than a record. */
export const longestRecordBytes = 1024 * 1024;

/** The item of a record: where it is none, `read` is the reason. */
export function itemOf(index: number, read: Placed | string, about?: About): TrackItem {
  return typeof read === 'string' ? refusalOf(index, read, about) : { index, ...read };
}

/** What should have been a fix, with what is kept of it. */
export function refusalOf(index: number, reason: string, about?: About): Refusal {
  if (!about) return { index, reason };
  const alone = about.alone();
  const raw = alone === undefined ? undefined : Buffer.from(alone);
  const recordedAt = about.recordedAt?.();
  return {
    index,
    reason,
    ...(raw && raw.length <= longestRecordBytes && { raw }),
    ...(recordedAt !== undefined && { recordedAt }),
  };
}

export function isRefusal(item: TrackItem): item is Refusal {
  return 'reason' in item;
}

/** Where and when a point of an XML track was, of its texts as they stand there, or why it is no fix. */
export function placedAt(
  latText: string | undefined,
  lonText: string | undefined,
  timeText: string | undefined,
): Placed | string {
  const [lat, lon] = [parseDegrees(latText ?? ''), parseDegrees(lonText ?? '')];
  if (Number.isNaN(lat) || Number.isNaN(lon)) return 'not-a-number';
  const time = timeText?.trim();
  if (!time) return 'no-time';
  const recordedAt = parseIsoTime(time);
  return recordedAt === undefined ? 'bad-time' : { recordedAt, lat, lon };
}
