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
};

/** What was not kept, and why. */
export type Refusal = { index: number; reason: string };

/** What a decoder makes of a request or file: fixes, and what is none with the reason. */
export type Decoded = { fixes: ReportedFix[]; refused: Refusal[] };

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
};

/** The order in which a device's fixes are read, and in which batches are written: the order of the key. */
export function byKey(a: ReadFix, b: ReadFix): number {
  return a.at - b.at || a.lonE7 - b.lonE7 || a.latE7 - b.latE7;
}
