import type { Knex } from 'knex';
import { type Grouping, groupPositions } from '../coverage/grouping.ts';
import { countBits } from './bit-window.ts';
import { type SweptDay, sweptDays } from './held-days.ts';
import { sweptGroundOf } from './swept-ground.ts';
import { type DayWindow, unionOfDays, windowAt } from './union-of-days.ts';

/** How much of a cell was swept, as shares of its area; `repeatedly` on two days or more. */
type SweptShares = { once: number; repeatedly: number };

type Period = readonly [from: number, to: number];

/** Plans and the half-open periods in epoch ms over which they count. */
export type SweptQuestion = {
  plans: readonly { planId: number; period: Period }[];
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
const usuallyMade = 100;

/**
 * How much of each cell was swept in the local days that the periods touch, by the middles of pixels (METHODS B4); within
 * half a per cent of the union of buffered legs for cells of 2,500 pixels. Where more has to be made first than is
 * allowed, `pending` is not 0 and nothing is known.
 */
export async function sweptShares(db: Knex, question: SweptQuestion): Promise<SweptLookup> {
  const [lookup] = await sweptInWindows(db, question, [[Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]]);
  return lookup ?? unknown(1);
}

/** The same for each of several windows of time that the plans' periods are cut to; days are read once for all. */
export async function sweptInWindows(
  db: Knex,
  { plans, widthMetres, timeZone, mostMade = usuallyMade }: SweptQuestion,
  windows: readonly Period[],
): Promise<SweptLookup[]> {
  const hull: Period = [Math.min(...windows.map(([from]) => from)), Math.max(...windows.map(([, to]) => to))];
  const days: SweptDay[][] = windows.map(() => []);
  for (const { planId, period } of plans) {
    const asked = cut(period, hull);
    if (asked[0] >= asked[1]) continue;
    const ground = await sweptGroundOf(db, planId, widthMetres);
    const answer = await sweptDays(db, ground, asked, { timeZone, mostMade });
    if (answer.pending > 0) return windows.map(() => unknown(answer.pending));
    windows.forEach((window, place) => {
      const [from, to] = cut(period, window);
      for (const day of answer.days)
        if (day.cellId.length > 0 && day.to > from && day.from < to) days[place]?.push(day);
    });
  }
  // Two plans may be in force on one day; whatever is of one day counts once.
  return days.map((ofWindow) => lookupIn(countDays(ofWindow.toSorted((a, b) => a.from - b.from))));
}

function cut([from, to]: Period, [first, last]: Period): Period {
  return [Math.max(from, first), Math.min(to, last)];
}

const unknown = (pending: number): SweptLookup => ({ of: () => none, pending });

function lookupIn({ slotOf, once, repeatedly }: Counted): SweptLookup {
  return {
    pending: 0,
    of: (cellId) => {
      const slot = slotOf(cellId);
      return slot < 0 ? none : { once: once[slot] ?? 0, repeatedly: repeatedly[slot] ?? 0 };
    },
  };
}

type Counted = { slotOf: Grouping['slotOf']; once: Float64Array; repeatedly: Float64Array };

/**
 * The answers of the last questions, by the days that they were made of, which are replaced as a whole. A rule asks about
 * each of its windows.
 */
const answers: { days: readonly SweptDay[]; answer: Counted }[] = [];
const mostAnswers = 96;

function countDays(days: readonly SweptDay[]): Counted {
  const place = answers.findIndex(
    (one) => one.days.length === days.length && one.days.every((day, index) => day === days[index]),
  );
  const [known] = place < 0 ? [] : answers.splice(place, 1);
  const one = known ?? { days, answer: count(days) };
  answers.push(one);
  if (answers.length > mostAnswers) answers.shift();
  return one.answer;
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
  const [only = 0] = positions;
  const onlyDay = days[dayOf[only] ?? 0];
  if (positions.length === 1 && onlyDay) {
    const entry = entryOf[only] ?? 0;
    const set = countBits(onlyDay.bits, onlyDay.starts[entry], onlyDay.starts[entry + 1]);
    return { once: set / (onlyDay.pixels[entry] ?? 1), repeatedly: 0 };
  }
  const windows: DayWindow[] = [];
  for (const position of positions) {
    const day = days[dayOf[position] ?? 0];
    if (day) windows.push(windowAt(day, entryOf[position] ?? 0));
  }
  const union = unionOfDays(windows);
  if (!union) return none;
  const { pixels, once, repeatedly } = union;
  return { once: countBits(once.bits) / pixels, repeatedly: countBits(repeatedly.bits) / pixels };
}
