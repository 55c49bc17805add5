import type { Hours } from './post.ts';

const dayMinutes = 1440;
const weekMinutes = 7 * dayMinutes;

type Span = readonly [from: number, to: number];

/** Whether somebody who is there in the available hours is there in all the wanted ones. Null is any hour. */
export function coversHours(available: Hours | null, wanted: Hours | undefined): boolean {
  if (available === null || wanted === undefined) return true;
  const free = merged(spansOf(available));
  return spansOf(wanted).every(([from, to]) => free.some((span) => span[0] <= from && to <= span[1]));
}

/** Minutes from Monday 00:00. Hours that end before they begin go on past midnight. */
function spansOf(hours: Hours): Span[] {
  return hours.flatMap(({ days, from, to }) =>
    days.flatMap((day): Span[] => {
      const start = (day - 1) * dayMinutes + minutesOf(from);
      const length = (minutesOf(to) - minutesOf(from) + dayMinutes) % dayMinutes || dayMinutes;
      const end = start + length;
      if (end <= weekMinutes) return [[start, end]];
      return [
        [start, weekMinutes],
        [0, end - weekMinutes],
      ];
    }),
  );
}

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}

function merged(spans: readonly Span[]): Span[] {
  const joined: [number, number][] = [];
  for (const [from, to] of spans.toSorted((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}
