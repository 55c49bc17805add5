import { DateTime } from 'luxon';
import { minutesOf, type WeekHours } from './hours.ts';
import { isSchoolDay, weekdayOf } from './school-days.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** So long before it begins a window stands for what is obliged, unless the one before it still runs. */
export const aheadMs = 7 * dayMs;
/** Windows of earlier and later days are not looked at: nobody was assigned then, nobody knows yet. */
const [firstDay, endDay] = [Date.UTC(1990, 0, 1) / dayMs, Date.UTC(2100, 0, 1) / dayMs];

/**
 * The windows of a rule's hours, in order, in epoch ms. Window i is [starts[i], ends[i]) and stands for what is obliged
 * from `heldFrom[i]` until it ends: what is short in it is short from then on.
 */
export type Windows = {
  starts: Float64Array;
  ends: Float64Array;
  heldFrom: Float64Array;
  /** The first of the windows that follow one another up to this one without a time in between that obliges nothing. */
  runStart: Int32Array;
  /** Which weekday and which of the rule's hours: windows of the same slot ask for the same hours of the week. */
  slots: Int32Array;
  slotHours: readonly SlotHours[];
  /** All windows that begin before this instant are known. */
  knownTo: number;
};

/** 1 is Monday; minutes since midnight, half-open. */
export type SlotHours = { weekday: number; fromMinute: number; toMinute: number };

/** The windows of the local days from that of `from` to the one that ends after `to`. */
export function windowsOf(hours: WeekHours, timeZone: string, from: number, to: number): Windows {
  const slotHours = slotsOf(hours);
  const found: [start: number, end: number, slot: number][] = [];
  const lastDay = Math.min(localDay(to, timeZone) + 1, endDay);
  for (let day = Math.max(firstDay, localDay(from, timeZone)); day <= lastDay; day++) {
    const weekday = weekdayOf(day);
    slotHours.forEach((slot, index) => {
      if (slot.weekday !== weekday || (slot.isSchool && !isSchoolDay(day))) return;
      const [start, end] = [
        instantOf(day, slot.fromMinute, timeZone),
        instantOf(day, slot.toMinute, timeZone),
      ];
      if (start < end) found.push([start, end, index]);
    });
  }
  return linked(
    found.sort(([a], [b]) => a - b),
    slotHours,
    midnightOf(lastDay + 1, timeZone),
  );
}

/** The index of the window that stands for an instant, -1 where none does: nothing is obliged then. */
export function windowFor({ ends, heldFrom }: Windows, at: number): number {
  const index = firstEndingAfter(ends, at);
  return index < ends.length && (heldFrom[index] ?? at) <= at ? index : -1;
}

/** The index of the first window that ends after an instant; their number where none does. */
export function firstEndingAfter(ends: Float64Array, at: number): number {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ends[middle] ?? 0) > at) high = middle;
    else low = middle + 1;
  }
  return low;
}

function slotsOf(hours: WeekHours): (SlotHours & { isSchool: boolean })[] {
  return hours.flatMap(({ days, from, to, schoolDays }) =>
    [...new Set(days)].map((weekday) => ({
      weekday,
      fromMinute: minutesOf(from),
      toMinute: minutesOf(to),
      isSchool: schoolDays === true,
    })),
  );
}

function linked(
  found: readonly [start: number, end: number, slot: number][],
  slotHours: readonly SlotHours[],
  knownTo: number,
): Windows {
  const column = (value: (one: readonly [number, number, number]) => number) =>
    Float64Array.from(found, value);
  const [starts, ends] = [column(([start]) => start), column(([, end]) => end)];
  const heldFrom = new Float64Array(found.length);
  const runStart = new Int32Array(found.length);
  for (let index = 0; index < found.length; index++) {
    const before = ends[index - 1] ?? Number.NEGATIVE_INFINITY;
    heldFrom[index] = Math.max(before, (starts[index] ?? 0) - aheadMs);
    runStart[index] = heldFrom[index] === before ? (runStart[index - 1] ?? 0) : index;
  }
  return {
    starts,
    ends,
    heldFrom,
    runStart,
    slots: Int32Array.from(found, ([, , slot]) => slot),
    slotHours,
    knownTo,
  };
}

/** The local date of an instant, in days since 1 January 1970. */
function localDay(at: number, timeZone: string): number {
  const { year, month, day } = DateTime.fromMillis(at, { zone: timeZone });
  return Date.UTC(year, month - 1, day) / dayMs;
}

/** By time zone and month: the midnights of its days, and of the first after it. */
const midnights = new Map<string, Map<number, readonly number[]>>();

/**
 * When the local clock shows so many minutes of a date: the first time where it is put back, so that a window over the
 * doubled hour holds both; where it is put forward, as if it had not been.
 */
function instantOf(day: number, minute: number, timeZone: string): number {
  const [midnight, next] = [midnightOf(day, timeZone), midnightOf(day + 1, timeZone)];
  if (next - midnight === dayMs || minute === 0) return midnight + minute * minuteMs;
  if (minute === 1_440) return next;
  const { year, month, day: date } = DateTime.fromMillis(day * dayMs, { zone: 'utc' });
  const [hour, rest] = [Math.floor(minute / 60), minute % 60];
  const shown = DateTime.fromObject({ year, month, day: date, hour, minute: rest }, { zone: timeZone });
  // Which of the two it is by itself depends on the offset of today.
  return Math.min(...shown.getPossibleOffsets().map((one) => one.toMillis()));
}

function midnightOf(day: number, timeZone: string): number {
  const date = new Date(day * dayMs);
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
  const known = midnights.get(timeZone) ?? new Map<number, readonly number[]>();
  midnights.set(timeZone, known);
  const days = known.get(month) ?? midnightsOf(month, timeZone);
  known.set(month, days);
  return days[date.getUTCDate() - 1] ?? 0;
}

/** Most months have days of 24 hours alone, which need not be asked for one by one. */
function midnightsOf(month: number, timeZone: string): number[] {
  const [year, inYear] = [Math.floor(month / 12), (month % 12) + 1];
  const count = new Date(Date.UTC(year, inYear, 0)).getUTCDate();
  const midnight = (day: number) =>
    DateTime.fromObject({ year, month: inYear, day }, { zone: timeZone }).toMillis();
  const [first, last] = [midnight(1), midnight(count)];
  const isEven = last - first === (count - 1) * dayMs;
  return Array.from({ length: count }, (_, index) => (isEven ? first + index * dayMs : midnight(index + 1)));
}
