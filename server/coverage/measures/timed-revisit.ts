import type { RevisitRequirement } from '../../rules/rule.ts';
import { clip, type Interval, lengthOf } from '../interval.ts';
import type { Asked, Judged } from './judged.ts';
import { dwellInside, type Present } from './present.ts';

const [minuteMs, hourMs] = [60_000, 3_600_000];

/**
 * Never longer than so many hours without a visit, counted in the ordered hours alone: a market that closes at night is
 * not overdue in the morning. A visit counts where it was long enough in these hours; of the end of one the count begins
 * anew. Before the first it runs from when the obligation began.
 */
export function judgeTimedRevisit(
  { everyHours, minMinutes, hours }: RevisitRequirement,
  presences: readonly Present[],
  lastBefore: number | null,
  { ordered, obligedFrom, period }: Asked,
): Judged {
  const [from, to] = period;
  const everyMs = everyHours * hourMs;
  const dueAfter = (at: number) => dueIn(ordered, at, everyMs);
  const isCounted = (present: Present) =>
    ordered.some(
      (window) =>
        present.enteredAt < window[1] &&
        present.leftAt > window[0] &&
        dwellInside(present, window) >= minMinutes * minuteMs,
    );
  const counted = presences
    .filter((one) => one.enteredAt < to && isCounted(one))
    .toSorted((a, b) => a.enteredAt - b.enteredAt);
  let lastAt = hours ? null : lastBefore;
  let dueAt = Math.max(dueAfter(lastAt ?? obligedFrom), obligedFrom);
  let wasOverdue = false;
  let longest = 0;
  for (const { enteredAt, leftAt } of counted) {
    if (Math.max(dueAt, from, obligedFrom) < enteredAt) wasOverdue = true;
    longest = Math.max(longest, orderedBetween(ordered, Math.max(lastAt ?? obligedFrom, from), enteredAt));
    lastAt = Math.max(lastAt ?? leftAt, Math.min(leftAt, to));
    dueAt = Math.max(dueAfter(lastAt), obligedFrom);
  }
  longest = Math.max(longest, orderedBetween(ordered, Math.max(lastAt ?? obligedFrom, from), to));
  return {
    judgement:
      dueAt < to
        ? { state: 'unmet', since: dueAt, missing: 1, short: (to - dueAt) / (to - dueAt + everyMs) }
        : { state: wasOverdue ? 'late' : 'met' },
    count: () => ({ what: 'revisit', lastAt, dueAt, longestHours: longest / hourMs, everyHours }),
  };
}

function orderedBetween(ordered: readonly Interval[], from: number, to: number): number {
  return lengthOf(clip(ordered, [from, to]));
}

/** When so much of the ordered time will have passed since an instant; Infinity where it ends before. */
function dueIn(ordered: readonly Interval[], since: number, ms: number): number {
  let left = ms;
  for (const [from, to] of ordered) {
    const start = Math.max(from, since);
    if (start >= to) continue;
    if (to - start >= left) return start + left;
    left -= to - start;
  }
  return Number.POSITIVE_INFINITY;
}
