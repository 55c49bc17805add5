import chineseDays from 'chinese-days';

const dayMs = 86_400_000;
const known = new Map<number, boolean>();

/**
 * Whether schools are open on a date, given in days since 1 January 1970: working days by the State Council's notices,
 * weekends that make up for a holiday included. Years of which no notice is known have their weekdays.
 */
export function isSchoolDay(day: number): boolean {
  const remembered = known.get(day);
  if (remembered !== undefined) return remembered;
  const { name, work } = chineseDays.getDayDetail(new Date(day * dayMs).toISOString().slice(0, 10));
  // Only days of a notice have a name with a comma. Of others it tells the weekday by the clock of the process, which
  // west of Greenwich is the day before.
  const isOpen = name.includes(',') ? work : weekdayOf(day) <= 5;
  known.set(day, isOpen);
  return isOpen;
}

/** 1 is Monday. */
export function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}
