import type { SweptDay } from './held-days.ts';

/** Which cells somebody swept on a day, in order of their ids, and what changes with what of each was swept. */
export type Marks = Pick<SweptDay, 'cellId' | 'mark'>;

/** A day that an answer was counted from: the key changes with anything that was swept of it. */
export type Part = { name: string; key: string; marks: Marks };

/** A late upload touches two local days of each device, and a window that moves on gains and loses one. */
const mostPartsChanged = 6;
/** Sixteen bytes each; an answer about a year is counted anew. */
const mostMarksKept = 400_000;

/** What is kept beside an answer, so that a later one is counted from it; nothing where that takes too much memory. */
export function partsToKeep(parts: readonly Part[]): readonly Part[] | undefined {
  const marks = parts.reduce((sum, { marks: { cellId } }) => sum + cellId.length, 0);
  return marks <= mostMarksKept ? parts : undefined;
}

/**
 * The cells of which an answer from the one list of days may differ from one from the other, undefined where so many days
 * differ that it is better counted anew.
 */
export function cellsBetween(before: readonly Part[], after: readonly Part[]): Set<number> | undefined {
  const known = new Map(before.map((part) => [part.name, part]));
  const changed = after.filter(({ name, key }) => known.get(name)?.key !== key);
  const wanted = new Set(after.map(({ name }) => name));
  const gone = before.filter(({ name }) => !wanted.has(name));
  if (changed.length + gone.length > mostPartsChanged) return undefined;
  const cells = new Set<number>();
  for (const { marks } of gone) addDifferent(cells, marks, nothing);
  for (const { name, marks } of changed) addDifferent(cells, known.get(name)?.marks ?? nothing, marks);
  return cells;
}

/**
 * The same between answers that were counted from several lists of days; undefined also where a list was not kept, or there
 * are more or fewer of them.
 */
export function cellsBetweenAll(before: KeptParts, after: KeptParts): Set<number> | undefined {
  if (before.length !== after.length) return undefined;
  const cells = new Set<number>();
  for (const [place, parts] of after.entries()) {
    const earlier = before[place];
    const changed = parts && earlier && (parts === earlier ? [] : cellsBetween(earlier, parts));
    if (!changed) return undefined;
    for (const cellId of changed) cells.add(cellId);
  }
  return cells;
}

/** The lists of days that an answer was counted from, as far as they were kept. */
export type KeptParts = readonly (readonly Part[] | undefined)[];

const nothing: Marks = { cellId: new Float64Array(), mark: new Float64Array() };

function addDifferent(cells: Set<number>, before: Marks, after: Marks): void {
  let [one, other] = [0, 0];
  while (one < before.cellId.length || other < after.cellId.length) {
    const a = before.cellId[one] ?? Number.POSITIVE_INFINITY;
    const b = after.cellId[other] ?? Number.POSITIVE_INFINITY;
    if (a !== b || before.mark[one] !== after.mark[other]) cells.add(Math.min(a, b));
    if (a <= b) one++;
    if (b <= a) other++;
  }
}

/** Where a cell is among those of a day; -1 where nobody swept it. */
export function entryOf({ cellId }: Marks, wanted: number): number {
  let [low, high] = [0, cellId.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((cellId[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return cellId[low] === wanted ? low : -1;
}
