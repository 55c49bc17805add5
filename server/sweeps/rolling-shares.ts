import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { groupPositions } from '../coverage/grouping.ts';
import { countBits } from './bit-window.ts';
import type { SweptDay } from './held-days.ts';
import { cellsBetween, entryOf, type KeptParts, type Part, partsToKeep } from './near-answer.ts';
import { type Asked, askedDays, meets, readAsked, type SweptQuestion } from './swept-shares.ts';
import { unionOfDays, windowAt } from './union-of-days.ts';
import { reusedWords } from './unite.ts';

type Period = readonly [from: number, to: number];

/** Of a cell in which nobody swept anything in any of the windows. */
export const neverSwept = () => 0;

/** The share of a cell that was swept in each of the windows, by their places. */
export type RollingShares = {
  pending: number;
  of: (cellId: number) => (place: number) => number;
  parts: KeptParts;
};

/**
 * How much of each cell was swept in each of many windows that follow one another, both their ends in order of time, as
 * those of the last days at the end of every day. A share changes only where a day of the cell comes into the windows or
 * leaves them, so that a cell costs as many unions as it has such days, however many windows there are. A month of them is
 * looked at at a time: the days of a year are hundreds of megabytes.
 */
export async function sweptInRolling(
  db: Knex,
  question: SweptQuestion,
  windows: readonly Period[],
): Promise<RollingShares> {
  const parts: RollingShares[] = [];
  for (let first = 0; first < windows.length; first += windowsAtOnce)
    parts.push(await sweptInMonth(db, question, windows.slice(first, first + windowsAtOnce)));
  return {
    pending: parts.reduce((sum, part) => sum + part.pending, 0),
    parts: parts.flatMap((part) => part.parts),
    of: (cellId) => {
      const [only] = parts;
      if (only && parts.length === 1) return only.of(cellId);
      const ofParts = parts.map((part) => part.of(cellId));
      if (ofParts.every((part) => part === neverSwept)) return neverSwept;
      return (place) => ofParts[Math.floor(place / windowsAtOnce)]?.(place % windowsAtOnce) ?? 0;
    },
  };
}

async function sweptInMonth(
  db: Knex,
  question: SweptQuestion,
  windows: readonly Period[],
): Promise<RollingShares> {
  const asked = await askedDays(db, question, windows);
  const ranges = asked.map((one) => rangeOf(one, windows));
  const key = nameOf(asked, ranges, windows.length);
  const held = heldOf(db);
  const known = held.get(key);
  if (known) {
    held.delete(key);
    held.set(key, known);
    return lookupIn(known);
  }
  const swept = await readAsked(db, new Set(asked), question.mostMade ?? usuallyMade);
  if (typeof swept === 'number') return { pending: swept, of: () => () => 0, parts: [undefined] };
  const steps = stepsOf(
    asked.flatMap((one, place): RangedDay[] => {
      const day = swept.get(one);
      const range = ranges[place] ?? [0, 0];
      return day ? [{ name: `${one.day.name} ${range}`, key: one.day.key, day, range }] : [];
    }),
    [...held.values()].reverse(),
  );
  held.set(key, steps);
  for (const oldest of [...held.keys()].slice(0, -mostHeld)) held.delete(oldest);
  return lookupIn(steps);
}

const windowsAtOnce = 31;
const usuallyMade = 100;
const mostHeld = 48;
const heldByDatabase = new WeakMap<object, Map<string, Steps>>();

function heldOf(db: Knex): Map<string, Steps> {
  // A transaction shares its settings with its pool, so both find the same.
  const key: object = db.client.config;
  const held = heldByDatabase.get(key) ?? new Map<string, Steps>();
  heldByDatabase.set(key, held);
  return held;
}

/** The places of the first window that a day is in, and of the first behind. */
type Range = readonly [first: number, behind: number];

function rangeOf(asked: Asked, windows: readonly Period[]): Range {
  const first = windows.findIndex((window) => meets(asked, window));
  if (first < 0) return [0, 0];
  let behind = first + 1;
  for (let window = windows[behind]; window && meets(asked, window); window = windows[behind]) behind++;
  return [first, behind];
}

function nameOf(asked: readonly Asked[], ranges: readonly Range[], count: number): string {
  const hash = createHash('sha256').update(`${count}`);
  asked.forEach(({ day }, place) => {
    hash.update(`;${day.key} ${ranges[place]}`);
  });
  return hash.digest('base64');
}

type RangedDay = { name: string; key: string; day: SweptDay; range: Range };

/** From which window on which share was swept. */
type CellSteps = { from: number[]; share: number[] };

