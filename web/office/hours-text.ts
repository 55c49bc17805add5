import type { hours as words } from '../i18n/zh-hours.ts';

type Words = typeof words;

/** Hours of the week in local time; days count from Monday, 1, to Sunday, 7. */
export type WeekHours = { days: number[]; from: string; to: string; schoolDays?: boolean | undefined };

/** "Mon–Fri 07:20–08:00 on school days; Sat 09:00–12:00". */
export function hoursText(hours: readonly WeekHours[], words: Words): string {
  return hours.map((window) => windowText(window, words)).join(words.also);
}

/** One entry of the hours: days, from when to when. */
export function windowText({ days, from, to, schoolDays }: WeekHours, words: Words): string {
  return (schoolDays ? words.schoolWindow : words.window)(daysText(days, words), from, to);
}

/** Days in order, three and more in a row as a range. */
function daysText(days: readonly number[], words: Words): string {
  const sorted = [...new Set(days)].sort((a, b) => a - b);
  const all = sorted.join('');
  if (all === '1234567') return words.everyDay;
  if (all === '12345') return words.workdays;
  if (all === '67') return words.weekend;
  const runs: number[][] = [];
  for (const day of sorted) {
    const run = runs.at(-1);
    if (run?.at(-1) === day - 1) run.push(day);
    else runs.push([day]);
  }
  const name = (day: number | undefined) => words.dayNames[(day ?? 1) - 1] ?? '';
  return runs
    .flatMap((run) => (run.length > 2 ? [words.range(name(run[0]), name(run.at(-1)))] : run.map(name)))
    .join(words.between);
}

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

/** The last minute of a day, which is as far as a clock goes. */
export const lastMinute = '23:59';

/** Hours over midnight as those before it and those after it, which are the next day's. */
export function splitAtMidnight({ from, to, ...window }: WeekHours): WeekHours[] {
  const before = { ...window, from, to: lastMinute };
  if (to === '00:00') return [before];
  const nextDays = window.days.map((day) => (day % 7) + 1).sort((a, b) => a - b);
  return [before, { ...window, days: nextDays, from: '00:00', to }];
}
