import type { WeekHours as Entries } from '../../server/rules/hours.ts';
import type { hours as words } from '../i18n/zh-hours.ts';

export { hoursText, windowText } from '../../server/rules/hours-text.ts';

type Words = typeof words;

/** One entry of the hours of the week. */
export type WeekHours = Entries[number];

export type HoursFault = keyof Words['faults'];

/** What is wrong with one entry; undefined where nothing is. */
export function hoursFault({ days, from, to }: WeekHours): HoursFault | undefined {
  if (days.length === 0) return 'days';
  if (from === '' || to === '') return 'clock';
  return from < to ? undefined : 'backwards';
}

/** Whether hours can be sent as they are: null is any time. */
export function areHoursWhole(hours: readonly WeekHours[] | null): boolean {
  return hours === null || (hours.length > 0 && hours.every((window) => hoursFault(window) === undefined));
}

/** The end of a day, which a clock shows as the beginning of the next. */
export const dayEnd = '24:00';

/** Hours over midnight as those before it and those after it, which are the next day's. */
export function splitAtMidnight({ from, to, ...window }: WeekHours): WeekHours[] {
  const before = { ...window, from, to: dayEnd };
  if (to === '00:00') return [before];
  const nextDays = window.days.map((day) => (day % 7) + 1).sort((a, b) => a - b);
  return [before, { ...window, days: nextDays, from: '00:00', to }];
}
