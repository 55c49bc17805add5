import type { E7 } from '../geo/distance.ts';

/** A position as a source reported it, in degrees of WGS-84 or the device's datum, before anything is checked. */
export type ReportedFix = {
  /** Its place in what was sent, for the receipt. */
  index: number;
  /** Epoch milliseconds. */
  recordedAt: number;
  lon: number;
  lat: number;
  accuracyMetres?: number | undefined;
  speedMetresPerSecond?: number | undefined;
  courseDegrees?: number | undefined;
  altitudeMetres?: number | undefined;
  /** The source began a new segment here. */
  breakBefore?: boolean | undefined;
  /** The phone says that the position was made up by another program. */
  mock?: boolean | undefined;
  /** The receiver says that it has no position: what it sends is its last one, or none. */
  notPositioned?: boolean | undefined;
};

/**
 * What was not kept, and why. `raw` is the record alone, as a message of its protocol that holds nothing else: it goes
 * into quarantine and can be decoded again. Absent where the whole message is the record. `recordedAt` is the time that
 * it says it is of, epoch milliseconds, where it could be read.
 */
export type Refusal = {
  index: number;
  reason: string;
  raw?: Uint8Array | undefined;
  recordedAt?: number | undefined;
};

/**
 * What a decoder makes of a message or file: fixes, and what should have been one with the reason. What is neither, a
 * heartbeat say, is in no list. `labels` are what the sender calls itself (id, tid, topic, device_id …): never trusted.
 */
export type Decoded = {
  fixes: ReportedFix[];
  refused: Refusal[];
  labels?: Readonly<Record<string, string>> | undefined;
  /** The message holds more than the lists say: a place of another kind or time, which nothing here can judge. */
  holdsMore?: boolean | undefined;
  /** The last that the message says of the device's battery, 0 to 100. */
  batteryPercent?: number | undefined;
};

/** A fix as the reading of a track needs it. Instants are epoch milliseconds. */
export type ReadFix = {
  readonly at: number;
  readonly lonE7: number;
  readonly latE7: number;
  readonly accuracyMetres: number | null;
  readonly breakBefore: boolean;
  /** The flags it has whatever its neighbours are. */
  readonly own: number;
  /** Its flags in the database; null while it is not there. */
  stored: number | null;
  /** Its flags as judged. */
  judged: number;
};

/** A fix on its way into the database. */
export type NewFix = ReadFix & {
  readonly index: number;
  readonly speedMetresPerSecond: number | null;
  readonly courseDegrees: number | null;
  readonly altitudeMetres: number | null;
  readonly reportedAt: number | null;
  /** Where the device said that it was, in its own datum, where that was converted. */
  readonly reportedE7: E7 | null;
};

/** The order in which a device's fixes are read, and in which batches are written: the order of the key. */
export function byKey(a: ReadFix, b: ReadFix): number {
  return a.at - b.at || a.lonE7 - b.lonE7 || a.latE7 - b.latE7;
}
