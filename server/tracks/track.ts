import { type E7, metresBetween } from '../geo/distance.ts';
import type { ReadFix } from './fix.ts';
import { isUsed } from './flag.ts';
import { dayMs, type Thresholds } from './thresholds.ts';

/** The sums of a stretch of a device's fixes; lines are drawn from the fixes. Bounds are of the good ones, if any. */
export type Track = {
  readonly personId: number | null;
  readonly startedAt: number;
  endedAt: number;
  fixes: number;
  flagged: number;
  metres: number;
  movingSeconds: number;
  westE7: number;
  southE7: number;
  eastE7: number;
  northE7: number;
  /** It goes on from one that was cut at a day. */
  readonly continued: boolean;
};

/** Where the device has stayed, within a circle, since when. */
export type Stay = E7 & { readonly at: number };

const halfDayMs = dayMs / 2;

export function beginTrack(fix: ReadFix, personId: number | null, continued: boolean): Track {
  return {
    personId,
    startedAt: fix.at,
    endedAt: fix.at,
    fixes: 0,
    flagged: 0,
    metres: 0,
    movingSeconds: 0,
    westE7: fix.lonE7,
    southE7: fix.latE7,
    eastE7: fix.lonE7,
    northE7: fix.latE7,
    continued,
  };
}

/** A track is at most a day long, and where one goes on beyond, it is cut at fixed instants (as visits are). */
export function isTooLong(track: Track, at: number): boolean {
  const latest = track.continued
    ? (Math.floor(track.startedAt / halfDayMs) + 1) * halfDayMs
    : track.startedAt + dayMs;
  return at > latest;
}

export function addFix(track: Track, fix: ReadFix): void {
  const isFirstGood = isUsed(fix.judged) && track.fixes === track.flagged;
  track.endedAt = fix.at;
  track.fixes += 1;
  if (!isUsed(fix.judged)) track.flagged += 1;
  if (isFirstGood) {
    track.westE7 = track.eastE7 = fix.lonE7;
    track.southE7 = track.northE7 = fix.latE7;
  } else if (isUsed(fix.judged) || track.fixes === track.flagged) {
    track.westE7 = Math.min(track.westE7, fix.lonE7);
    track.southE7 = Math.min(track.southE7, fix.latE7);
    track.eastE7 = Math.max(track.eastE7, fix.lonE7);
    track.northE7 = Math.max(track.northE7, fix.latE7);
  }
}

export function addLeg(
  { movingMetresPerSecond }: Thresholds,
  track: Track,
  metres: number,
  elapsedMs: number,
): void {
  track.metres += metres;
  if (metres * 1000 >= movingMetresPerSecond * elapsedMs) track.movingSeconds += elapsedMs / 1000;
}

/** The stay after a good fix, and whether the device has just left one that was long enough to be a pause. */
export function stayAfter(
  { stayMetres, pauseSeconds }: Thresholds,
  stay: Stay | undefined,
  lastAt: number | undefined,
  fix: ReadFix,
): { stay: Stay; leaves: boolean } {
  if (stay && metresBetween(stay, fix) <= stayMetres) return { stay, leaves: false };
  const leaves = stay !== undefined && lastAt !== undefined && lastAt - stay.at > pauseSeconds * 1000;
  return { stay: { at: fix.at, lonE7: fix.lonE7, latE7: fix.latE7 }, leaves };
}
