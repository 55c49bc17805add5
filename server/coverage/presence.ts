import { clip, type Interval, intersect, lengthOf, outside, union } from './interval.ts';

/** A device's stay in a cell as it is stored: at most a day, a longer one going on in the next. Times in epoch ms. */
export type StoredVisit = {
  deviceId: number;
  personId: number | null;
  enteredAt: number;
  leftAt: number;
  bridgedMs: number;
  metres: number;
  /** When the reporting gaps were, in order; null where only their sum is known. */
  bridged: readonly Interval[] | null;
};

/** A visit as it is counted: one person's, or one device's while nobody carries it. */
export type Visit = StoredVisit;

/**
 * What counts as one visit of a cell, in order of entering. A person on two devices at once is there once: the union
 * counts, observed wherever one of the devices reported. What was cut at a day is joined again. Two people are two visits.
 */
export function visitsOf(stored: readonly StoredVisit[]): Visit[] {
  const visits: Visit[] = [];
  for (const next of stored.toSorted((a, b) => a.enteredAt - b.enteredAt || a.deviceId - b.deviceId)) {
    const index = visits.findLastIndex((one) => isSame(one, next));
    const previous = visits[index];
    if (previous && next.enteredAt <= previous.leftAt) visits[index] = join(previous, next);
    else visits.push(next);
  }
  return visits;
}

function isSame(a: Visit, b: Visit): boolean {
  return a.personId === b.personId && (a.personId !== null || a.deviceId === b.deviceId);
}

/** Of the stretch that both devices report, the metres of one count, for it is the same way. */
function join(a: Visit, b: Visit): Visit {
  const leftAt = Math.max(a.leftAt, b.leftAt);
  const overlap = Math.min(a.leftAt, b.leftAt) - b.enteredAt;
  const bridged = bridgedTogether(a, b);
  return {
    ...a,
    leftAt,
    metres: a.metres + b.metres - Math.min(share(a, overlap), share(b, overlap)) || 0,
    bridged,
    bridgedMs: bridged ? lengthOf(bridged) : a.bridgedMs + b.bridgedMs,
  };
}

const share = ({ metres, enteredAt, leftAt }: Visit, overlap: number) =>
  overlap > 0 ? (metres * overlap) / (leftAt - enteredAt) : 0;

/** Where nobody reported: the gaps of each outside of the other's stay, and those that both have. */
function bridgedTogether(a: Visit, b: Visit): Interval[] | null {
  const [ofA, ofB] = [knownGaps(a), knownGaps(b)];
  if (ofA === null || ofB === null) return null;
  return [
    ...outside(ofA, [b.enteredAt, b.leftAt]),
    ...intersect(ofA, ofB),
    ...outside(ofB, [a.enteredAt, a.leftAt]),
  ].sort(([x], [y]) => x - y);
}

const knownGaps = ({ bridged, bridgedMs }: Visit) => (bridgedMs === 0 ? [] : bridged);

/** The visit as it was at an instant that it may go on beyond. */
export function until(visit: Visit, at: number): Visit {
  if (visit.leftAt <= at) return visit;
  const inside: Interval = [visit.enteredAt, at];
  return {
    ...visit,
    leftAt: at,
    metres: share(visit, at - visit.enteredAt),
    bridgedMs: bridgedInside(visit, inside),
    bridged: visit.bridged && clip(visit.bridged, inside),
  };
}

/** How long somebody was seen there, without the reporting gaps. */
export function dwellMs({ enteredAt, leftAt, bridgedMs }: Visit): number {
  return leftAt - enteredAt - bridgedMs;
}

/** On foot nobody is faster (METHODS B2), and a stay takes as long. */
const footMetresPerSecond = 3;
const stayMs = 5 * 60_000;

/** Somebody drove through: faster than on foot all the while, and too short for a stay. */
export function isDriveBy(visit: Visit): boolean {
  const dwell = dwellMs(visit);
  return dwell < stayMs && visit.metres * 1000 > footMetresPerSecond * dwell;
}

/** What a cell's visits come to inside a period. */
export type Tally = {
  visits: number;
  /** Epoch ms; null while nobody came. */
  lastVisitAt: number | null;
  /** Summed over people (METHODS B2: P). */
  dwellSeconds: number;
  /** In which somebody was there, however many (METHODS B2: M). */
  presentSeconds: number;
  bridgedSeconds: number;
  metres: number;
};

/**
 * Sums the visits that intersect the half-open period. Time is clipped to it, and so are the metres, in proportion.
 * Dwell and bridged time of people who were there together add up: each one's presence counts; the time in which somebody
 * was there does not.
 */
export function tally(visits: readonly Visit[], [from, to]: Interval): Tally {
  const sum: Tally = {
    visits: 0,
    lastVisitAt: null,
    dwellSeconds: 0,
    presentSeconds: 0,
    bridgedSeconds: 0,
    metres: 0,
  };
  const seen: Interval[] = [];
  for (const visit of visits) {
    if (visit.enteredAt >= to || visit.leftAt <= from) continue;
    const [enteredAt, leftAt] = [Math.max(visit.enteredAt, from), Math.min(visit.leftAt, to)];
    const isWhole = enteredAt === visit.enteredAt && leftAt === visit.leftAt;
    const bridged = isWhole ? visit.bridgedMs : bridgedInside(visit, [enteredAt, leftAt]);
    sum.visits += 1;
    sum.lastVisitAt = Math.max(sum.lastVisitAt ?? leftAt, leftAt);
    sum.dwellSeconds += (leftAt - enteredAt - bridged) / 1000;
    sum.bridgedSeconds += bridged / 1000;
    sum.metres += isWhole ? visit.metres : share(visit, leftAt - enteredAt);
    seen.push(...seenIn(visit, [enteredAt, leftAt]));
  }
  sum.presentSeconds = lengthOf(union(seen)) / 1000;
  return sum;
}

/** When somebody was seen there; of gaps of which only the sum is known nothing but that sum is left out. */
function seenIn(visit: Visit, inside: Interval): Interval[] {
  if (visit.bridgedMs === 0) return [inside];
  if (visit.bridged) return visit.bridged.reduce<Interval[]>((rest, gap) => outside(rest, gap), [inside]);
  return [[inside[0], inside[1] - visit.bridgedMs]];
}

function bridgedInside(visit: Visit, inside: Interval): number {
  if (visit.bridgedMs === 0) return 0;
  if (visit.bridged) return lengthOf(clip(visit.bridged, inside));
  throw new Error('A visit that is cut by the period was read without its reporting gaps.');
}
