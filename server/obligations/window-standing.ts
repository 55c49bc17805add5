import type { Interval } from '../coverage/interval.ts';
import { aheadMs, firstEndingAfter, type Windows, windowFor } from '../rules/windows.ts';
import { isAvailable } from './availability.ts';
import type { Counting } from './counting.ts';
import type { PersonFacts } from './person.ts';
import type { Standing, Stretch } from './standing.ts';

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

/** The slots of those who are there for all of a window, as far as it is obliged, and available for all of it. */
export function presentIn(manned: Manned, index: number): number[] {
  const part = obligedPart(manned, index);
  const hours = manned.windows.slotHours[manned.windows.slots[index] ?? 0];
  if (!part || !hours) return [];
  return manned.counting.flatMap(({ slot, spans }) => {
    const isThere = spans.some(([from, to]) => from <= part[0] && to >= part[1]);
    return isThere && isAvailable(manned.personAt(slot)?.availability ?? null, hours) ? [slot] : [];
  });
}

/** How the window that stands for the instant is manned, and since when it has been short from window to window. */
export function windowStanding(atLeast: number, manned: Manned, at: number): Standing {
  const { windows, obliged } = manned;
  const index = windowFor(windows, at);
  if (index < 0 || !obligedPart(manned, index))
    return {
      missing: -1,
      since: at,
      until: index < 0 ? Math.min(nextHeld(windows, at), obliged[1]) : obliged[1],
    };
  const until = Math.min(windows.ends[index] ?? at, obliged[1]);
  const missing = Math.max(0, atLeast - presentIn(manned, index).length);
  if (missing === 0) return { missing, since: at, until };
  const first = firstShort(atLeast, manned, index);
  return { missing, since: Math.max(windows.heldFrom[first] ?? at, obliged[0]), until };
}

/** When the next window begins to stand; windows later than those known stand no earlier than said. */
function nextHeld({ ends, heldFrom, knownTo }: Windows, at: number): number {
  return heldFrom[firstEndingAfter(ends, at)] ?? knownTo - aheadMs;
}

/** The first of the windows up to this one that were all short, with nothing between them that was not obliged. */
function firstShort(atLeast: number, manned: Manned, from: number): number {
  const { windows, obliged } = manned;
  const first = Math.max(windows.runStart[from] ?? from, firstEndingAfter(windows.ends, obliged[0]));
  const isAnyHour = manned.counting.every(({ slot }) => manned.personAt(slot)?.availability == null);
  let index = from;
  while (index > first && presentIn(manned, index - 1).length < atLeast) {
    // Between two changes the same people are there for every window; the first may be obliged in part only.
    const same = isAnyHour ? Math.max(first + 1, sameSince(manned, index)) : index;
    index = Math.min(index - 1, same);
  }
  return index;
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
    const begin = Math.max(windows.heldFrom[index] ?? 0, obliged[0]);
    if (begin >= to) break;
    if (!obligedPart(manned, index)) continue;
    const missing = atLeast - presentIn(manned, index).length;
    if (missing <= 0) continue;
    const end = Math.min(windows.ends[index] ?? 0, obliged[1]);
    const last = stretches.at(-1);
    if (last?.to === begin) {
      last.to = end;
      last.missing = Math.max(last.missing, missing);
    } else {
      const first = last ? index : firstShort(atLeast, manned, index);
      stretches.push({ from: Math.max(windows.heldFrom[first] ?? 0, obliged[0]), to: end, missing });
    }
  }
  return stretches;
}
