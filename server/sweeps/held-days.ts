import type { Knex } from 'knex';
import type { Bounds } from '../geo/position.ts';
import { type LocalDay, localDaysOf, signatureOf } from './local-days.ts';
import { makeSweeps } from './make-sweeps.ts';
import {
  type CellSweep,
  type PackedSweeps,
  unpackBeside,
  unpackCellIds,
  unpackSweeps,
} from './packed-sweep.ts';
import { readDays, readDaysNear, readSignatures } from './queries.ts';
import { runWriter, writeRuns } from './runs.ts';
import type { SweptGround } from './swept-ground.ts';
import { unite } from './unite.ts';

/** What was swept of a plan's cells on a local day by anybody, as columns in order of the cells' ids. */
export type SweptDay = LocalDay & {
  cellId: Float64Array;
  /** Of how many pixels the cell is. */
  pixels: Int32Array;
  firstWord: Int32Array;
  words: Int32Array;
  firstRow: Int32Array;
  rows: Int32Array;
  /** Where the runs of an entry begin. */
  starts: Int32Array;
  runs: Uint8Array;
  /** Changes with the window of an entry. */
  mark: Float64Array;
};

/** A local day on which somebody went out; the key changes with anything that was swept of it. */
export type AskedDay = LocalDay & { name: string; key: string };

type HeldDay = { key: string; swept: SweptDay };
type Held = { days: Map<string, HeldDay>; last: Promise<unknown> };

const mostBytesHeld = 64 * 1024 * 1024;
/** A few hundred bytes each. */
const mostKeysHeld = 4_000;
const heldByDatabase = new WeakMap<object, Held>();
/**
 * Days of which all was made, by their keys. Of a ground only while it stays: of a day one ground's sweeps are stored at a
 * time, so that a plan that was another for a while, and is as before, has to look again.
 */
const madeOn = new WeakMap<SweptGround, Set<string>>();

/** What is known of the days, or how many days of devices at least are still to be made. */
export type SweptDays = { days: readonly SweptDay[]; pending: number };

/** The local days that the half-open period touches and somebody went out on, in order. */
export async function daysAsked(
  db: Knex,
  ground: SweptGround,
  period: readonly [number, number],
  timeZone: string,
): Promise<AskedDay[]> {
  const signatures = await readSignatures(db, period);
  const known = [...signatures.keys()];
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return [];
  return localDaysOf(period, [first, last], timeZone).flatMap((day) => {
    const signature = signatureOf(day, signatures);
    return signature === ''
      ? []
      : [
          {
            ...day,
            name: nameOf(ground, day),
            key: `${nameOf(ground, day)} ${ground.signature} ${signature}`,
          },
        ];
  });
}

function nameOf({ planId, widthMetres }: SweptGround, { day }: LocalDay): string {
  return `${planId} ${widthMetres} ${day}`;
}

/**
 * What was swept on each of the days, in order, made anew where a line of the day changed; at most so many days of devices
 * are made. Days are held in memory, the longest unused are let go. Questions of one process wait for one another.
 */
export function sweptDays(
  db: Knex,
  ground: SweptGround,
  days: readonly AskedDay[],
  mostMade: number,
): Promise<SweptDays> {
  const held = heldOf(db);
  const answer = held.last.then(() => readThrough(db, held, ground, days, mostMade));
  // Whoever asked is told; the next one asks again.
  held.last = answer.then(noMatter, noMatter);
  return answer;
}

/**
 * The same of one cell alone, whose surroundings are a box of degrees: of the days that are not held, only what was swept
 * by those who came into the box is read, and nothing of it is kept.
 */
export async function sweptDaysOfCell(
  db: Knex,
  ground: SweptGround,
  days: readonly AskedDay[],
  { cellId, box }: { cellId: number; box: Readonly<Bounds> },
  mostMade: number,
): Promise<SweptDays> {
  const { days: held } = heldOf(db);
  // Taken now, for what is held may be let go while the database answers.
  const known = days.map(({ name, key }) => {
    const one = held.get(name);
    return one?.key === key ? one.swept : undefined;
  });
  const missing = days.filter((_, place) => !known[place]);
  const pending = await makeMissing(db, ground, missing, mostMade);
  if (pending > 0) return { days: [], pending };
  const read = new Map<string, CellSweep[]>();
  const names = missing.map(({ day }) => day);
  for (const { day, ...packed } of names.length > 0 ? await readDaysNear(db, ground, names, box) : []) {
    if (!unpackCellIds(packed.cells).includes(cellId)) continue;
    const own = unpackSweeps(packed).filter((sweep) => sweep.cellId === cellId);
    read.set(day, [...(read.get(day) ?? []), ...own]);
  }
  const answer = days.map((day, place) => known[place] ?? columnsOf(day, read.get(day.day) ?? []));
  return { days: answer, pending: 0 };
}

/**
 * Makes what is missing of the days, but for those of which nothing was when that was last looked at; returns how many are
 * pending at least. To look takes half of the time of an answer about one cell.
 */
