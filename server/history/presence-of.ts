import { type Interval, union } from '../coverage/interval.ts';
import { tally, type Visit } from '../coverage/presence.ts';
import { seenOf } from '../inside/sums.ts';

/** When somebody was seen (M of METHODS B2), when each was (P), and what the visits come to, inside a period. */
export type PresenceOf = {
  occupied: readonly Interval[];
  each: readonly Interval[];
  visits: number;
  bridgedSeconds: number;
  metres: number;
};

export function presenceOf(visits: readonly Visit[], period: Interval): PresenceOf {
  const each = visits.flatMap((visit) => seenOf(visit, period));
  const sum = tally(visits, period);
  return {
    occupied: union(each),
    each,
    visits: sum.visits,
    bridgedSeconds: sum.bridgedSeconds,
    metres: Math.round(sum.metres * 10) / 10,
  };
}
