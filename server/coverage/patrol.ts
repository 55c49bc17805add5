import type { RevisitRequirement, VisitsRequirement } from '../rules/rule.ts';
import type { Interval } from './interval.ts';
import type { Reached } from './measures/reached.ts';
import type { Stays } from './stays.ts';
import { windowAt } from './windows.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;

/**
 * How an obligation stands at the end of a period: `met` where nothing was missed in it; `late` where something was
 * missed and has been made up for since; `unmet` where it is broken at the end, since when (epoch ms), by how many, and,
 * where that says little, by which share of what is asked, 0 to 1, and what of it was found.
 */
export type Judgement =
  // While what it follows from is still being worked out.
  | { state: 'unknown' }
  | { state: 'met' | 'late' }
  | {
      state: 'unmet';
      since: number;
      missing: number;
      short?: number | undefined;
      reached?: Reached | undefined;
    };

const met: Judgement = { state: 'met' };
const late: Judgement = { state: 'late' };

/**
 * So many visits in every window. A window is judged when it ends, and only if the obligation held for all of it.
 * The windows that ended inside the period are judged, and the last that ended before its end in any case. Unmet: the
 * last is short, and the running one has not enough visits yet either. Late: one was short, and a later one, or the
 * running one, has enough. A visit counts in every window that it touches, if its whole dwell is long enough.
 * `starts` are the windows' beginnings from that of the last window before the end, or of the window at the beginning
 * of the period, whichever is earlier; `stays` are all since then, and nothing after the end.
 */
export function judgeVisits(
  { atLeast, minMinutes }: VisitsRequirement,
  stays: Stays,
  starts: readonly number[],
  obligedFrom: number,
  [from, to]: Interval,
): Judgement {
  const counts = countByWindow(stays, starts, minMinutes);
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

function countByWindow(stays: Stays, starts: readonly number[], minMinutes: number): Int32Array {
  const { enteredAt, leftAt, dwellMs, first, last } = stays;
  const counts = new Int32Array(starts.length);
  for (let index = first; index < last; index++) {
    if (minMinutes > 0 && (dwellMs[index] ?? 0) < minMinutes * minuteMs) continue;
    const left = leftAt[index] ?? 0;
    let window = Math.max(0, windowAt(starts, enteredAt[index] ?? 0));
    for (; (starts[window] ?? left) < left; window++) counts[window] = (counts[window] ?? 0) + 1;
  }
  return counts;
}

/**
 * Never longer than so many hours without a visit. It is overdue from that long after the end of the last visit, or,
 * before the first, from that long after the obligation began, and never before the obligation began. Unmet: overdue at
 * the end of the period. Late: overdue at some time in it, and visited since. `lastBefore` is the end of the last long
 * enough visit before `stays`, if any; `stays` hold nothing after the end.
 */
export function judgeRevisit(
  { everyHours, minMinutes }: RevisitRequirement,
  { enteredAt, leftAt, dwellMs, first, last }: Stays,
  lastBefore: number | null,
  obligedFrom: number,
  [from, to]: Interval,
): Judgement {
  const everyMs = everyHours * hourMs;
  const judgedFrom = Math.max(from, obligedFrom);
  let dueAt = Math.max((lastBefore ?? obligedFrom) + everyMs, obligedFrom);
  let lastAt = lastBefore ?? Number.NEGATIVE_INFINITY;
  let wasOverdue = false;
  for (let index = first; index < last; index++) {
    if (minMinutes > 0 && (dwellMs[index] ?? 0) < minMinutes * minuteMs) continue;
    if (Math.max(dueAt, judgedFrom) < (enteredAt[index] ?? 0)) wasOverdue = true;
    lastAt = Math.max(lastAt, leftAt[index] ?? 0);
    dueAt = Math.max(lastAt + everyMs, obligedFrom);
  }
  if (dueAt < to) return { state: 'unmet', since: dueAt, missing: 1 };
  return wasOverdue ? late : met;
}
