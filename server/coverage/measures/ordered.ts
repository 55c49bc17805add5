import type { WeekHours } from '../../rules/hours.ts';
import { windowsOf } from '../../rules/windows.ts';
import { clip, type Interval } from '../interval.ts';

/** The windows of a rule's hours, one by one and in order; of a rule without hours all the time is one. */
export function orderedTime(
  hours: WeekHours | undefined,
  timeZone: string,
  [from, to]: Interval,
): readonly Interval[] {
  if (!hours) return [[from, to]];
  const { starts, ends } = windowsOf(hours, timeZone, from, to);
  return Array.from(starts, (start, index): Interval => [start, ends[index] ?? start]);
}

/** Those that lie in a stretch, cut at its ends. */
export function orderedIn(ordered: readonly Interval[], [from, to]: Interval): Interval[] {
  let first = firstEndingAfter(ordered, from);
  const found: Interval[] = [];
  for (; (ordered[first]?.[0] ?? to) < to; first++) found.push(ordered[first] as Interval);
  return clip(found, [from, to]);
}

/** Those that end in a stretch, whole: each is of one stretch alone. */
export function endingIn(ordered: readonly Interval[], [from, to]: Interval): Interval[] {
  const found: Interval[] = [];
  for (let index = firstEndingAfter(ordered, from); index < ordered.length; index++) {
    const window = ordered[index] as Interval;
    if (window[1] > to) break;
    found.push(window);
  }
  return found;
}

function firstEndingAfter(ordered: readonly Interval[], at: number): number {
  let [low, high] = [0, ordered.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ordered[middle]?.[1] ?? 0) > at) high = middle;
    else low = middle + 1;
  }
  return low;
}