/** The same cell by cell, in the order of its windows; a few may have been counted anew since. */
type Steps = {
  slotOf: (cellId: number) => number;
  starts: Int32Array;
  from: Int32Array;
  share: Float64Array;
  amended: ReadonlyMap<number, CellSteps>;
  parts: readonly Part[] | undefined;
};

/** Counts the days; from one of the earlier answers where that was counted from nearly the same. */
function stepsOf(days: readonly RangedDay[], earlier: readonly Steps[]): Steps {
  const parts = days.map(({ name, key, day: { cellId, mark } }) => ({ name, key, marks: { cellId, mark } }));
  for (const before of earlier) {
    const changed = before.parts && cellsBetween(before.parts, parts);
    if (!changed || changed.size + before.amended.size > 50 + before.starts.length / 4) continue;
    const amended = new Map(before.amended);
    for (const cellId of changed) amended.set(cellId, stepsOfCell(entriesOf(days, cellId)));
    const { slotOf, starts, from, share } = before;
    return { slotOf, starts, from, share, amended, parts: partsToKeep(parts) };
  }
  return { ...allSteps(days), amended: new Map(), parts: partsToKeep(parts) };
}

function entriesOf(days: readonly RangedDay[], cellId: number): Entry[] {
  return days.flatMap(({ day, range }): Entry[] => {
    const entry = entryOf(day, cellId);
    return entry < 0 ? [] : [{ day, range, entry }];
  });
}

function allSteps(days: readonly RangedDay[]): Omit<Steps, 'amended' | 'parts'> {
  const total = days.reduce((sum, { day }) => sum + day.cellId.length, 0);
  const [cellIds, dayOf, entries] = [new Float64Array(total), new Int32Array(total), new Int32Array(total)];
  let at = 0;
  days.forEach(({ day: { cellId } }, place) => {
    cellIds.set(cellId, at);
    dayOf.fill(place, at, at + cellId.length);
    for (let entry = 0; entry < cellId.length; entry++) entries[at + entry] = entry;
    at += cellId.length;
  });
  const { slotOf, starts: groups, positions } = groupPositions(cellIds);
  const slots = groups.length - 1;
  const starts = new Int32Array(slots + 1);
  const [from, share]: [number[], number[]] = [[], []];
  for (let slot = 0; slot < slots; slot++) {
    const ofCell: Entry[] = [];
    for (const position of positions.subarray(groups[slot], groups[slot + 1]).sort()) {
      const ranged = days[dayOf[position] ?? 0];
      if (ranged) ofCell.push({ day: ranged.day, range: ranged.range, entry: entries[position] ?? 0 });
    }
    const steps = stepsOfCell(ofCell);
    for (let step = 0; step < steps.from.length; step++) {
      from.push(steps.from[step] ?? 0);
      share.push(steps.share[step] ?? 0);
    }
    starts[slot + 1] = from.length;
  }
  return { slotOf, starts, from: Int32Array.from(from), share: Float64Array.from(share) };
}

const rooms = { once: reusedWords(), repeatedly: reusedWords() };

type Entry = { day: SweptDay; range: Range; entry: number };

function stepsOfCell(entries: readonly Entry[]): CellSteps {
  const steps: CellSteps = { from: [], share: [] };
  const places = [...new Set(entries.flatMap(({ range }) => range))].sort((a, b) => a - b);
  for (const place of places) {
    const active = entries.filter(({ range: [first, behind] }) => first <= place && place < behind);
    const union = unionOfDays(
      active.map(({ day, entry }) => windowAt(day, entry)),
      rooms,
    );
    steps.from.push(place);
    steps.share.push(union ? countBits(union.once.bits) / union.pixels : 0);
  }
  return steps;
}

function lookupIn({ slotOf, starts, from, share, amended, parts }: Steps): RollingShares {
  return {
    pending: 0,
    parts: [parts],
    of: (cellId) => {
      const anew = amended.size > 0 ? amended.get(cellId) : undefined;
      if (anew) return (place) => shareAt(anew, 0, anew.from.length, place);
      const slot = slotOf(cellId);
      if (slot < 0) return neverSwept;
      const [first, behind] = [starts[slot] ?? 0, starts[slot + 1] ?? 0];
      return (place) => shareAt({ from, share }, first, behind, place);
    },
  };
}

type StepColumns = { from: ArrayLike<number>; share: ArrayLike<number> };

/** By the last of the steps, from `first` to before `behind`, that is not after the place. */
function shareAt({ from, share }: StepColumns, first: number, behind: number, place: number): number {
  let step = behind - 1;
  while (step >= first && (from[step] ?? 0) > place) step--;
  return step < first ? 0 : (share[step] ?? 0);
}
