import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { type Counted, countDays, type KeyedDay, type SweptShares, sharesIn } from './counted-days.ts';
import { type AskedDay, daysAsked, type SweptDay, sweptDays, sweptDaysOfCell } from './held-days.ts';
import type { KeptParts } from './near-answer.ts';
import { type SweptGround, sweptGroundOf } from './swept-ground.ts';

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
export type SweptLookup = { of: (cellId: number) => SweptShares; pending: number; parts: KeptParts };

const none: SweptShares = { once: 0, repeatedly: 0 };
/** Reading a device's day and drawing it takes a few milliseconds. */
const usuallyMade = 100;

/**
 * How much of each cell was swept in the local days that the periods touch, by the middles of pixels (METHODS B4); within
 * half a per cent of the union of buffered legs for cells of 2,500 pixels. Where more has to be made first than is
 * allowed, `pending` is not 0 and nothing is known.
 */
export async function sweptShares(db: Knex, question: SweptQuestion): Promise<SweptLookup> {
  const [lookup] = await sweptInWindows(db, question, always);
  return lookup ?? unknown(1);
}

const always: readonly Period[] = [[Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]];

/** What {@link sweptShares} says of one cell; nothing about others has to be in memory for it. */
export async function sweptSharesOf(db: Knex, question: SweptQuestion, cellId: number): Promise<SweptLookup> {
  const asked = await askedDays(db, question, always);
  const known = answersOf(db).known(questionOf(asked).key);
  if (known) return lookupIn(known);
  const read = new Map<Asked, SweptDay>();
  for (const [ground, ofGround] of byGround(asked)) {
    const box = ground.around(cellId);
    if (!box) continue;
    const days = ofGround.map(({ day }) => day);
    const { mostMade = usuallyMade } = question;
    const answer = await sweptDaysOfCell(db, ground, days, { cellId, box }, mostMade);
    if (answer.pending > 0) return unknown(answer.pending);
    enter(read, ofGround, answer.days);
  }
  return lookupIn(countDays(keyedDays(asked, read), []));
}

function keyedDays(days: readonly Asked[], read: ReadonlyMap<Asked, SweptDay>): KeyedDay[] {
  return days.flatMap((one): KeyedDay[] => {
    const swept = read.get(one);
    return swept ? [{ name: one.day.name, key: one.day.key, swept }] : [];
  });
}

/** The same for each of several windows of time that the plans' periods are cut to; days are read once for all. */
export async function sweptInWindows(
  db: Knex,
  question: SweptQuestion,
  windows: readonly Period[],
): Promise<SweptLookup[]> {
  const { mostMade = usuallyMade } = question;
  const asked = await askedDays(db, question, windows);
  const questions = windows.map((window) => questionOf(asked.filter((one) => meets(one, window))));
  const answers = answersOf(db);
  const missing = new Set(questions.flatMap(({ key, days }) => (answers.known(key) ? [] : days)));
  const swept = await readAsked(db, missing, mostMade);
  if (typeof swept === 'number') return windows.map(() => unknown(swept));
  return questions.map(({ key, days }) => {
    const known = answers.known(key);
    if (known) return lookupIn(known);
    const counted = countDays(keyedDays(days, swept), answers.latest());
    answers.keep(key, counted);
    return lookupIn(counted);
  });
}

/** The days on which somebody went out, of all plans that count in any of the windows, in order of time. */
export async function askedDays(
  db: Knex,
  { plans, widthMetres, timeZone }: SweptQuestion,
  windows: readonly Period[],
): Promise<Asked[]> {
  const hull: Period = [Math.min(...windows.map(([from]) => from)), Math.max(...windows.map(([, to]) => to))];
  const asked: Asked[] = [];
  for (const { planId, period } of plans) {
    const within = cut(period, hull);
    if (within[0] >= within[1]) continue;
    const ground = await sweptGroundOf(db, planId, widthMetres);
    for (const day of await daysAsked(db, ground, within, timeZone)) asked.push({ day, ground, period });
  }
  // Two plans may be in force on one day; whatever is of one day counts once.
  return asked.sort((a, b) => a.day.from - b.day.from);
}

/** A day of a plan that counts. */
export type Asked = { day: AskedDay; ground: SweptGround; period: Period };

/** Whether something of a day counts in a window. */
export function meets({ day, period }: Asked, window: Period): boolean {
  const [from, to] = cut(period, window);
  return day.to > from && day.from < to;
}

/** The days of a window, and a name that is the same for days of which the same was swept. */
function questionOf(days: readonly Asked[]): { key: string; days: readonly Asked[] } {
  const hash = createHash('sha256');
  for (const { day } of days) hash.update(`${day.key};`);
  return { key: hash.digest('base64'), days };
}

/** What was swept on each of the days; how many are pending at least where more has to be made than is allowed. */
export async function readAsked(
  db: Knex,
  asked: ReadonlySet<Asked>,
  mostMade: number,
): Promise<ReadonlyMap<Asked, SweptDay> | number> {
  const read = new Map<Asked, SweptDay>();
  for (const [ground, ofGround] of byGround(asked)) {
    const days = ofGround.map(({ day }) => day);
    const answer = await sweptDays(db, ground, days, mostMade);
    if (answer.pending > 0) return answer.pending;
    enter(read, ofGround, answer.days);
  }
  return read;
}

function byGround(asked: Iterable<Asked>): Map<SweptGround, Asked[]> {
  const grounds = new Map<SweptGround, Asked[]>();
  for (const one of asked) grounds.set(one.ground, [...(grounds.get(one.ground) ?? []), one]);
  return grounds;
}

function enter(read: Map<Asked, SweptDay>, asked: readonly Asked[], days: readonly SweptDay[]): void {
  asked.forEach((one, place) => {
    const day = days[place];
    if (day) read.set(one, day);
  });
}

function cut([from, to]: Period, [first, last]: Period): Period {
  return [Math.max(from, first), Math.min(to, last)];
}

const unknown = (pending: number): SweptLookup => ({ of: () => none, pending, parts: [undefined] });

function lookupIn(counted: Counted): SweptLookup {
  return { pending: 0, of: (cellId) => sharesIn(counted, cellId), parts: [counted.parts] };
}

/** The answers to the last questions, without the days themselves: those of a year are hundreds of megabytes. */
type Answers = {
  known: (key: string) => Counted | undefined;
  keep: (key: string, counted: Counted) => void;
  /** The latest first. */
  latest: () => Counted[];
};

const answersByDatabase = new WeakMap<object, Answers>();
/** A rule asks about each of its windows. */
const mostAnswers = 96;
/** Of all answers together, some thirty bytes each. */
const mostCellsAnswered = 2_000_000;

function answersOf(db: Knex): Answers {
  const key: object = db.client.config;
  const answers = answersByDatabase.get(key) ?? keptAnswers();
  answersByDatabase.set(key, answers);
  return answers;
}

function keptAnswers(): Answers {
  const kept = new Map<string, Counted>();
  let cells = 0;
  return {
    latest: () => [...kept.values()].reverse(),
    known: (key) => {
      const counted = kept.get(key);
      if (!counted) return undefined;
      kept.delete(key);
      kept.set(key, counted);
      return counted;
    },
    keep: (key, counted) => {
      cells += counted.once.length - (kept.get(key)?.once.length ?? 0);
      kept.delete(key);
      kept.set(key, counted);
      for (const [oldest, { once }] of kept) {
        if (kept.size === 1 || (kept.size <= mostAnswers && cells <= mostCellsAnswered)) break;
        kept.delete(oldest);
        cells -= once.length;
      }
    },
  };
}
