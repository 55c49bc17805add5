import { clip, type Interval, lengthOf, outside } from '../coverage/interval.ts';
import { tally, type Visit } from '../coverage/presence.ts';
import type { InsideVisit } from './inside.ts';

/** The times inside a period at which a visit was seen, without the reporting gaps. */
export function seenOf(visit: Visit, period: Interval): Interval[] {
  let seen = clip([[visit.enteredAt, visit.leftAt]], period);
  for (const gap of visit.bridged ?? []) seen = outside(seen, gap);
  return seen;
}

/** How long at least one of the intervals held, in ms: M of METHODS B2. They may overlap and come in any order. */
export function unionMs(intervals: readonly Interval[]): number {
  const merged: [number, number][] = [];
  for (const [from, to] of intervals.toSorted((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return lengthOf(merged);
}

/** A visit as it is told: clipped to the period. */
export function clipped(visit: Visit, period: Interval): InsideVisit {
  const { dwellSeconds, bridgedSeconds, metres } = tally([visit], period);
  return {
    enteredAt: new Date(Math.max(visit.enteredAt, period[0])).toISOString(),
    leftAt: new Date(Math.min(visit.leftAt, period[1])).toISOString(),
    wasInside: visit.enteredAt < period[0],
    staysOn: visit.leftAt > period[1],
    dwellSeconds,
    bridgedSeconds,
    metres: Math.round(metres * 10) / 10,
  };
}
