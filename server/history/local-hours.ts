import { DateTime } from 'luxon';
import type { Interval } from '../coverage/interval.ts';

const hoursOfWeek = 168;

const quarterMs = 900_000;
const hourMs = 3_600_000;

/** How many ms of the intervals fall in each hour of the local week, Monday 0:00 first. */
export function byHourOfWeek(intervals: readonly Interval[], timeZone: string): Float64Array {
  const hourOf = localHours(timeZone);
  const sums = new Float64Array(hoursOfWeek);
  for (const [from, to] of intervals) {
    for (let at = from; at < to; ) {
      const { hour, endsAt } = hourOf(at);
      const end = Math.min(to, endsAt);
      sums[hour] = (sums[hour] ?? 0) + end - at;
      at = end;
    }
  }
  return sums;
}

/** Every zone's offset is a whole number of quarters of an hour, and changes at one. */
function localHours(timeZone: string): (at: number) => { hour: number; endsAt: number } {
  const offsets = new Map<number, number>();
  const offsetAt = (at: number) => {
    const quarter = Math.floor(at / quarterMs);
    const known = offsets.get(quarter) ?? DateTime.fromMillis(at, { zone: timeZone }).offset * 60_000;
    offsets.set(quarter, known);
    return known;
  };
  return (at) => {
    const local = at + offsetAt(at);
    const hours = Math.floor(local / hourMs);
    // The first of January 1970 was a Thursday.
    const hour = (((hours + 72) % hoursOfWeek) + hoursOfWeek) % hoursOfWeek;
    const untilHour = (hours + 1) * hourMs - local;
    const untilQuarter = quarterMs - (((at % quarterMs) + quarterMs) % quarterMs);
    const isSteady = offsetAt(at + untilHour - 1) === offsetAt(at);
    return { hour, endsAt: at + (isSteady ? untilHour : Math.min(untilHour, untilQuarter)) };
  };
}

/** The local weeks, from Monday 0:00, that meet a period, each clipped to it. */
export function weeksOf([from, to]: Interval, timeZone: string): Interval[] {
  const weeks: Interval[] = [];
  let begin = DateTime.fromMillis(from, { zone: timeZone }).startOf('week');
  while (begin.toMillis() < to) {
    const end = begin.plus({ weeks: 1 });
    weeks.push([Math.max(from, begin.toMillis()), Math.min(to, end.toMillis())]);
    begin = end;
  }
  return weeks;
}
