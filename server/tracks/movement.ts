import { metresBetween } from '../geo/distance.ts';
import type { DrawnFix } from './line.ts';
import type { DeviceKind } from './thresholds.ts';

export const movements = ['standing', 'foot', 'vehicle'] as const;
export type Movement = (typeof movements)[number];

/** METHODS B2: slower is standing, with the scatter of the receiver; faster goes nobody on foot. Metres a second. */
const standingBelow = 0.5;
const footUpTo = 3;
/** A speed counts over so long about a leg, for one leg may be a receiver's scatter, or a wait at a crossing. */
const windowMs = 60_000;

/** A part of a run in which somebody moved in one way; parts share the fix between them. */
export type MovementStretch = { movement: Movement; fixes: DrawnFix[] };

/**
 * Cuts a run where the way of moving changes, by the speed of the minute about each leg: the straight distance between
 * its ends, which scatter does not make longer. What is built into a vehicle never goes on foot.
 */
export function movementStretches(run: readonly DrawnFix[], deviceKind: DeviceKind): MovementStretch[] {
  const stretches: MovementStretch[] = [];
  let [first, last] = [0, 0];
  for (let index = 1; index < run.length; index++) {
    const [before, fix] = [run[index - 1] as DrawnFix, run[index] as DrawnFix];
    const middle = (before.at + fix.at) / 2;
    while (first < index - 1 && (run[first + 1] as DrawnFix).at <= middle - windowMs / 2) first++;
    last = Math.max(last, index);
    while (last < run.length - 1 && (run[last] as DrawnFix).at < middle + windowMs / 2) last++;
    const movement = movementOf(run[first] as DrawnFix, run[last] as DrawnFix, deviceKind);
    const current = stretches.at(-1);
    if (current?.movement === movement) current.fixes.push(fix);
    else stretches.push({ movement, fixes: [before, fix] });
  }
  return stretches;
}

function movementOf(from: DrawnFix, to: DrawnFix, deviceKind: DeviceKind): Movement {
  const metresPerSecond = (metresBetween(from, to) * 1000) / Math.max(1, to.at - from.at);
  if (metresPerSecond < standingBelow) return 'standing';
  return metresPerSecond > footUpTo || deviceKind === 'vehicle' ? 'vehicle' : 'foot';
}
