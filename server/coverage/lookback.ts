import type { WeekHours } from '../rules/hours.ts';
import { minutesOf } from '../rules/hours.ts';
import type { PatrolRequirement, PatrolRule } from '../rules/rule.ts';
import type { Interval } from './interval.ts';
import { orderedTime } from './measures/ordered.ts';
import { agesReachDays } from './measures/squares-rule.ts';
import { daysBack } from './measures/sweep-rule.ts';
import { type Calendar, windowStarts } from './windows.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const longestWindowMs = 31 * dayMs;

/** A patrol rule with what it takes to judge it over a period. */
export type PreparedRule = {
  rule: PatrolRule;
  /** The part of the period in which the rule holds and that is past. */
  judged: Interval;
  /** Beginnings of the calendar windows of a rule that is judged by them, as `judgeVisits` wants them. */
  starts: readonly number[];
  /** The hours of the rule since `readFrom`, one by one; all the time where it has none. */
  ordered: readonly Interval[];
  /** From when on the visits must be known. */
  readFrom: number;
  /** Visits are counted as they are, whoever made them at whatever time: by columns. */
  isPlain: boolean;
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
    const { starts, readFrom } = lookback(rule.requires, earliest, judged, known, timeZone);
    const isPlain = isPlainRule(rule.requires);
    const ordered = orderedTime(hoursOf(rule.requires), timeZone, [readFrom, judged[1]]);
    return [{ rule, judged, starts, ordered, readFrom, isPlain }];
  });
}

function lookback(
  requires: PatrolRequirement,
  earliest: number,
  judged: Interval,
  known: number,
  timeZone: string,
): Pick<PreparedRule, 'starts' | 'readFrom'> {
  const calendar = calendarOf(requires);
  const isRollingSweep = requires.measure === 'sweep' && 'days' in requires.within;
  const first = isRollingSweep ? Math.min(earliest, judged[1] - daysBack * dayMs) : earliest;
  const starts = calendar === null ? [] : startsOf(calendar, timeZone, first, judged[1]);
  const reachMs = reachOf(requires);
  return reachMs === 0
    ? { starts, readFrom: starts[0] ?? judged[0] }
    : { starts, readFrom: Math.max(earliest - reachMs, known) };
}

function startsOf(calendar: Calendar, timeZone: string, earliest: number, to: number): number[] {
  const [runningStart = to] = windowStarts(calendar, timeZone, to, to);
  return windowStarts(calendar, timeZone, Math.min(earliest, runningStart - 1), to);
}

/** The windows that a rule is judged by; null where it is judged at every instant. */
function calendarOf(requires: PatrolRequirement): Calendar | null {
  switch (requires.measure) {
    case 'revisit':
      return null;
    case 'points':
      return 'per' in requires.within ? requires.within.per : null;
    case 'squares':
      return 'per' in requires.within ? requires.within.per : null;
    case 'sweep':
      // Within the last days is looked at when each of them ends.
      return 'per' in requires.within ? requires.within.per : 'day';
    default:
      return requires.per;
  }
}

/** How long before an instant what happened still counts at it, beside its calendar window. */
function reachOf(requires: PatrolRequirement): number {
  switch (requires.measure) {
    case 'revisit':
      return requires.everyHours * hourMs * stretchOf(requires.hours);
    case 'points':
      return 'days' in requires.within
        ? Math.max(requires.within.days, requires.within.keyDays) * dayMs + dayMs
        : 0;
    case 'squares':
      return 'days' in requires.within ? Math.max(requires.within.days + 1, agesReachDays) * dayMs : 0;
    case 'sweep':
      return 'days' in requires.within ? requires.within.days * dayMs : 0;
    default:
      return 0;
  }
}

/** How much longer it takes until so many ordered hours have passed; holidays can be weeks long. */
function stretchOf(hours: WeekHours | undefined): number {
  if (!hours) return 1;
  const perWeek = hours.reduce(
    (sum, { days, from, to }) => sum + (new Set(days).size * (minutesOf(to) - minutesOf(from))) / 60,
    0,
  );
  return Math.max(1, (2 * 7 * 24) / Math.max(1, perWeek));
}

function hoursOf(requires: PatrolRequirement): WeekHours | undefined {
  return 'hours' in requires ? requires.hours : undefined;
}

function isPlainRule(requires: PatrolRequirement): boolean {
  if (requires.measure !== 'visits' && requires.measure !== 'revisit') return false;
  const { hours, kind, role } = requires;
  const isCut = requires.measure === 'visits' && requires.slots !== undefined;
  return hours === undefined && kind === undefined && role === undefined && !isCut;
}
