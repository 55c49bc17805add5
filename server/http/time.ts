import { DateTime } from 'luxon';
import { z } from 'zod';
import { inBoth } from './in-both.ts';

type Moment = ReturnType<typeof makeMoment>;

/** Seventy routes take a moment, and a schema is some hundred functions: one for each time zone. */
const made = new Map<string, Moment>();

/**
 * An instant given as RFC 3339, or as a date that means 00:00 in the operator's time zone.
 * Output: Date. A date that does not exist there is refused.
 */
export function moment(timeZone: string): Moment {
  const known = made.get(timeZone) ?? makeMoment(timeZone);
  made.set(timeZone, known);
  return known;
}

function makeMoment(timeZone: string) {
  const day = z.iso
    .date()
    .refine(hasYear)
    .transform((text) => DateTime.fromISO(text, { zone: timeZone }).toJSDate());
  const at = z.iso
    .datetime({ offset: true })
    .refine(hasYear)
    .transform((text) => new Date(text));
  return z
    .union(
      [day, at],
      inBoth(
        'an instant such as 2026-03-01T08:00:00+08:00, or a date',
        '形如 2026-03-01T08:00:00+08:00 的时刻，或日期',
      ),
    )
    .refine((value) => !Number.isNaN(value.getTime()), inBoth('an instant that exists', '存在的时刻'));
}

/** A date of the calendar, as text. */
export const calendarDay = z.iso.date().refine(hasYear, inBoth('a year from 1 to 9999', '公元 1 至 9999 年'));

/** There is no year 0, and what lies before the year 1 cannot be written in RFC 3339. */
function hasYear(text: string): boolean {
  return !text.startsWith('0000');
}

/** An instant as sentences tell it, by the operator's clock. */
export function timeTextOf(timeZone: string): (at: Date) => string {
  return (at) => DateTime.fromJSDate(at, { zone: timeZone }).toFormat('yyyy-MM-dd HH:mm');
}
