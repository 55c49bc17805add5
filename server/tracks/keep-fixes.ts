import type { Knex } from 'knex';
import type { CellsInForce } from '../plans/cells-in-force.ts';
import { type Appended, append } from './append.ts';
import { type Custody, carrierLookup } from './custody.ts';
import { writeChanges } from './derived-store.ts';
import type { NewFix, ReadFix } from './fix.ts';
import { type Delivered, insertMissing, insertNew, markBreaks, updateFlags } from './fixes-store.ts';
import { flag } from './flag.ts';
import type { ResumePoint } from './reading.ts';
import { type Device, hoursOf, lastAtOf, reread } from './reread.ts';
import { dayMs, hourMs, type Thresholds } from './thresholds.ts';

/** Fixes of one device, in the order of their key, and what is known of the device. */
export type Keeping = Delivered & {
  thresholds: Thresholds;
  custody: Custody;
  /** Where reading stopped. */
  head: Omit<ResumePoint, 'at'> | undefined;
  /** The last fix that takes part in reading, where no head says so. */
  lastAt: number | undefined;
};

export type Kept = {
  /** Those that were there before. */
  duplicates: readonly NewFix[];
  /** Fixes stored before whose verdict the new ones changed. */
  rejudged: readonly ReadFix[];
};

/** What became of each delivery, and the statements that write it: none waits for another. */
export type KeptTogether = { kept: readonly Kept[]; writes: readonly (() => Promise<void>)[] };

/** True where every fix is of a trusted time and comes after the device's last: the usual case of a live client. */
export function goesOn({ fixes, head, lastAt }: Keeping): boolean {
  const [first] = fixes;
  if (!first || !fixes.every(takesPart)) return false;
  const last = head ? lastAtOf(head) : lastAt;
  return last === undefined || (head !== undefined && first.at > last);
}

/**
 * Judges fixes of several devices that go on, and says how they are stored with their verdicts and what follows for
 * tracks and visits, in one statement of each kind. A unique violation where one of them is there already: a fix may come after the last that
 * takes part and have been sent when its time was suspect.
 */
export function keepTogether(db: Knex, cells: CellsInForce, keepings: readonly Keeping[]): KeptTogether {
  const read = keepings.map((keeping): Appended | undefined => {
    // Nothing to read leaves everything as it is, a state of which this program cannot tell what it says included.
    if (keeping.fixes.length === 0) return undefined;
    const around = {
      thresholds: keeping.thresholds,
      carrierAt: carrierLookup(keeping.custody),
      cellsAt: cells.locate,
    };
    return append(around, keeping.head, keeping.fixes);
  });
  const of = <T>(value: (appended: Appended) => T) =>
    keepings.flatMap(({ deviceId }, index) => {
      const appended = read[index];
      return appended ? [{ deviceId, value: value(appended) }] : [];
    });
  const verdicts = of(({ rejudged }) => rejudged).map(({ deviceId, value }) => ({ deviceId, fixes: value }));
  const changes = of((appended) => appended.changes).map(({ deviceId, value }) => ({
    deviceId,
    changes: value,
  }));
  return {
    kept: read.map((appended) => ({ duplicates: [], rejudged: appended?.rejudged ?? [] })),
    writes: [
      () => insertNew(db, keepings),
      () => updateFlags(db, verdicts),
      () => writeChanges(db, cells.revision, changes),
    ],
  };
}

/** Stores the fixes of one device, whichever are there already and wherever they come: what they touch is read again. */
export async function keepLate(db: Knex, cells: CellsInForce, keeping: Keeping): Promise<Kept> {
  const { deviceId, thresholds, custody, fixes } = keeping;
  const duplicates = await insertMissing(db, keeping);
  const timely = fixes.filter(takesPart);
  const last = timely.at(-1);
  if (!last) return { duplicates, rejudged: [] };
  const known = new Set(duplicates);
  const broken = await markBreaks(
    db,
    deviceId,
    duplicates.filter(({ breakBefore }) => breakBefore),
  );
  const fresh = timely.filter((fix) => !known.has(fix));
  const { head } = keeping;
  const before = head ? lastAtOf(head) : keeping.lastAt;
  const lostSince = head || before === undefined ? [] : lastHours(before);
  const instants = [...fresh, ...broken].map(({ at }) => at);
  if (instants.length === 0) return { duplicates, rejudged: [] };
  instants.push(...hourReachedFrom(before, last.at, thresholds));
  const device: Device = {
    deviceId,
    around: { thresholds, carrierAt: carrierLookup(custody), cellsAt: cells.locate },
    cellsRevision: cells.revision,
    lastAt: Math.max(before ?? Number.NEGATIVE_INFINITY, last.at),
  };
  const rejudged = await reread(db, device, hoursOf([...instants, ...lostSince]));
  return { duplicates, rejudged: withoutFresh(rejudged, fresh) };
}

/**
 * The hour that the last session reaches over, now that fixes come after it: the state there was not stored while
 * nothing came, and a late fix behind that hour goes on from it.
 */
function hourReachedFrom(
  lastAt: number | undefined,
  newLastAt: number,
  { pauseSeconds }: Thresholds,
): number[] {
  if (lastAt === undefined) return [];
  const nextHour = (Math.floor(lastAt / hourMs) + 1) * hourMs;
  return nextHour <= newLastAt && nextHour - lastAt <= pauseSeconds * 1000 ? [nextHour] : [];
}

/** Where the state after the last fix is lost, the last two days are read again: nothing open is longer than a day. */
function lastHours(lastAt: number): number[] {
  return Array.from({ length: (2 * dayMs) / hourMs }, (_, hours) => lastAt - hours * hourMs);
}

/** Sets the verdicts of the fresh fixes; returns the others. */
function withoutFresh(rejudged: readonly ReadFix[], fresh: readonly NewFix[]): ReadFix[] {
  const byName = new Map(fresh.map((fix) => [nameOf(fix), fix]));
  return rejudged.filter((fix) => {
    const own = byName.get(nameOf(fix));
    if (own) own.judged = fix.judged;
    return !own;
  });
}

function nameOf({ at, lonE7, latE7 }: ReadFix): string {
  return `${at} ${lonE7} ${latE7}`;
}

function takesPart({ own }: NewFix): boolean {
  return (own & flag.timeSuspect) === 0;
}
