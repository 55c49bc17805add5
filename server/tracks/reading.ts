import type { ReadFix } from './fix.ts';
import { isUsed } from './flag.ts';
import { type Judge, judgeNext, newJudge, settle, type Waiting } from './judge.ts';
import { legMetres } from './leg.ts';
import {
  endVisits,
  type OpenVisits,
  type Place,
  type Visit,
  visitAcrossGap,
  visitAlongLeg,
} from './presence.ts';
import { hourMs, type Thresholds } from './thresholds.ts';
import { addFix, addLeg, beginTrack, isTooLong, type Stay, stayAfter, type Track } from './track.ts';

/** What the reading of a device's fixes asks of its surroundings. */
export type Surroundings = {
  /** What the kind of device is judged and cut by. */
  readonly thresholds: Thresholds;
  /** Who carried the device; null for nobody. */
  carrierAt: (at: number) => number | null;
  /** The cells in force then that hold the position. */
  cellsAt: (lon: number, lat: number, at: number) => readonly number[];
};

/** What follows from the fixes whose verdict is final. */
export type Derived = {
  /** The last fix, good or not. */
  lastAt: number | undefined;
  /** The last good fix. */
  last: Place | undefined;
  /** The source reported a break since the last good fix. */
  broken: boolean;
  track: Track | undefined;
  stay: Stay | undefined;
  visits: OpenVisits;
};

/** What can no longer change by fixes that come after. */
export type Closed = { tracks: Track[]; visits: Visit[] };

/** The state before the first fix at or after an hour, where a session reaches over it. */
export type ResumePoint = { at: number; derived: Derived; waiting: readonly ReadFix[] };

/**
 * The one pass over a device's fixes, in the order of their key, that judges them and derives tracks and visits.
 * What comes out is a function of the fixes alone: a reading that is taken up at a resume point ends as one from the
 * beginning. Fixes with a suspect time take no part.
 */
export type Reading = {
  readonly around: Surroundings;
  derived: Derived;
  judge: Judge;
  /** Fixes whose verdict, or that of one before them, is not final; in order. */
  waiting: Waiting[];
  readonly closed: Closed;
  readonly resumePoints: ResumePoint[];
};

/** Verdicts are final by then, so that poor fixes without end do not pile up behind an undecided one. */
const mostWaiting = 64;

/** Begins with nothing before, or takes up where a reading stopped; what it takes up stays as it is. */
export function beginReading(
  around: Surroundings,
  before: Derived = nothingYet(),
  waiting: readonly ReadFix[] = [],
): Reading {
  const derived = copyOf(before);
  const anchor = derived.last && asAnchor(derived.last);
  const reading: Reading = {
    around,
    derived,
    judge: newJudge(around.thresholds, anchor),
    waiting: [],
    closed: { tracks: [], visits: [] },
    resumePoints: [],
  };
  for (const fix of waiting) take(reading, fix);
  return reading;
}

/** Takes the next fix in order. */
export function readFix(reading: Reading, fix: ReadFix): void {
  const lastAt = reading.waiting.at(-1)?.fix.at ?? reading.derived.lastAt;
  if (lastAt !== undefined) {
    const pauseMs = reading.around.thresholds.pauseSeconds * 1000;
    const nextHour = (Math.floor(lastAt / hourMs) + 1) * hourMs;
    if (fix.at >= nextHour && nextHour - lastAt <= pauseMs)
      reading.resumePoints.push(resumePoint(reading, nextHour));
    if (fix.at - lastAt > pauseMs) endSession(reading);
  }
  take(reading, fix);
}

/**
 * What the tracks and visits are while nothing more comes: those closed, and those open with the waiting fixes as they
 * are judged now. Sets the verdict on every waiting fix; the reading itself stays as it is.
 */
export function standing(reading: Reading): Closed {
  const now = beginReading(
    reading.around,
    reading.derived,
    reading.waiting.map(({ fix }) => fix),
  );
  endSession(now);
  return {
    tracks: [...reading.closed.tracks, ...now.closed.tracks],
    visits: [...reading.closed.visits, ...now.closed.visits],
  };
}

