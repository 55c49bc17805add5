import { isDeepStrictEqual } from 'node:util';
import type { Knex } from 'knex';
import type { Period } from './custody.ts';
import { loadPoints } from './derived-store.ts';
import { byKey, type ReadFix } from './fix.ts';
import { loadFixes, updateFlags } from './fixes-store.ts';
import {
  beginReading,
  type Closed,
  nothingYet,
  type Reading,
  type ResumePoint,
  readFix,
  resumePoint,
  type Surroundings,
  standing,
} from './reading.ts';
import { afterLast, type Packed, packPoint, unpackPoint } from './resume.ts';
import { replaceStretch } from './stretch.ts';
import { dayMs, hourMs } from './thresholds.ts';

export type Device = {
  deviceId: number;
  around: Surroundings;
  cellsRevision: number;
  /** The instant of the device's last fix that takes part. */
  lastAt: number;
};

/** A part of a device's fixes that was read again, from one state to another. */
export type Stretch = {
  begin: ResumePoint;
  /** At infinity, or at an hour where nothing differs from what was stored. What is open there is stored as it is. */
  end: ResumePoint;
  closed: Closed;
  /** The states at the hours between, and at the end where that is infinity. */
  points: ReadonlyMap<number, Packed>;
  storedPoints: ReadonlyMap<number, unknown>;
  /** Fixes whose verdict is another than before. */
  rejudged: ReadFix[];
};

/**
 * Reads the fixes of a device again wherever something changed: from the hour of each change on, until what is open
 * at an hour is what was open there before, or until the last fix. Returns the fixes whose verdict changed.
 * The cost is that of the stretches touched, whatever the device's history. `changed` is in order and covers whole
 * hours (see {@link hoursOf}).
 */
export async function reread(db: Knex, device: Device, changed: readonly Period[]): Promise<ReadFix[]> {
  const rejudged: ReadFix[] = [];
  let readTo = Number.NEGATIVE_INFINITY;
  for (const period of changed) {
    if (period.from < readTo) continue;
    const stretch = await readStretch(db, device, period, (hour) =>
      changed.some(({ from, to }) => from < hour && hour < to),
    );
    await updateFlags(db, [{ deviceId: device.deviceId, fixes: stretch.rejudged }]);
    await replaceStretch(db, device, stretch);
    rejudged.push(...stretch.rejudged);
    readTo = stretch.end.at;
  }
  return rejudged;
}

/** The whole hours that hold the instants, in order, neighbours joined. */
export function hoursOf(instants: readonly number[]): Period[] {
  const hours = [...new Set(instants.map((at) => Math.floor(at / hourMs) * hourMs))].sort((a, b) => a - b);
  const periods: { from: number; to: number }[] = [];
  for (const from of hours) {
    const last = periods.at(-1);
    if (last?.to === from) last.to = from + hourMs;
    else periods.push({ from, to: from + hourMs });
  }
  return periods;
}

async function readStretch(
  db: Knex,
  device: Device,
  period: Period,
  changesAcross: (hour: number) => boolean,
): Promise<Stretch> {
  const storedPoints = await loadPoints(db, device.deviceId, period.from, period.from);
  const begin = await pointAt(db, device, period.from, storedPoints.get(period.from));
  const hours = hoursFrom(db, device, begin, period, storedPoints);
  const reading = beginReading(device.around, begin.derived, await firstOf(hours));
  const read = reading.waiting.map(({ fix }) => fix);
  const points = new Map<number, Packed>();
  if (isOpen(begin)) points.set(begin.at, packPoint(begin));
  for await (const { fixes, hour } of hours) {
    for (const fix of fixes) readFix(reading, fix);
    read.push(...fixes);
    const isLast = hour > device.lastAt;
    const end = isLast ? resumePoint(reading, afterLast) : pointBefore(reading, hour);
    if (isLast || (!changesAcross(hour) && isSame(end, storedPoints.get(hour)))) {
      const goesOn = !isLast && isOpen(end);
      const closed = goesOn ? reading.closed : standing(reading);
      if (isLast) points.set(afterLast, packPoint(end));
      const undecided = new Set(goesOn ? end.waiting : []);
      const rejudged = read.filter((fix) => fix.judged !== fix.stored && !undecided.has(fix));
      return {
        begin,
        end: goesOn ? end : { ...end, ...nothingOpen() },
        closed,
        points,
        storedPoints,
        rejudged,
      };
    }
    if (isOpen(end)) points.set(hour, packPoint(end));
  }
  throw new Error('The hours of a device end with its last fix.');
}

