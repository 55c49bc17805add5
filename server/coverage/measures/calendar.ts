import type { Interval } from '../interval.ts';
import type { Judgement } from '../patrol.ts';
import { windowAt } from '../windows.ts';
import type { Reached } from './reached.ts';

/**
 * What a window lacks: 0 is nothing. `short` is the share of what is asked, 0 to 1; `reached` is told where a share is asked
 * for and not reached.
 */
export type Lack = { missing: number; short: number; reached?: Reached | undefined };

export const nothingLacks: Lack = { missing: 0, short: 0 };

/**
 * How an obligation of every calendar window stands at the end of a period. A window is judged when it ends, and only if
 * the obligation held for all of it. The windows that ended inside the period are judged, and the last that ended before
 * its end in any case. Unmet: the last lacks something and the running one has not made up for it. Late: one lacked
 * something, and a later one or the running one does not. `lackOf` is asked for a window up to the end of the period; null
 * where nothing is asked in it.
 */
export function judgeCalendar(
  starts: readonly number[],
  obligedFrom: number,
  [from, to]: Interval,
  lackOf: (window: Interval) => Lack | null,
): Judgement {
  const windowOf = (index: number): Interval => [starts[index] ?? to, Math.min(starts[index + 1] ?? to, to)];
  const running = windowAt(starts, to);
  let last = running - 1;
  let lack: Lack | null = null;
  for (; last >= 0 && (starts[last] ?? 0) >= obligedFrom; last--) {
    lack = lackOf(windowOf(last));
    if (lack) break;
  }
  if (!lack || last < 0) return { state: 'met' };
  const now = (starts[running] ?? to) < to ? lackOf(windowOf(running)) : null;
  if (lack.missing > 0 && (now === null || now.missing > 0))
    return { state: 'unmet', since: starts[last + 1] ?? to, ...lack };
  if (lack.missing > 0) return { state: 'late' };
  for (let index = last - 1; index >= 0 && (starts[index] ?? 0) >= obligedFrom; index--) {
    if ((starts[index + 1] ?? 0) <= from) break;
    if ((lackOf(windowOf(index))?.missing ?? 0) > 0) return { state: 'late' };
  }
  return { state: 'met' };
}
