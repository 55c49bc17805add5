import { DateTime } from 'luxon';

export type Calendar = 'day' | 'week' | 'month';

/**
 * Beginnings of the local days, weeks (from Monday) or months from the one that holds `from` to the one after the one
 * that holds `to`, in epoch ms, in order. Window i is [starts[i], starts[i + 1]).
 */
export function windowStarts(per: Calendar, timeZone: string, from: number, to: number): number[] {
  const starts: number[] = [];
  let start = DateTime.fromMillis(from, { zone: timeZone }).startOf(per);
  for (;;) {
    starts.push(start.toMillis());
    if (start.toMillis() > to) return starts;
    start = start.plus({ [per]: 1 }).startOf(per);
  }
}

/** The index of the window that holds an instant: -1 before the first, the last one from its beginning on. */
export function windowAt(starts: readonly number[], at: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? Number.POSITIVE_INFINITY) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
