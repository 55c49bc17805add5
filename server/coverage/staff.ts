import type { Rule, StaffingRequirement, StaffingRule } from '../rules/rule.ts';
import { isAboutAreas } from '../rules/selection.ts';
import { groupPositions } from './grouping.ts';
import type { Interval } from './interval.ts';
import type { GroundCell } from './land.ts';
import type { Judgement } from './patrol.ts';
import { type Assigned, countingPosts, isCounting } from './posts.ts';
import { judgeStaffing } from './staffing.ts';

/** Who is assigned to which cell in a period. */
export type Staff = {
  /** Who serves in a cell, in which role; one value for all the cells that somebody has throughout the period. */
  of: (cellId: number) => readonly Assigned[];
  /** Counts the different people of a cell that fit a condition, which is asked once for each person and role. */
  counter: (fits: (one: Assigned) => boolean) => (cellId: number) => number;
};

/** Who serves in the cells during a half-open period. */
export type Roster = (period: Interval) => Staff;

/** `people[i]` serves in the cell `cellIds[i]`. */
export function rosterOf(cellIds: Float64Array, people: readonly Assigned[]): Roster {
  const { slotOf, starts, positions } = groupPositions(cellIds);
  return ([begin, end]) => ({
    of: (cellId) => {
      const slot = slotOf(cellId);
      const own = slot < 0 ? [] : [...positions.subarray(starts[slot], starts[slot + 1])];
      return own
        .flatMap((position) => people[position] ?? [])
        .filter(({ from, to }) => from < end && to > begin);
    },
    counter: (fits) => {
      const fitting = personIdsWhere(people, (one) => one.from < end && one.to > begin && fits(one));
      return (cellId) => {
        const slot = slotOf(cellId);
        return slot < 0 ? 0 : countDistinct(fitting, positions, starts[slot] ?? 0, starts[slot + 1] ?? 0);
      };
    },
  });
}

/** The ids of people at their positions, 0 for those that do not fit. A person's cells follow one another. */
function personIdsWhere(people: readonly Assigned[], fits: (one: Assigned) => boolean): Float64Array {
  const ids = new Float64Array(people.length);
  let last: Assigned | undefined;
  let id = 0;
  for (let position = 0; position < people.length; position++) {
    const one = people[position];
    if (one && one !== last) id = fits(one) ? one.personId : 0;
    last = one;
    ids[position] = id;
  }
  return ids;
}

/** A cell has a few people: comparing each with those before it is quicker than a set. */
function countDistinct(personIds: Float64Array, positions: Int32Array, first: number, last: number): number {
  let count = 0;
  for (let index = first; index < last; index++) {
    const personId = personIds[positions[index] ?? 0] ?? 0;
    let isNew = personId !== 0;
    for (let earlier = first; isNew && earlier < index; earlier++)
      isNew = personIds[positions[earlier] ?? 0] !== personId;
    if (isNew) count++;
  }
  return count;
}

/** The rules that are about the staffing of single cells. */
export function cellStaffingRules(rules: readonly Rule[]): StaffingRule[] {
  return rules.filter((rule) => rule.kind === 'staffing').filter((rule) => !isAboutAreas(rule));
}

const met: Judgement = { state: 'met' };

/** Judges a rule on one cell after the other over a period that is past; undefined where no instant of it is obliged. */
export function staffingJudge(
  rule: StaffingRule,
  staff: Staff,
  period: Interval,
): (cell: GroundCell) => Judgement | undefined {
  const { requires } = rule;
  // Most cells have the same people all the time, which needs no look at single instants.
  const countThroughout = staff.counter((one) => isThroughout(one, requires, period));
  return ({ id, obliged }) => {
    const from = Math.max(period[0], rule.from, obliged[0]);
    const to = Math.min(period[1], rule.to, obliged[1]);
    if (from >= to) return undefined;
    if (countThroughout(id) >= requires.atLeast) return met;
    const posts = staff.of(id).flatMap((one) => countingPosts(one, requires));
    // The last instant of a half-open period is a millisecond before its end.
    return judgeStaffing(requires.atLeast, posts, from, { from, at: to - 1 });
  };
}

function isThroughout(one: Assigned, requires: StaffingRequirement, [from, to]: Interval): boolean {
  const isAlways = one.from <= from && one.to >= to;
  return isAlways && requires.teamKind === undefined && isCounting(one, requires);
}
