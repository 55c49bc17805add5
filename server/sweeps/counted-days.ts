import { type Grouping, groupPositions } from '../coverage/grouping.ts';
import { countBits } from './bit-window.ts';
import type { SweptDay } from './held-days.ts';
import { cellsBetween, entryOf, type Part, partsToKeep } from './near-answer.ts';
import { countRuns } from './runs.ts';
import { type DayWindow, unionOfDays, windowAt } from './union-of-days.ts';
import { reusedWords } from './unite.ts';

/** How much of a cell was swept, as shares of its area; `repeatedly` on two days or more. */
export type SweptShares = { once: number; repeatedly: number };

/** Of each cell that somebody swept on certain days; a few may have been counted anew since. */
export type Counted = {
  slotOf: Grouping['slotOf'];
  once: Float64Array;
  repeatedly: Float64Array;
  amended: ReadonlyMap<number, SweptShares>;
  parts: readonly Part[] | undefined;
};

/** A day with its name and key, in order of time. */
export type KeyedDay = { name: string; key: string; swept: SweptDay };

const none: SweptShares = { once: 0, repeatedly: 0 };

export function sharesIn({ slotOf, once, repeatedly, amended }: Counted, cellId: number): SweptShares {
  const anew = amended.size > 0 ? amended.get(cellId) : undefined;
  if (anew) return anew;
  const slot = slotOf(cellId);
  return slot < 0 ? none : { once: once[slot] ?? 0, repeatedly: repeatedly[slot] ?? 0 };
}

/** Counts the days; from one of the earlier answers where that was counted from nearly the same. */
export function countDays(days: readonly KeyedDay[], earlier: Iterable<Counted>): Counted {
  const parts = days.map(({ name, key, swept: { cellId, mark } }) => ({
    name,
    key,
    marks: { cellId, mark },
  }));
  for (const before of earlier) {
    const changed = before.parts && cellsBetween(before.parts, parts);
    if (changed && changed.size + before.amended.size <= mostAmended(before))
      return amend(before, changed, days, parts);
  }
  return countAnew(days, parts);
}

/** Counting a cell on its own takes longer than one of all. */
const mostAmended = ({ once }: Counted) => 50 + once.length / 4;

function amend(
  before: Counted,
  changed: ReadonlySet<number>,
  days: readonly KeyedDay[],
  parts: readonly Part[],
): Counted {
  const { slotOf, once, repeatedly } = before;
  const amended = new Map(before.amended);
  for (const cellId of changed) {
    const windows: DayWindow[] = [];
    for (const { swept } of days) {
      const entry = entryOf(swept, cellId);
      if (entry >= 0) windows.push(windowAt(swept, entry));
    }
    amended.set(cellId, sharesOf(windows));
  }
  return { slotOf, once, repeatedly, amended, parts: partsToKeep(parts) };
}

function countAnew(days: readonly KeyedDay[], parts: readonly Part[]): Counted {
  const total = days.reduce((sum, { swept }) => sum + swept.cellId.length, 0);
  const [cellIds, dayOf, entryOfPosition] = [
    new Float64Array(total),
    new Int32Array(total),
    new Int32Array(total),
  ];
  let at = 0;
  days.forEach(({ swept: { cellId } }, place) => {
    cellIds.set(cellId, at);
    dayOf.fill(place, at, at + cellId.length);
    for (let entry = 0; entry < cellId.length; entry++) entryOfPosition[at + entry] = entry;
    at += cellId.length;
  });
  const { slotOf, starts, positions } = groupPositions(cellIds);
  const slots = starts.length - 1;
  const [once, repeatedly] = [new Float64Array(slots), new Float64Array(slots)];
  for (let slot = 0; slot < slots; slot++) {
    const ofCell = positions.subarray(starts[slot], starts[slot + 1]).sort();
    const windows: DayWindow[] = [];
    for (const position of ofCell) {
      const day = days[dayOf[position] ?? 0];
      if (day) windows.push(windowAt(day.swept, entryOfPosition[position] ?? 0));
    }
    const shares = sharesOf(windows);
    once[slot] = shares.once;
    repeatedly[slot] = shares.repeatedly;
  }
  return { slotOf, once, repeatedly, amended: new Map(), parts: partsToKeep(parts) };
}

const rooms = { once: reusedWords(), repeatedly: reusedWords() };

/** From the windows of a cell, in order of their days. */
function sharesOf(windows: readonly DayWindow[]): SweptShares {
  const [only] = windows;
  if (only && windows.length === 1) return { once: countRuns(only.runs) / only.pixels, repeatedly: 0 };
  const union = unionOfDays(windows, rooms);
  if (!union) return none;
  const { pixels, once, repeatedly } = union;
  return { once: countBits(once.bits) / pixels, repeatedly: countBits(repeatedly.bits) / pixels };
}
