import { z } from 'zod';

/** Minutes of one day, half-open. */
type Minutes = { from: number; to: number };

const dayMinutes = 1_440;
const clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'a time such as 07:30');
const clockEnd = z
  .string()
  .regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a time such as 07:30, at most 24:00');

const window = z
  .strictObject({
    days: z
      .array(z.int().min(1).max(7))
      .min(1)
      .max(7)
      .describe('Days of the week from 1, Monday, to 7, Sunday'),
    from: clock,
    to: clockEnd,
  })
  .refine(({ from, to }) => from < to, {
    path: ['to'],
    message:
      'ends before it begins; hours over midnight are two windows, one until 24:00 and one from 00:00 of the next day',
  });

/** Hours of the week in local time. An empty list is never; null (unstated) counts as any hour. */
export const availability = z.array(window).max(50).transform(tidyWindows);
export type Availability = z.output<typeof availability>;
export type AvailabilityWindow = { days: number[]; from: string; to: string };

/** The same hours, each said once: windows that touch become one, days with the same hours stand together. */
export function tidyWindows(windows: readonly AvailabilityWindow[]): AvailabilityWindow[] {
  const byHours = new Map<string, AvailabilityWindow>();
  for (let day = 1; day <= 7; day += 1) {
    for (const { from, to } of mergedOf(day, windows)) {
      const hours = { from: clockOf(from), to: clockOf(to) };
      const key = `${hours.from}-${hours.to}`;
      const known = byHours.get(key);
      if (known) known.days.push(day);
      else byHours.set(key, { days: [day], ...hours });
    }
  }
  return [...byHours.values()];
}

/** The hours of one day without overlaps, in order, in minutes of that day. */
function mergedOf(day: number, windows: readonly AvailabilityWindow[]): Minutes[] {
  const ofDay = windows
    .filter(({ days }) => days.includes(day))
    .map(({ from, to }) => ({ from: minutesOf(from), to: minutesOf(to) }))
    .sort((a, b) => a.from - b.from);
  const merged: Minutes[] = [];
  for (const { from, to } of ofDay) {
    const last = merged.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}

function minutesOf(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
}

function clockOf(minutes: number): string {
  if (minutes === dayMinutes) return '24:00';
  const padded = (value: number) => String(value).padStart(2, '0');
  return `${padded(Math.floor(minutes / 60))}:${padded(minutes % 60)}`;
}
