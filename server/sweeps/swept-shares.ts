import type { Knex } from 'knex';
import { type Grouping, groupPositions } from '../coverage/grouping.ts';
import { type BitWindow, countBits } from './bit-window.ts';
import { type SweptDay, sweptDays } from './held-days.ts';
import { sweptGroundOf } from './swept-ground.ts';
import { addBits, around } from './unite.ts';

/** How much of a cell was swept, as shares of its area; `repeatedly` on two days or more. */
export type SweptShares = { once: number; repeatedly: number };

/** Plans and the half-open periods in epoch ms over which they count. */
export type SweptQuestion = {
  plans: readonly { planId: number; period: readonly [number, number] }[];
  /** 0 for what is usual in each kind of place (METHODS B3). */
  widthMetres: number;
  timeZone: string;
  /** How many days of devices are made for the answer at most. */
  mostMade?: number;
};

/** Of a cell that nobody swept, zeros. */
export type SweptLookup = { of: (cellId: number) => SweptShares; pending: number };

const none: SweptShares = { once: 0, repeatedly: 0 };
/** Reading a device's day and drawing it takes a few milliseconds. */
const usuallyMade = 400;

/**
 * How much of each cell was swept in the local days that the periods touch, by the middles of pixels (METHODS B4); within
 * half a per cent of the union of buffered legs for cells of 2,500 pixels. Where more has to be made first than is
 * allowed, `pending` is not 0 and nothing is known.
 */
export async function sweptShares(
  db: Knex,
  { plans, widthMetres, timeZone, mostMade = usuallyMade }: SweptQuestion,
): Promise<SweptLookup> {
  const days: SweptDay[] = [];
  for (const { planId, period } of plans) {
    const ground = await sweptGroundOf(db, planId, widthMetres);
    const answer = await sweptDays(db, ground, period, { timeZone, mostMade });
    if (answer.pending > 0) return { of: () => none, pending: answer.pending };
    days.push(...answer.days.filter(({ cellId }) => cellId.length > 0));
  }
  // Two plans may be in force on one day; whatever is of one day counts once.
  const { slotOf, once, repeatedly } = countDays(days.toSorted((a, b) => (a.day < b.day ? -1 : 1)));
  return {
    pending: 0,
    of: (cellId) => {
      const slot = slotOf(cellId);
      return slot < 0 ? none : { once: once[slot] ?? 0, repeatedly: repeatedly[slot] ?? 0 };
    },
  };
}

type Counted = { slotOf: Grouping['slotOf']; once: Float64Array; repeatedly: Float64Array };

/** Answers of the last questions, by the days that they were made of, which are replaced as a whole. */
const counted = new WeakMap<SweptDay, { days: readonly SweptDay[]; answer: Counted }>();

function countDays(days: readonly SweptDay[]): Counted {
  const [first] = days;
  const known = first && counted.get(first);
  if (known && known.days.length === days.length && known.days.every((day, place) => day === days[place]))
    return known.answer;
  const answer = count(days);
  if (first) counted.set(first, { days, answer });
  return answer;
}

function count(days: readonly SweptDay[]): Counted {
  const total = days.reduce((sum, { cellId }) => sum + cellId.length, 0);
  const [cellIds, dayOf, entryOf] = [new Float64Array(total), new Int32Array(total), new Int32Array(total)];
  let at = 0;
  days.forEach(({ cellId }, place) => {
    cellIds.set(cellId, at);
    dayOf.fill(place, at, at + cellId.length);
    for (let entry = 0; entry < cellId.length; entry++) entryOf[at + entry] = entry;
    at += cellId.length;
  });
  const { slotOf, starts, positions } = groupPositions(cellIds);
  const slots = starts.length - 1;
  const [once, repeatedly] = [new Float64Array(slots), new Float64Array(slots)];
  for (let slot = 0; slot < slots; slot++) {
    const ofCell = positions.subarray(starts[slot], starts[slot + 1]).sort();
    const shares = sharesOf(days, ofCell, dayOf, entryOf);
    once[slot] = shares.once;
    repeatedly[slot] = shares.repeatedly;
  }
  return { slotOf, once, repeatedly };
}

function sharesOf(
  days: readonly SweptDay[],
  positions: Int32Array,
  dayOf: Int32Array,
  entryOf: Int32Array,
): SweptShares {
  const entries = Array.from(positions, (position) => {
    const place = dayOf[position] ?? 0;
    return { day: days[place]?.day ?? '', ...windowAt(days[place], entryOf[position] ?? 0) };
  });
  // A cell whose raster has changed, since it is used otherwise now, is counted on the latest.
  const pixels = entries.at(-1)?.pixels ?? 0;
  const windows = entries.filter((entry) => entry.pixels === pixels);
  const [only] = windows;
  if (!only || pixels === 0) return none;
  if (windows.length === 1) return { once: countBits(only.bits) / pixels, repeatedly: 0 };
  const [seen, again] = [around(windows), around(windows)];
  let today = around(windows);
  windows.forEach((window, place) => {
    addBits(today, window);
    if (windows[place + 1]?.day === window.day) return;
    for (let word = 0; word < today.bits.length; word++) {
      const bits = today.bits[word] ?? 0;
      again.bits[word] = (again.bits[word] ?? 0) | ((seen.bits[word] ?? 0) & bits);
      seen.bits[word] = (seen.bits[word] ?? 0) | bits;
    }
    today = { ...today, bits: today.bits.fill(0) };
  });
  return { once: countBits(seen.bits) / pixels, repeatedly: countBits(again.bits) / pixels };
}

function windowAt(swept: SweptDay | undefined, entry: number): BitWindow & { pixels: number } {
  if (!swept) return { firstWord: 0, words: 0, firstRow: 0, rows: 0, bits: new Uint32Array(0), pixels: 0 };
  const { pixels, firstWord, words, firstRow, rows, starts, bits } = swept;
  return {
    pixels: pixels[entry] ?? 0,
    firstWord: firstWord[entry] ?? 0,
    words: words[entry] ?? 0,
    firstRow: firstRow[entry] ?? 0,
    rows: rows[entry] ?? 0,
    bits: bits.subarray(starts[entry], starts[entry + 1]),
  };
}
