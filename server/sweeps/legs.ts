import { metresBetween } from '../geo/distance.ts';
import { type Custody, carrierLookup } from '../tracks/custody.ts';
import { isUsed } from '../tracks/flag.ts';
import { legMetres } from '../tracks/leg.ts';
import type { Thresholds } from '../tracks/thresholds.ts';
import { lookoutMetres, lookoutMs } from './movement.ts';

/** Fixes of one device in the order of their key, as columns; the time in epoch ms, positions in degrees times 1e7. */
export type FixColumns = {
  at: number[];
  lonE7: number[];
  latE7: number[];
  flags: number[];
  breakBefore: boolean[];
  isCoarse: boolean[];
};

/** Legs as columns, clipped to a period; positions in degrees. */
export type Legs = {
  fromLon: number[];
  fromLat: number[];
  toLon: number[];
  toLat: number[];
  metresPerSecond: number[];
  /** Whether it is part of a stay on the spot of ten minutes or more. */
  isLookout: boolean[];
};

/**
 * The legs between consecutive good fixes of one carrier inside a half-open period, epoch ms (METHODS B2); one that
 * crosses an end is cut there. A position that is coarse is passed over, for a strip about it would say nothing.
 */
export function legsOf(
  { at, lonE7, latE7, flags, breakBefore, isCoarse }: FixColumns,
  custody: Custody,
  thresholds: Thresholds,
  [from, to]: readonly [number, number],
): Legs {
  const legs: Legs = { fromLon: [], fromLat: [], toLon: [], toLat: [], metresPerSecond: [], isLookout: [] };
  const carrierAt = carrierLookup(custody);
  let last: { at: number; lonE7: number; latE7: number; personId: number | null } | undefined;
  const stay = newStay();
  let [lastAt, broken] = [Number.NEGATIVE_INFINITY, false];
  for (let index = 0; index < at.length; index++) {
    const instant = at[index] ?? 0;
    if (instant - lastAt > thresholds.pauseSeconds * 1000) [last, broken] = [undefined, false];
    lastAt = instant;
    broken ||= breakBefore[index] ?? false;
    if (!isUsed(flags[index] ?? 0) || isCoarse[index]) continue;
    const personId = carrierAt(instant);
    const fix = { at: instant, lonE7: lonE7[index] ?? 0, latE7: latE7[index] ?? 0, personId };
    const metres = last?.personId === personId ? legMetres(thresholds, last, fix, broken) : undefined;
    if (last && metres !== undefined) {
      const isInside = instant > from && last.at < to;
      if (isInside) addCut(legs, last, fix, metres, [from, to]);
      goOn(stay, legs, last, fix, isInside);
    } else {
      endStay(stay);
    }
    [last, broken] = [fix, false];
  }
  return legs;
}

/** A stay within a circle about its first position, with the places of its legs. */
type Stay = { first: End | undefined; places: number[] };

const newStay = (): Stay => ({ first: undefined, places: [] });

/** Takes the leg from one position to the next into the stay, or ends it where that lies outside of the circle. */
function goOn(stay: Stay, legs: Legs, last: End, next: End, isInside: boolean): void {
  if (stay.first && metresBetween(stay.first, next) > lookoutMetres) endStay(stay);
  if (!stay.first && metresBetween(last, next) <= lookoutMetres) stay.first = last;
  if (!stay.first) return;
  const place = legs.isLookout.length - 1;
  if (isInside) stay.places.push(place);
  if (next.at - stay.first.at < lookoutMs) return;
  for (const known of stay.places) legs.isLookout[known] = true;
  stay.places.length = 0;
}

function endStay(stay: Stay): void {
  stay.first = undefined;
  stay.places.length = 0;
}

type End = { at: number; lonE7: number; latE7: number };

function addCut(legs: Legs, a: End, b: End, metres: number, [from, to]: readonly [number, number]): void {
  const elapsed = b.at - a.at;
  const begin = elapsed > 0 ? Math.max(0, (from - a.at) / elapsed) : 0;
  const end = elapsed > 0 ? Math.min(1, (to - a.at) / elapsed) : 1;
  const [lon, lat] = [b.lonE7 - a.lonE7, b.latE7 - a.latE7];
  legs.fromLon.push((a.lonE7 + begin * lon) / 1e7);
  legs.fromLat.push((a.latE7 + begin * lat) / 1e7);
  legs.toLon.push((a.lonE7 + end * lon) / 1e7);
  legs.toLat.push((a.latE7 + end * lat) / 1e7);
  legs.metresPerSecond.push(elapsed > 0 ? (metres * 1000) / elapsed : 0);
  legs.isLookout.push(false);
}
