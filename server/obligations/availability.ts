import { minutesOf } from '../rules/hours.ts';
import type { SlotHours } from '../rules/windows.ts';
import type { AvailableHours } from './person.ts';

/** Whether somebody can be called on for all of a window: hours that touch are as good as longer ones. */
export function isAvailable(
  availability: readonly AvailableHours[] | null,
  { weekday, fromMinute, toMinute }: SlotHours,
): boolean {
  if (availability === null) return true;
  const hours = availability
    .filter(({ days }) => days.includes(weekday))
    .map(({ from, to }) => ({ from: minutesOf(from), to: minutesOf(to) }))
    .sort((a, b) => a.from - b.from);
  let reached = fromMinute;
  for (const { from, to } of hours) if (from <= reached) reached = Math.max(reached, to);
  return reached >= toMinute;
}
