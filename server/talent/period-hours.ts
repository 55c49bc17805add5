import { DateTime } from 'luxon';
import type { Hours } from '../matching/post.ts';

const weekMs = 7 * 86_400_000;
const everyHour: Hours = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }];

/** The hours of the week that a half-open period takes up, by local days; a week and more takes up all. Epoch ms. */
export function hoursOfPeriod(from: number, to: number, timeZone: string): Hours {
  if (to - from >= weekMs) return everyHour;
  const hours: Hours[number][] = [];
  let start = DateTime.fromMillis(from, { zone: timeZone });
  const end = DateTime.fromMillis(to, { zone: timeZone });
  while (start < end) {
    const midnight = start.startOf('day').plus({ days: 1 });
    const until = midnight <= end ? '24:00' : lastMinute(end);
    if (start.toFormat('HH:mm') !== until)
      hours.push({ days: [start.weekday], from: start.toFormat('HH:mm'), to: until });
    start = midnight;
  }
  return hours;
}

/** A part of a minute is a minute that is needed. */
function lastMinute(end: DateTime): string {
  const isWhole = end.second === 0 && end.millisecond === 0;
  const needed = isWhole ? end : end.plus({ minutes: 1 });
  return needed.hasSame(end, 'day') ? needed.toFormat('HH:mm') : '24:00';
}
