import type { Knex } from 'knex';
import pLimit from 'p-limit';
import type { Scope } from '../access/scope.ts';
import { type CoverageDays, countDay, type DayCounts, type LocalDay, localDays } from './day-counts.ts';
import { readDaySignatures } from './day-signatures.ts';
import type { Interval } from './interval.ts';
import { coverageOf } from './report.ts';
import { sharedSources } from './shared-source.ts';
import type { Viewer } from './viewer.ts';

type Question = { planId: number | null; period: Interval; now: number; timeZone: string };
/** What was counted of a day, from what, and when (epoch ms). */
type Held = { signature: string; counts: DayCounts; pending: boolean; judgedAt: number };
type Book = { days: Map<string, Held>; last: Promise<unknown> };

const minuteMs = 60_000;
/** What is not in a signature, as a device that was heard of late, counts after this at the latest. */
const heldMs = 15 * minuteMs;
/** The running day goes on by the minute. */
const runningHeldMs = minuteMs;
const daysAtOnce = 2;
/** A few hundred bytes each. */
const mostHeld = 6_000;

const books = new WeakMap<object, Book>();

/**
 * How many cells met their obligations on each local day that the period touches, as `coverageOf` says of that day
 * alone. Days are held as long as nothing changes that they were judged from; InvalidInput beyond 400 days.
 */
export function countDays(db: Knex, viewer: Viewer, question: Question): Promise<CoverageDays> {
  const book = bookOf(db);
  // Those who ask at once wait for one another: the second finds what the first has counted.
  const answer = book.last.then(() => countThrough(db, book.days, viewer, question));
  book.last = answer.catch(() => undefined);
  return answer;
}

function bookOf(db: Knex): Book {
  const key: object = db.client.config;
  const book = books.get(key) ?? { days: new Map(), last: Promise.resolve() };
  books.set(key, book);
  return book;
}

async function countThrough(
  db: Knex,
  held: Map<string, Held>,
  viewer: Viewer,
  { planId, period, now, timeZone }: Question,
): Promise<CoverageDays> {
  const asked = localDays(period, timeZone);
  const signatures = await readDaySignatures(db, planId, asked);
  const sources = sharedSources([...new Set(asked.flatMap(({ interval }) => interval))]);
  // The visits of all days are read with the first; what is asked beside them is of a day alone.
  const judged = async (day: string, interval: Interval): Promise<Pick<Held, 'counts' | 'pending'>> => {
    const question = { planId, period: interval, now, timeZone, sources, areStatusesAlone: true };
    const { columns, pending } = await coverageOf(db, viewer, question);
    return { counts: countDay(day, columns), pending };
  };
  const key = (day: string) =>
    [planId, timeZone, scopeKey(viewer.scope), scopeKey(viewer.planScope), day].join(';');
  const count = async ({ day, interval }: LocalDay, index: number): Promise<Held> => {
    const signature = signatures[index] ?? '';
    const known = held.get(key(day));
    const isKnown = known && isFresh(known, signature, interval, now);
    const one = isKnown ? known : { signature, judgedAt: now, ...(await judged(day, interval)) };
    held.delete(key(day));
    if (!one.pending) held.set(key(day), one);
    return one;
  };
  // The first reads the visits of all; of the others, one is judged while the database is asked about the next.
  const [first, ...others] = asked;
  const limit = pLimit(db.isTransaction ? 1 : daysAtOnce);
  const counted = first ? [await count(first, 0)] : [];
  counted.push(...(await Promise.all(others.map((day, place) => limit(count, day, place + 1)))));
  for (const oldest of [...held.keys()].slice(0, Math.max(0, held.size - mostHeld))) held.delete(oldest);
  const earliest = counted.reduce((at, { judgedAt }) => Math.min(at, judgedAt), now);
  return {
    days: counted.map(({ counts }) => counts),
    asOf: new Date(earliest).toISOString(),
    pending: counted.some((one) => one.pending),
  };
}

function isFresh({ signature, judgedAt }: Held, wanted: string, [from, to]: Interval, now: number): boolean {
  if (signature !== wanted) return false;
  const isOver = judgedAt >= to;
  const isYetToCome = now <= from;
  return now - judgedAt < (isOver || isYetToCome ? heldMs : runningHeldMs);
}

function scopeKey({ everywhere, grantedIds, territoryIds, ownPersonId }: Scope): string {
  return everywhere ? 'all' : `${grantedIds} ${territoryIds} ${ownPersonId}`;
}
