import { DateTime } from 'luxon';
import { z } from 'zod';
import { inBoth } from '../http/in-both.ts';
import { InvalidInput } from '../http/problem.ts';

/** A week as ISO 8601 writes it: `2026-W08`. */
export const weekText = z
  .string()
  .regex(/^\d{4}-W\d{2}$/, inBoth('a week such as 2026-W08', '形如 2026-W08 的周'))
  .refine(
    (text) => !text.startsWith('0000') && DateTime.fromISO(text, { zone: 'utc' }).isValid,
    inBoth('a week of that year', '该年没有这一周'),
  );

/** An ISO week of the operator's time zone: Monday to Sunday, both dates; half-open in epoch ms. */
export type Week = { week: string; monday: string; sunday: string; from: number; to: number };

export function weekAt(text: string, timeZone: string): Week {
  const monday = DateTime.fromISO(text, { zone: timeZone }).startOf('day');
  const next = monday.plus({ weeks: 1 });
  return {
    week: monday.toFormat("kkkk-'W'WW"),
    monday: monday.toISODate() ?? '',
    sunday: next.minus({ days: 1 }).toISODate() ?? '',
    from: monday.toMillis(),
    to: next.toMillis(),
  };
}

/** The week that an instant lies in. */
export function weekOf(at: number, timeZone: string): Week {
  return weekAt(DateTime.fromMillis(at, { zone: timeZone }).toFormat("kkkk-'W'WW"), timeZone);
}

/** The ISO week that a date lies in. */
export const weekOfDate = (date: string): string =>
  DateTime.fromISO(date, { zone: 'utc' }).toFormat("kkkk-'W'WW");

/** A week that has begun. */
export function begunWeek(text: string | undefined, now: number, timeZone: string): Week {
  const current = weekOf(now, timeZone);
  const asked = text === undefined ? current : weekAt(text, timeZone);
  if (asked.from <= now) return asked;
  throw new InvalidInput(
    'week-not-begun',
    `That week has not begun; ask for ${current.week} or an earlier one.`,
    `该周尚未开始，请选择 ${current.week} 或更早的周。`,
    [{ path: 'week', reason: `not after ${current.week}` }],
  );
}

/** Two weeks of which the second is no earlier. */
export function refuseReversedWeeks(from: string, to: string): void {
  if (from <= to) return;
  throw new InvalidInput(
    'weeks-reversed',
    `The weeks run backwards: ${to} is before ${from}; exchange them.`,
    `周次颠倒：${to} 早于 ${from}，请对调。`,
    [{ path: 'to', reason: `before ${from}` }],
  );
}
