import type { PatrolRule } from '../rules/rule.ts';
import type { Interval } from './interval.ts';
import { windowStarts } from './windows.ts';

const hourMs = 3_600_000;
const longestWindowMs = 31 * 24 * hourMs;

/** A patrol rule with what it takes to judge it over a period. */
export type PreparedRule = {
  rule: PatrolRule;
  /** The part of the period in which the rule holds and that is past. */
  judged: Interval;
  /** Beginnings of the windows of a rule about visits, as `judgeVisits` wants them. */
  starts: readonly number[];
  /** From when on the visits must be known. */
  readFrom: number;
};

/**
 * Prepares the rules that hold in the part of a period that is past. `dataFrom` is when the earliest known visit
 * began: windows long before it are all empty, and a period from the year 1 has very many of them.
 */
export function prepareRules(
  rules: readonly PatrolRule[],
  [from, to]: Interval,
  dataFrom: number,
  timeZone: string,
): PreparedRule[] {
  return rules.flatMap((rule): PreparedRule[] => {
    const judged: Interval = [Math.max(from, rule.from), Math.min(to, rule.to)];
    if (judged[0] >= judged[1]) return [];
    const known = Math.min(dataFrom, judged[1]);
    const earliest = Math.max(judged[0], known - 2 * longestWindowMs);
    const { requires } = rule;
    if (requires.measure === 'revisit') {
      const readFrom = Math.max(earliest - requires.everyHours * hourMs, known);
      return [{ rule, judged, starts: [], readFrom }];
    }
    const [runningStart = judged[1]] = windowStarts(requires.per, timeZone, judged[1], judged[1]);
    const starts = windowStarts(requires.per, timeZone, Math.min(earliest, runningStart - 1), judged[1]);
    return [{ rule, judged, starts, readFrom: starts[0] ?? judged[0] }];
  });
}