async function makeMissing(
  db: Knex,
  ground: SweptGround,
  days: readonly AskedDay[],
  mostMade: number,
): Promise<number> {
  const made = madeOn.get(ground) ?? new Set<string>();
  const unknown = days.filter(({ key }) => !made.has(key));
  if (unknown.length === 0) return 0;
  const count = await makeSweeps(db, ground, unknown, { most: mostMade });
  if (count === mostMade) return count;
  // What a transaction stores may never come to be.
  if (db.isTransaction) return 0;
  madeOn.set(ground, made);
  for (const { key } of unknown) made.add(key);
  for (const oldest of [...made].slice(0, Math.max(0, made.size - mostKeysHeld))) made.delete(oldest);
  return 0;
}

/** What comes next waits, and neither fails with what was before nor holds it. */
const noMatter = () => undefined;

function heldOf(db: Knex): Held {
  // A transaction shares its settings with its pool, so both find the same days.
  const key: object = db.client.config;
  const held = heldByDatabase.get(key) ?? { days: new Map(), last: Promise.resolve() };
  heldByDatabase.set(key, held);
  return held;
}

async function readThrough(
  db: Knex,
  { days: held }: Held,
  ground: SweptGround,
  days: readonly AskedDay[],
  mostMade: number,
): Promise<SweptDays> {
  const changed = days.filter((day) => held.get(nameOf(ground, day))?.key !== day.key);
  const pending = await makeMissing(db, ground, changed, mostMade);
  if (pending > 0) return { days: [], pending };
  const known = await readSwept(db, ground, changed);
  const answer = days.map((day) => {
    const name = nameOf(ground, day);
    const swept = known.get(day.day) ?? held.get(name)?.swept;
    if (!swept) throw new Error('A day of sweeps was not read.');
    held.delete(name);
    held.set(name, { key: day.key, swept });
    return swept;
  });
  forget(held);
  return { days: answer, pending: 0 };
}

/** What is packed is in memory for so many days, and the bits for two: while one is read, the next is inflated. */
const daysReadAtOnce = 31;

/** By the names of the days. */
async function readSwept(
  db: Knex,
  ground: SweptGround,
  days: readonly LocalDay[],
): Promise<ReadonlyMap<string, SweptDay>> {
  const read = new Map<string, SweptDay>();
  for (let first = 0; first < days.length; first += daysReadAtOnce) {
    const part = days.slice(first, first + daysReadAtOnce);
    const packed = new Map<string, PackedSweeps[]>(part.map(({ day }) => [day, []]));
    await readDays(db, ground, [...packed.keys()], ({ day, cells, bits }) => {
      packed.get(day)?.push({ cells, bits });
    });
    const unpackDay = (place: number) => {
      const day = part[place];
      const unpacking = Promise.all((day ? (packed.get(day.day) ?? []) : []).map(unpackBeside));
      unpacking.catch(noMatter);
      return unpacking;
    };
    let next = unpackDay(0);
    for (const [place, day] of part.entries()) {
      const sweeps = await next;
      next = unpackDay(place + 1);
      read.set(day.day, columnsOf(day, sweeps.flat()));
    }
  }
  return read;
}

function columnsOf({ day, from, to }: LocalDay, sweeps: readonly CellSweep[]): SweptDay {
  const united = unite(sweeps);
  const column = (value: (sweep: CellSweep) => number) => Int32Array.from(united, value);
  const writer = runWriter();
  const starts = new Int32Array(united.length + 1);
  united.forEach((sweep, place) => {
    writeRuns(writer, sweep);
    starts[place + 1] = writer.length;
  });
  return {
    day,
    from,
    to,
    cellId: Float64Array.from(united, ({ cellId }) => cellId),
    pixels: column(({ pixels }) => pixels),
    firstWord: column(({ firstWord }) => firstWord),
    words: column(({ words }) => words),
    firstRow: column(({ firstRow }) => firstRow),
    rows: column(({ rows }) => rows),
    starts,
    runs: writer.bytes.slice(0, writer.length),
    mark: Float64Array.from(united, (sweep, place) =>
      markOf(sweep, writer.bytes, starts[place] ?? 0, starts[place + 1] ?? 0),
    ),
  };
}

/** 53 bits of two hashes (FNV-1a and one by 31) of where the window is and of its runs. */
function markOf(sweep: CellSweep, bytes: Uint8Array, from: number, to: number): number {
  const { pixels, firstWord, words, firstRow, rows } = sweep;
  let [one, other] = [0x811c9dc5, 7];
  const add = (number: number) => {
    one = Math.imul(one ^ number, 0x01000193);
    other = (Math.imul(other, 31) + number) | 0;
  };
  for (const number of [pixels, firstWord, words, firstRow, rows]) add(number);
  for (let at = from; at < to; at++) add(bytes[at] ?? 0);
  return (one >>> 0) * 2 ** 21 + (other & 0x1fffff);
}

const bytesOf = ({ swept }: HeldDay) => swept.runs.length + 36 * swept.cellId.length + 400;

function forget(held: Map<string, HeldDay>): void {
  let bytes = 0;
  for (const day of held.values()) bytes += bytesOf(day);
  for (const [name, day] of held) {
    if (bytes <= mostBytesHeld) return;
    bytes -= bytesOf(day);
    held.delete(name);
  }
}
