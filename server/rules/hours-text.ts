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
  times: (from: string, to: string) => string;
  window: (days: string, times: string) => string;
  schoolWindow: (days: string, times: string) => string;
  /** On every school day. */
  everySchoolDay: (times: string) => string;
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
    times: (from, to) => `${from}–${to}`,
    window: (days, times) => `${days} ${times}`,
    schoolWindow: (days, times) => `${days} ${times}（上学日）`,
    everySchoolDay: (times) => `上学日 ${times}`,
    also: '；',
  },
  en: {
    dayNames: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
    everyDay: 'every day',
    workdays: 'Mon–Fri',
    weekend: 'Sat, Sun',
    range: (first, last) => `${first}–${last}`,
    between: ', ',
    times: (from, to) => `${from}–${to}`,
    window: (days, times) => `${days} ${times}`,
    schoolWindow: (days, times) => `${days} ${times} on school days`,
    everySchoolDay: (times) => `on school days ${times}`,
    also: '; ',
  },
};

type Window = WeekHours[number];

/** "Mon–Fri 07:20–08:00, 16:30–17:30 on school days; Sat 09:00–12:00". */
export function hoursText(hours: readonly Window[], words: HoursWords): string {
  const byDays = new Map<string, Window[]>();
  for (const window of hours) {
    const key = `${window.days.toSorted()} ${window.schoolDays === true}`;
    byDays.set(key, [...(byDays.get(key) ?? []), window]);
  }
  return [...byDays.values()].map((windows) => sameDaysText(windows, words)).join(words.also);
}

/** One entry of the hours: days, from when to when. */
export function windowText(window: Window, words: HoursWords): string {
  return sameDaysText([window], words);
}

function sameDaysText(windows: readonly Window[], words: HoursWords): string {
  const times = windows.map(({ from, to }) => words.times(from, to)).join(words.between);
  const { days = [], schoolDays } = windows[0] ?? {};
  if (schoolDays && new Set(days).size === 7) return words.everySchoolDay(times);
  return (schoolDays ? words.schoolWindow : words.window)(daysText(days, words), times);
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
