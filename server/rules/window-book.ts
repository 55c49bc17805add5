import type { WeekHours } from './hours.ts';
import { type Windows, windowsOf } from './windows.ts';

const dayMs = 86_400_000;
/** Windows of days to come are worked out well ahead, so that it is not done again at every instant. */
const marginMs = 60 * dayMs;
/** What stands for an instant begins no later than this after it. */
const neededMs = 8 * dayMs;

type Kept = { from: number; to: number; windows: Windows };

/** Whoever tries hours out in a form asks for others with every word; those asked for longest ago go. */
const mostKept = 50;

/** Windows of hours from some instant until eight days after another; those of the same hours are kept. */
export function windowBook(timeZone: string) {
  const kept = new Map<string, Kept>();
  return (hours: WeekHours, from: number, at: number): Windows => {
    const key = JSON.stringify(hours);
    const known = kept.get(key);
    const to = at + neededMs;
    // A map goes in the order in which its keys were set, so that the first is the one asked for longest ago.
    kept.delete(key);
    if (known && known.from <= from && to <= known.to) {
      kept.set(key, known);
      return known.windows;
    }
    const wider = { from: Math.min(from, known?.from ?? from), to: Math.max(to + marginMs, known?.to ?? to) };
    const windows = windowsOf(hours, timeZone, wider.from, wider.to);
    kept.set(key, { ...wider, windows });
    for (const oldest of [...kept.keys()].slice(0, -mostKept)) kept.delete(oldest);
    return windows;
  };
}
export type WindowBook = ReturnType<typeof windowBook>;
