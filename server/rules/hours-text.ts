import type { WeekHours } from './hours.ts';

/** What hours of the week are worded with, in one language. */
export type HoursWords = {
  /** Monday first. */
  dayNames: readonly string[];
  everyDay: string;
  workdays: string;
  weekend: string;
  range: (first: string, last: string) => string;
  between: string;
  window: (days: string, from: string, to: string) => string;
  schoolWindow: (days: string, from: string, to: string) => string;
  also: string;
};

export const hoursWords: Record<'zh' | 'en', HoursWords> = {
  zh: {
    dayNames: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
    everyDay: '每天',
    workdays: '周一至周五',
    weekend: '周六、周日',
    range: (first, last) => `${first}至${last}`,
    between: '、',
    window: (days, from, to) => `${days} ${from}–${to}`,
    schoolWindow: (days, from, to) => `${days} ${from}–${to}（上学日）`,
    also: '，',
  },
  en: {
    dayNames: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
    everyDay: 'every day',
    workdays: 'Mon–Fri',
    weekend: 'Sat, Sun',
    range: (first, last) => `${first}–${last}`,
    between: ', ',
    window: (days, from, to) => `${days} ${from}–${to}`,
    schoolWindow: (days, from, to) => `${days} ${from}–${to} on school days`,
    also: '; ',
  },
};

/** "Mon–Fri 07:20–08:00 on school days; Sat 09:00–12:00". */
export function hoursText(hours: readonly WeekHours[number][], words: HoursWords): string {
  return hours.map((window) => windowText(window, words)).join(words.also);
}

/** One entry of the hours: days, from when to when. */
export function windowText({ days, from, to, schoolDays }: WeekHours[number], words: HoursWords): string {
  return (schoolDays ? words.schoolWindow : words.window)(daysText(days, words), from, to);
}

/** Days in order, three and more in a row as a range. */
function daysText(days: readonly number[], words: HoursWords): string {
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
