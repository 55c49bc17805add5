import type { Knex } from 'knex';
import { cellsInForce } from '../plans/cells-in-force.ts';
import { append } from './append.ts';
import { type Custody, carrierLookup } from './custody.ts';
import type { NewFix, ReadFix } from './fix.ts';
import { insertMissing, insertNew, lastFixAt, markBreaks } from './fixes-store.ts';
import { flag } from './flag.ts';
import { type Device, hoursOf, lastAtOf, reread } from './reread.ts';
import { unpackPoint } from './resume.ts';
import { dayMs, hourMs } from './thresholds.ts';

type Keeping = {
  deviceId: number;
  receiptId: number;
  receivedAt: number;
  cellsRevision: number;
  custody: Custody;
  /** Where reading stopped, as stored. */
  head: unknown;
  /** Some of the fixes may be there although they come after the last: it then had a suspect time. */
  expectsKnown: boolean;
};

export type Kept = {
  /** Those that were there before. */
  duplicates: NewFix[];
  /** Fixes stored before whose verdict the new ones changed. */
  rejudged: ReadFix[];
};

/**
 * Stores fixes, in order, with their verdicts, and what follows for tracks and visits. Fails with the error of
 * `isFixThere` where fixes that come after the last are there already and that was not expected.
 */
export async function keepFixes(db: Knex, keeping: Keeping, fixes: readonly NewFix[]): Promise<Kept> {
  if (fixes.length === 0) return { duplicates: [], rejudged: [] };
  const cells = await cellsInForce(db, keeping.cellsRevision);
  const { deviceId, custody } = keeping;
  const timely = fixes.filter(takesPart);
  const head = unpackPoint(keeping.head);
  const lastAt = head ? lastAtOf(head) : await lastFixAt(db, deviceId);
  const device: Device = {
    deviceId,
    around: { carrierAt: carrierLookup(custody), cellsAt: cells.locate },
    cellsRevision: cells.revision,
    lastAt: Math.max(lastAt ?? Number.NEGATIVE_INFINITY, timely.at(-1)?.at ?? Number.NEGATIVE_INFINITY),
  };
  if (timely.length === 0) return { duplicates: await insertMissing(db, keeping, fixes), rejudged: [] };
  const isAppended = lastAt === undefined || (head !== undefined && (timely[0] as NewFix).at > lastAt);
  if (!isAppended || keeping.expectsKnown)
    return keepLate(db, device, keeping, fixes, head || lastAt === undefined ? [] : lastHours(lastAt));
  const { rejudged, write } = append(device, head, timely);
  await insertNew(db, keeping, fixes);
  await write(db);
  return { duplicates: [], rejudged };
}

/** Some of the fixes come before the device's last: what they touch is read again. */
async function keepLate(
  db: Knex,
  device: Device,
  keeping: Keeping,
  fixes: readonly NewFix[],
  lostSince: number[],
): Promise<Kept> {
  const duplicates = await insertMissing(db, keeping, fixes);
  const known = new Set(duplicates);
  const broken = await markBreaks(
    db,
    device.deviceId,
    duplicates.filter(({ breakBefore }) => breakBefore),
  );
  const fresh = fixes.filter((fix) => !known.has(fix) && takesPart(fix));
  const instants = [...fresh, ...broken].map(({ at }) => at);
  if (instants.length === 0) return { duplicates, rejudged: [] };
  const rejudged = await reread(db, device, hoursOf([...instants, ...lostSince]));
  return { duplicates, rejudged: withoutFresh(rejudged, fresh) };
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
