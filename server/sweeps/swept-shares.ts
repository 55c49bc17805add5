import type { Knex } from 'knex';
import { type Grouping, groupPositions } from '../coverage/grouping.ts';
import { countBits } from './bit-window.ts';
import { type SweptDay, sweptDays } from './held-days.ts';
import { sweptGroundOf } from './swept-ground.ts';
import { type DayWindow, unionOfDays, windowAt } from './union-of-days.ts';

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
  const { slotOf, once, repeatedly } = countDays(
    db,
    days.toSorted((a, b) => (a.day < b.day ? -1 : 1)),
  );
  return {
    pending: 0,
    of: (cellId) => {
      const slot = slotOf(cellId);
      return slot < 0 ? none : { once: once[slot] ?? 0, repeatedly: repeatedly[slot] ?? 0 };
    },
  };
}

type Counted = { slotOf: Grouping['slotOf']; once: Float64Array; repeatedly: Float64Array };

type Answer = { keys: readonly string[]; cells: number; answer: Counted };

/**
 * The answers of the last questions of each database, by what the days were made of and without the days themselves: those
 * of a year are hundreds of megabytes. A rule asks about each of its windows.
 */
const answersByDatabase = new WeakMap<object, Answer[]>();
const mostAnswers = 64;
/** Of all answers together, some thirty bytes each. */
const mostCellsAnswered = 2_000_000;

function countDays(db: Knex, days: readonly SweptDay[]): Counted {
  const key: object = db.client.config;
  const answers = answersByDatabase.get(key) ?? [];
  answersByDatabase.set(key, answers);
  const keys = days.map((day) => day.key);
  const place = answers.findIndex(
    (one) => one.keys.length === keys.length && one.keys.every((each, index) => each === keys[index]),
  );
  const [known] = place < 0 ? [] : answers.splice(place, 1);
  const answer = known?.answer ?? count(days);
  answers.push({ keys, cells: answer.once.length, answer });
  let cells = answers.reduce((sum, one) => sum + one.cells, 0);
  while (answers.length > mostAnswers || (cells > mostCellsAnswered && answers.length > 1))
    cells -= answers.shift()?.cells ?? 0;
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
