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
  const date = new Date(day * dayMs);
  // It reads the date by the clock of the process, and a text as one of UTC: only noon of that clock is the same day.
  const noon = new Date(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), 12);
  const isOpen = chineseDays.isWorkday(noon);
  known.set(day, isOpen);
  return isOpen;
}
