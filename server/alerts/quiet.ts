import { DateTime } from 'luxon';

/** Local hours of the day in which nothing is told, such as 22:00 to 06:00; they may pass midnight. */
export type QuietHours = { from: string; to: string };

export const quietByDefault: QuietHours = { from: '22:00', to: '06:00' };

/** The quiet period that an instant lies in, half-open, epoch ms; null where it lies in none or there are none. */
export function quietAt(
  at: number,
  quiet: QuietHours | null,
  timeZone: string,
): { since: number; until: number } | null {
  if (quiet === null) return null;
  const today = DateTime.fromMillis(at, { zone: timeZone }).startOf('day');
  for (const begins of [today.minus({ days: 1 }), today]) {
    const since = onDay(begins, quiet.from);
    const ends = quiet.to > quiet.from ? begins : begins.plus({ days: 1 });
    const until = onDay(ends, quiet.to);
    if (since <= at && at < until) return { since, until };
  }
  return null;
}

/** An hour that the clock skips is the next that there is. */
function onDay(day: DateTime, hours: string): number {
  const [hour = 0, minute = 0] = hours.split(':').map(Number);
  return day.set({ hour, minute }).toMillis();
}
