import type { Interval } from '../coverage/interval.ts';
import { aheadMs, firstEndingAfter, type Windows, windowFor } from '../rules/windows.ts';
import { isAvailable } from './availability.ts';
import type { Counting } from './counting.ts';
import type { PersonFacts } from './person.ts';
import { countsOf, type Standing, type Stretch } from './standing.ts';

/** What it takes to count people in windows. */
export type Manned = {
  windows: Windows;
  counting: readonly Counting[];
  personAt: (slot: number) => PersonFacts | undefined;
  obliged: Interval;
};

/** Of a window what of it is obliged; undefined where that is nothing. */
function obligedPart({ windows, obliged }: Manned, index: number): Interval | undefined {
  const part: Interval = [
    Math.max(windows.starts[index] ?? 0, obliged[0]),
    Math.min(windows.ends[index] ?? 0, obliged[1]),
  ];
  return part[0] < part[1] ? part : undefined;
}

/** Those who are available for all of a window; when each of them is there is another matter. */
function availableIn({ windows, counting, personAt }: Manned, index: number): Counting[] {
  const hours = windows.slotHours[windows.slots[index] ?? 0];
  if (!hours) return [];
  return counting.filter(({ slot }) => isAvailable(personAt(slot)?.availability ?? null, hours));
}

/**
 * How many people a window has, from the instant from which it stands for what is obliged to its end, without a break:
 * while it runs those who are there, ahead of it as many as it has when it has fewest.
 */
function courseOf(manned: Manned, index: number): Count[] {
  const part = obligedPart(manned, index);
  if (!part) return [];
  const counts = [...countsOf(availableIn(manned, index), part)];
  const begin = Math.max(manned.windows.heldFrom[index] ?? part[0], manned.obliged[0]);
  if (begin >= part[0]) return counts;
  return [[begin, part[0], Math.min(...counts.map(([, , count]) => count))], ...counts];
}
type Count = readonly [from: number, to: number, count: number];

/** The slots of those who are there at the instant and available for the window; ahead of it, when it has fewest. */
export function presentIn(manned: Manned, index: number, at: number): number[] {
  const part = obligedPart(manned, index);
  if (!part) return [];
  const available = availableIn(manned, index);
  const fewest = () =>
    [...countsOf(available, part)].reduce((least, one) => (one[2] < least[2] ? one : least))[0];
  const instant = at < part[0] ? fewest() : at;
  return available.flatMap(({ slot, spans }) =>
    spans.some(([from, to]) => from <= instant && instant < to) ? [slot] : [],
  );
}

/** How the window that stands for the instant is manned, and since when it has been short, across windows. */
export function windowStanding(atLeast: number, manned: Manned, at: number): Standing {
  const { windows, obliged } = manned;
  const index = windowFor(windows, at);
  const course = index < 0 ? [] : courseOf(manned, index);
  const now = course.findIndex(([from, to]) => from <= at && at < to);
  const missing = missingIn(atLeast, course[now]);
  if (missing === undefined)
    return {
      missing: -1,
      since: at,
      until: index < 0 ? Math.min(nextHeld(windows, at), obliged[1]) : obliged[1],
    };
  const other = course.find((one, place) => place > now && missingIn(atLeast, one) !== missing);
  const until = other?.[0] ?? course.at(-1)?.[1] ?? at;
  if (missing === 0) return { missing, since: at, until };
  const since = course.findLast(([from, , count]) => from <= at && count >= atLeast)?.[1];
  return { missing, since: since ?? shortSince(atLeast, manned, index), until };
}

function missingIn(atLeast: number, count: Count | undefined): number | undefined {
  return count && Math.max(0, atLeast - count[2]);
}

/** When the next window begins to stand; windows later than those known stand no earlier than said. */
function nextHeld({ ends, heldFrom, knownTo }: Windows, at: number): number {
  return heldFrom[firstEndingAfter(ends, at)] ?? knownTo - aheadMs;
}

/** Since when it has been short at the beginning of a window that is; nothing between was not obliged. */
function shortSince(atLeast: number, manned: Manned, from: number): number {
  const { windows, obliged } = manned;
  const first = Math.max(windows.runStart[from] ?? from, firstEndingAfter(windows.ends, obliged[0]));
  const isAnyHour = manned.counting.every(({ slot }) => manned.personAt(slot)?.availability == null);
  let index = from;
  while (index > first) {
    const met = courseOf(manned, index - 1).findLast(([, , count]) => count >= atLeast);
    if (met) return met[1];
    // Between two changes the same people are there for every window; the first may be obliged in part only.
    const same = isAnyHour ? Math.max(first + 1, sameSince(manned, index)) : index;
    index = Math.min(index - 1, same);
  }
  return Math.max(windows.heldFrom[index] ?? 0, obliged[0]);
}

/** The first of the windows before this one since which nobody has come or gone, up to its beginning. */
function sameSince({ windows, counting }: Manned, index: number): number {
  const start = windows.starts[index] ?? 0;
  let changed = Number.NEGATIVE_INFINITY;
  for (const { spans } of counting)
    for (const [from, to] of spans) {
      if (from <= start) changed = Math.max(changed, from);
      if (to <= start) changed = Math.max(changed, to);
    }
  let [low, high] = [0, index];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((windows.starts[middle] ?? 0) >= changed) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The times that intersect a period in which windows stood short, one after another as one. */
export function shortWindows(atLeast: number, manned: Manned, [from, to]: Interval): Stretch[] {
  const { windows, obliged } = manned;
  const stretches: Stretch[] = [];
  for (let index = firstEndingAfter(windows.ends, from); index < windows.ends.length; index++) {
    if (Math.max(windows.heldFrom[index] ?? 0, obliged[0]) >= to) break;
    courseOf(manned, index).forEach(([begin, end, count], place) => {
      const missing = atLeast - count;
      if (missing <= 0 || begin >= to) return;
      const last = stretches.at(-1);
      if (last?.to === begin) {
        last.to = end;
        last.missing = Math.max(last.missing, missing);
      } else {
        const since = last || place > 0 ? begin : shortSince(atLeast, manned, index);
        stretches.push({ from: since, to: end, missing });
      }
    });
  }
  return stretches.filter((one) => one.to > from);
}
