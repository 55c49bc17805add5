import { clip, type Interval, outside } from '../coverage/interval.ts';
import { tally, type Visit } from '../coverage/presence.ts';
import type { InsideVisit } from './inside.ts';

/** The times inside a period at which a visit was seen, without the reporting gaps. */
export function seenOf(visit: Visit, period: Interval): Interval[] {
  let seen = clip([[visit.enteredAt, visit.leftAt]], period);
  for (const gap of visit.bridged ?? []) seen = outside(seen, gap);
  return seen;
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