/** The state of the reading, apart from it: reading on does not change what is returned. */
export function resumePoint(reading: Reading, at: number): ResumePoint {
  return { at, derived: copyOf(reading.derived), waiting: reading.waiting.map(({ fix }) => fix) };
}

function take(reading: Reading, fix: ReadFix): void {
  const isToJudge = isUsed(fix.own);
  const waiting = { fix, verdict: fix.own, final: !isToJudge };
  reading.waiting.push(waiting);
  if (isToJudge) judgeNext(reading.judge, waiting);
  if (reading.waiting.length > mostWaiting) settle(reading.judge);
  if (reading.waiting[0]?.final) deriveFinal(reading);
}

function endSession(reading: Reading): void {
  settle(reading.judge);
  deriveFinal(reading);
  const { derived, closed } = reading;
  if (derived.track) closed.tracks.push(derived.track);
  endVisits(derived.visits, closed.visits);
  reading.derived = nothingYet();
  reading.judge = newJudge(reading.around.thresholds);
}

function deriveFinal(reading: Reading): void {
  let count = 0;
  for (const { fix, verdict, final } of reading.waiting) {
    if (!final) break;
    fix.judged = verdict;
    derive(reading, fix);
    count++;
  }
  reading.waiting.splice(0, count);
}

function derive({ derived, around, closed }: Reading, fix: ReadFix): void {
  const personId = around.carrierAt(fix.at);
  derived.broken ||= fix.breakBefore;
  const isGood = isUsed(fix.judged);
  const { stay, leaves } = isGood
    ? stayAfter(around.thresholds, derived.stay, derived.last?.at, fix)
    : { stay: derived.stay, leaves: false };
  derived.stay = stay;
  const track = trackFor(derived, closed, fix, personId, leaves);
  if (isGood)
    arrive(around.thresholds, derived, closed, track, {
      at: fix.at,
      lonE7: fix.lonE7,
      latE7: fix.latE7,
      personId,
      cells: around.cellsAt(fix.lonE7 / 1e7, fix.latE7 / 1e7, fix.at),
    });
  addFix(track, fix);
  derived.lastAt = fix.at;
}

function trackFor(
  derived: Derived,
  closed: Closed,
  fix: ReadFix,
  personId: number | null,
  leaves: boolean,
): Track {
  const { track } = derived;
  const tooLong = track !== undefined && isTooLong(track, fix.at);
  if (track && !leaves && !tooLong && track.personId === personId) return track;
  if (track) closed.tracks.push(track);
  derived.track = beginTrack(fix, personId, tooLong);
  return derived.track;
}

function arrive(thresholds: Thresholds, derived: Derived, closed: Closed, track: Track, place: Place): void {
  const { last } = derived;
  if (last) {
    const metres =
      last.personId === place.personId ? legMetres(thresholds, last, place, derived.broken) : undefined;
    if (metres === undefined) {
      visitAcrossGap(thresholds, derived.visits, closed.visits, last, place);
    } else {
      visitAlongLeg(thresholds, derived.visits, closed.visits, last, place, metres);
      addLeg(thresholds, track, metres, place.at - last.at);
    }
  }
  derived.last = place;
  derived.broken = false;
}

/** The state before the first fix, and after a pause. */
export function nothingYet(): Derived {
  return {
    lastAt: undefined,
    last: undefined,
    broken: false,
    track: undefined,
    stay: undefined,
    visits: new Map(),
  };
}

function copyOf(derived: Derived): Derived {
  const visits: OpenVisits = new Map();
  for (const [cellId, visit] of derived.visits) visits.set(cellId, copyOfVisit(visit));
  return {
    lastAt: derived.lastAt,
    last: derived.last,
    broken: derived.broken,
    track: derived.track && { ...derived.track },
    stay: derived.stay,
    visits,
  };
}

/** One is made for every fix that arrives: as literals they share one shape. */
function copyOfVisit({ cellId, personId, enteredAt, leftAt, metres, bridged, continued }: Visit): Visit {
  return { cellId, personId, enteredAt, leftAt, metres, bridged: [...bridged], continued };
}

function asAnchor({ at, lonE7, latE7 }: Place): ReadFix {
  return {
    at,
    lonE7,
    latE7,
    accuracyMetres: null,
    breakBefore: false,
    own: 0,
    stored: 0,
    judged: 0,
  };
}
