import type { Interval } from '../interval.ts';
import type { Judgement } from '../patrol.ts';
import type { Lack } from './calendar.ts';

const almost = 1e-9;

/** When something that weighs so much is asked for, and when of that time it is covered. Epoch ms, in order. */
export type Span = { weight: number; obliged: readonly Interval[]; covered: readonly Interval[] };

/**
 * Whether what is covered weighs a share of all that is asked for, at every instant of a period. Unmet since the share fell
 * below; late where it was below and is not any more.
 */
export function judgeShareOverTime(
  spans: readonly Span[],
  share: number,
  lack: () => Lack,
  [from, to]: Interval,
): Judgement {
  const steps = spans
    .flatMap(({ weight, obliged, covered }) => [
      ...obliged.flatMap(([start, end]) => [step(start, weight, 0), step(end, -weight, 0)]),
      ...covered.flatMap(([start, end]) => [step(start, 0, weight), step(end, 0, -weight)]),
    ])
    .filter(({ at }) => at < to)
    .sort((a, b) => a.at - b.at);
  let [due, covered, shortSince, wasShort]: [number, number, number | null, boolean] = [0, 0, null, false];
  steps.forEach(({ at, moreDue, moreCovered }, index) => {
    due += moreDue;
    covered += moreCovered;
    const next = steps[index + 1]?.at ?? to;
    if (next === at) return;
    const isShort = due > almost && covered < share * due - almost * Math.max(1, due);
    if (isShort) shortSince ??= at;
    else shortSince = null;
    if (isShort && next > from) wasShort = true;
  });
  if (shortSince === null) return { state: wasShort ? 'late' : 'met' };
  const { missing, ...more } = lack();
  return { state: 'unmet', since: shortSince, missing: Math.max(1, missing), ...more };
}

const step = (at: number, moreDue: number, moreCovered: number) => ({ at, moreDue, moreCovered });