type Hour = { fixes: ReadFix[]; hour: number };

/**
 * The fixes hour by hour, each with the end of its hour; before them, those that wait at the beginning, as they are
 * stored. Resume points on the way are added to `storedPoints`.
 */
async function* hoursFrom(
  db: Knex,
  { deviceId, around: { thresholds } }: Device,
  begin: ResumePoint,
  period: Period,
  storedPoints: Map<number, unknown>,
): AsyncGenerator<Hour, void, undefined> {
  let from = period.from;
  let to = Math.min(period.to, from + dayMs);
  let fixes = await loadFixes(db, thresholds, deviceId, begin.waiting[0]?.at ?? from, to);
  const before = fixes.findIndex(({ at }) => at >= period.from);
  const early = fixes.slice(0, before < 0 ? fixes.length : before);
  yield { hour: from, fixes: asStored(begin.waiting, early) };
  fixes = fixes.slice(early.length);
  for (;;) {
    for (const [at, state] of await loadPoints(db, deviceId, from + 1, to)) storedPoints.set(at, state);
    let next = 0;
    for (let hour = from + hourMs; hour <= to; hour += hourMs) {
      const first = next;
      while (next < fixes.length && (fixes[next] as ReadFix).at < hour) next++;
      yield { hour, fixes: fixes.slice(first, next) };
    }
    from = to;
    to = from + dayMs / 4;
    fixes = await loadFixes(db, thresholds, deviceId, from, to);
  }
}

async function firstOf(hours: AsyncGenerator<Hour, void, undefined>): Promise<ReadFix[]> {
  const first = await hours.next();
  return first.value ? first.value.fixes : [];
}

/** The waiting fixes with the flags that they have in the database. */
function asStored(waiting: readonly ReadFix[], stored: readonly ReadFix[]): ReadFix[] {
  return waiting.map((fix) => stored.find((one) => byKey(one, fix) === 0) ?? fix);
}

/** The state at an hour: as stored there, or as after the last fix where that came just before the hour. */
async function pointAt(
  db: Knex,
  { deviceId, around }: Device,
  at: number,
  stored: unknown,
): Promise<ResumePoint> {
  const known = unpackPoint(stored);
  if (known) return { at, ...known };
  const head = unpackPoint((await loadPoints(db, deviceId, afterLast)).get(afterLast));
  const lastAt = head && lastAtOf(head);
  const isJustBefore = lastAt !== undefined && lastAt < at && at - lastAt <= pauseMsOf(around);
  return { at, ...(head && isJustBefore ? head : nothingOpen()) };
}

/** The state at an hour; nothing is open where the last fix is a pause away. */
function pointBefore(reading: Reading, hour: number): ResumePoint {
  const point = resumePoint(reading, hour);
  const lastAt = lastAtOf(point);
  return lastAt !== undefined && hour - lastAt <= pauseMsOf(reading.around)
    ? point
    : { at: hour, ...nothingOpen() };
}

function pauseMsOf({ thresholds }: Surroundings): number {
  return thresholds.pauseSeconds * 1000;
}

function nothingOpen(): Omit<ResumePoint, 'at'> {
  return { derived: nothingYet(), waiting: [] };
}

/** The instant of the last fix that a state knows of. */
export function lastAtOf({ derived, waiting }: Omit<ResumePoint, 'at'>): number | undefined {
  return waiting.at(-1)?.at ?? derived.lastAt;
}

function isOpen(point: ResumePoint): boolean {
  return lastAtOf(point) !== undefined;
}

/** As stored: numbers survive JSON exactly. */
function isSame(point: ResumePoint, stored: unknown): boolean {
  if (!isOpen(point)) return stored === undefined;
  return stored !== undefined && isDeepStrictEqual(JSON.parse(JSON.stringify(packPoint(point))), stored);
}
