import type { RevisitRequirement, VisitsRequirement } from '../rules/rule.ts';
import type { Interval } from './interval.ts';
import { dwellMs, type Visit } from './presence.ts';
import { windowAt } from './windows.ts';

const hourMs = 3_600_000;

/**
 * How an obligation stands at the end of a period: `met` where nothing was missed in it; `late` where something was
 * missed and has been made up for since; `unmet` where it is broken at the end, since when (epoch ms), and by how many.
 */
export type Judgement = { state: 'met' | 'late' } | { state: 'unmet'; since: number; missing: number };

const met: Judgement = { state: 'met' };
const late: Judgement = { state: 'late' };

/**
 * So many visits in every window. A window is judged when it ends, and only if the obligation held for all of it.
 * The windows that ended inside the period are judged, and the last that ended before its end in any case. Unmet: the
 * last is short, and the running one has not enough visits yet either. Late: one was short, and a later one, or the
 * running one, has enough. A visit counts in every window that it touches, if its whole dwell is long enough.
 * `starts` are the windows' beginnings from that of the last window before the end, or of the window at the beginning
 * of the period, whichever is earlier; `visits` is everything since then and nothing after the end.
 */
export function judgeVisits(
  { atLeast, minMinutes }: VisitsRequirement,
  visits: readonly Visit[],
  starts: readonly number[],
  obligedFrom: number,
  [from, to]: Interval,
): Judgement {
  const counts = countByWindow(visits, starts, minMinutes);
  const running = windowAt(starts, to);
  const last = running - 1;
  if (last < 0 || (starts[last] ?? obligedFrom) < obligedFrom) return met;
  const lacking = atLeast - (counts[last] ?? 0);
  if (lacking > 0 && (counts[running] ?? 0) < atLeast)
    return { state: 'unmet', since: starts[running] ?? to, missing: lacking };
  for (let index = last; index >= 0 && (starts[index] ?? 0) >= obligedFrom; index--) {
    const isJudged = index === last || (starts[index + 1] ?? 0) > from;
    if (isJudged && (counts[index] ?? 0) < atLeast) return late;
  }
  return met;
}

function countByWindow(visits: readonly Visit[], starts: readonly number[], minMinutes: number): number[] {
  const counts = new Array<number>(starts.length).fill(0);
  for (const visit of visits) {
    if (!isLongEnough(visit, minMinutes)) continue;
    const first = Math.max(0, windowAt(starts, visit.enteredAt));
    for (let index = first; (starts[index] ?? visit.leftAt) < visit.leftAt; index++)
      counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts;
}

/**
 * Never longer than so many hours without a visit. It is overdue from that long after the end of the last visit, or,
 * before the first, from that long after the obligation began, and never before the obligation began. Unmet: overdue at
 * the end of the period. Late: overdue at some time in it, and visited since. `lastBefore` is the end of the last long
 * enough visit before `visits`, if any; `visits` holds nothing after the end.
 */
export function judgeRevisit(
  { everyHours, minMinutes }: RevisitRequirement,
  visits: readonly Visit[],
  lastBefore: number | null,
  obligedFrom: number,
  [from, to]: Interval,
): Judgement {
  const everyMs = everyHours * hourMs;
  const judgedFrom = Math.max(from, obligedFrom);
  let dueAt = Math.max((lastBefore ?? obligedFrom) + everyMs, obligedFrom);
  let lastAt = lastBefore ?? Number.NEGATIVE_INFINITY;
  let wasOverdue = false;
  for (const visit of visits) {
    if (!isLongEnough(visit, minMinutes)) continue;
    if (Math.max(dueAt, judgedFrom) < visit.enteredAt) wasOverdue = true;
    lastAt = Math.max(lastAt, visit.leftAt);
    dueAt = Math.max(lastAt + everyMs, obligedFrom);
  }
  if (dueAt < to) return { state: 'unmet', since: dueAt, missing: 1 };
  return wasOverdue ? late : met;
}

function isLongEnough(visit: Visit, minMinutes: number): boolean {
  return minMinutes === 0 || dwellMs(visit) >= minMinutes * 60_000;
}
