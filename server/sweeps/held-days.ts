import type { Knex } from 'knex';
import { type LocalDay, localDaysOf, signatureOf } from './local-days.ts';
import { makeSweeps } from './make-sweeps.ts';
import { type CellSweep, unpackSweeps } from './packed-sweep.ts';
import { readDays, readSignatures } from './queries.ts';
import type { SweptGround } from './swept-ground.ts';
import { unite } from './unite.ts';

/** What was swept of a plan's cells on a local day by anybody, as columns in order of the cells' ids. */
export type SweptDay = {
  day: string;
  /** The same for days of one database that were made of the same. */
  key: string;
  cellId: Float64Array;
  /** Of how many pixels the cell is. */
  pixels: Int32Array;
  firstWord: Int32Array;
  words: Int32Array;
  firstRow: Int32Array;
  rows: Int32Array;
  /** Where the bits of an entry begin. */
  starts: Int32Array;
  bits: Uint32Array;
};

type HeldDay = { signature: string; ground: string; swept: SweptDay };
type Held = { days: Map<string, HeldDay>; last: Promise<unknown> };

const mostBytesHeld = 192 * 1024 * 1024;
const heldByDatabase = new WeakMap<object, Held>();

/** What is known of the days, or how many days of devices at least are still to be made. */
export type SweptDays = { days: readonly SweptDay[]; pending: number };

/**
 * What was swept on each of the local days that the half-open period touches and somebody went out on, in order, made
 * anew where a line of the day changed; at most so many days of devices are made. Days are held in memory, the longest
 * unused are let go. Questions of one process wait for one another.
 */
export function sweptDays(
  db: Knex,
  ground: SweptGround,
  period: readonly [number, number],
  { timeZone, mostMade }: { timeZone: string; mostMade: number },
): Promise<SweptDays> {
  const held = heldOf(db);
  const answer = held.last.then(async () => {
    const signatures = await readSignatures(db, period);
    const known = [...signatures.keys()];
    const [first, last] = [known[0], known.at(-1)];
    const days =
      first === undefined || last === undefined ? [] : localDaysOf(period, [first, last], timeZone);
    return readThrough(db, held, ground, days, signatures, mostMade);
  });
  // Whoever asked is told; the next one asks again.
  held.last = answer.catch(() => undefined);
  return answer;
}

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
  days: readonly LocalDay[],
  signatures: ReadonlyMap<number, string>,
  mostMade: number,
): Promise<SweptDays> {
  const nameOf = ({ day }: LocalDay) => `${ground.planId} ${ground.widthMetres} ${day}`;
  const changed = days.filter((day) => {
    const known = held.get(nameOf(day));
    return known?.signature !== signatureOf(day, signatures) || known.ground !== ground.signature;
  });
  // A day without any line needs no look at the database.
  const withLines = changed.filter((day) => signatureOf(day, signatures) !== '');
  if (withLines.length > 0) {
    const made = await makeSweeps(db, ground, withLines, { most: mostMade });
    if (made === mostMade) return { days: [], pending: made };
  }
  const read = await readSwept(db, ground, withLines);
  for (const day of changed) {
    const signature = signatureOf(day, signatures);
    const key = `${nameOf(day)} ${ground.signature} ${signature}`;
    const swept = columnsOf(day.day, key, read.get(day.day) ?? []);
    held.set(nameOf(day), { signature, ground: ground.signature, swept });
  }
  const answer = days.map((day) => {
    const known = held.get(nameOf(day));
    if (!known) throw new Error('A day of sweeps was not read.');
    held.delete(nameOf(day));
    held.set(nameOf(day), known);
    return known.swept;
  });
  forget(held);
  return { days: answer, pending: 0 };
}

async function readSwept(
  db: Knex,
  ground: SweptGround,
  days: readonly LocalDay[],
): Promise<ReadonlyMap<string, CellSweep[]>> {
  const read = new Map<string, CellSweep[]>();
  const names = days.map(({ day }) => day);
  await readDays(db, ground, names, ({ day, ...packed }) => {
    const ofDay = read.get(day) ?? [];
    for (const sweep of unpackSweeps(packed)) ofDay.push(sweep);
    read.set(day, ofDay);
  });
  return read;
}

function columnsOf(day: string, key: string, sweeps: readonly CellSweep[]): SweptDay {
  const united = unite(sweeps);
  const column = (value: (sweep: CellSweep) => number) => Int32Array.from(united, value);
  const starts = new Int32Array(united.length + 1);
  united.forEach(({ bits }, place) => {
    starts[place + 1] = (starts[place] ?? 0) + bits.length;
  });
  const bits = new Uint32Array(starts[united.length] ?? 0);
  united.forEach((sweep, place) => {
    bits.set(sweep.bits, starts[place] ?? 0);
  });
  return {
    day,
    key,
    cellId: Float64Array.from(united, ({ cellId }) => cellId),
    pixels: column(({ pixels }) => pixels),
    firstWord: column(({ firstWord }) => firstWord),
    words: column(({ words }) => words),
    firstRow: column(({ firstRow }) => firstRow),
    rows: column(({ rows }) => rows),
    starts,
    bits,
  };
}

const bytesOf = ({ swept }: HeldDay) => 4 * swept.bits.length + 32 * swept.cellId.length + 400;

function forget(held: Map<string, HeldDay>): void {
  let bytes = 0;
  for (const day of held.values()) bytes += bytesOf(day);
  for (const [name, day] of held) {
    if (bytes <= mostBytesHeld) return;
    bytes -= bytesOf(day);
    held.delete(name);
  }
}
