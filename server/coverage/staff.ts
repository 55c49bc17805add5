import type { Rule, StaffingRequirement, StaffingRule } from '../rules/rule.ts';
import { isAboutAreas } from '../rules/selection.ts';
import type { Interval } from './interval.ts';
import type { Judgement } from './patrol.ts';
import { type Assigned, countingPosts, isCounting } from './posts.ts';
import { judgeStaffing } from './staffing.ts';

/** The rules that are about the staffing of single cells. */
export function cellStaffingRules(rules: readonly Rule[]): StaffingRule[] {
  return rules.filter((rule) => rule.kind === 'staffing').filter((rule) => !isAboutAreas(rule));
}

/** How many different people of a kind there are. */
export function countKind(staff: readonly Assigned[], kind: string): number {
  const people: number[] = [];
  for (const one of staff) if (one.kind === kind && !people.includes(one.personId)) people.push(one.personId);
  return people.length;
}

const met: Judgement = { state: 'met' };

/** Judges a staffing rule on a place over a period that is past; undefined where no instant of it is obliged. */
export function judgeStaff(
  rule: StaffingRule,
  staff: readonly Assigned[],
  obliged: Interval,
  period: Interval,
): Judgement | undefined {
  const { requires } = rule;
  const from = Math.max(period[0], rule.from, obliged[0]);
  const to = Math.min(period[1], rule.to, obliged[1]);
  if (from >= to) return undefined;
  if (areEnoughThroughout(staff, requires)) return met;
  const posts = staff.flatMap((one) => countingPosts(one, requires));
  // The last instant of a half-open period is a millisecond before its end.
  return judgeStaffing(requires.atLeast, posts, from, { from, at: to - 1 });
}

/** Most cells have the same people all the time, which needs no look at single instants. */
function areEnoughThroughout(staff: readonly Assigned[], requires: StaffingRequirement): boolean {
  if (requires.teamKind !== undefined) return false;
  const people: number[] = [];
  for (const one of staff) {
    const isThroughout = one.from === Number.NEGATIVE_INFINITY && one.to === Number.POSITIVE_INFINITY;
    if (isThroughout && isCounting(one, requires) && !people.includes(one.personId))
      people.push(one.personId);
    if (people.length >= requires.atLeast) return true;
  }
  return false;
}
