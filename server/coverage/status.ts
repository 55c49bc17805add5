import type { Judgement } from './patrol.ts';

export const statuses = ['met', 'late', 'unmet', 'never', 'no-data', 'excluded'] as const;
export type CellStatus = (typeof statuses)[number];

/** What a cell's status is decided from, over the part of the period that is past. */
export type Standing = {
  /** Nothing of the period is past, or the plan held the cell at no instant of it. */
  isJudged: boolean;
  /** A visit is known up to the end of the period, in it or before it. */
  wasVisited: boolean;
  /** Of too much of their time on duty the devices of those assigned to the cell said nothing. */
  wasSilent: boolean;
  patrol: readonly { judgement: Judgement }[];
  /** The worst of the staffing rules; null where there is none. */
  staffing: 'met' | 'late' | 'unmet' | null;
};

/**
 * The status of a cell for a period: the worst of its rules, in the order `never, unmet, no-data, late, met`.
 * - `excluded`: nothing of the period is to be judged, for it is still to come.
 * - `never`: no visit is known up to the end of the period, whatever the rules say.
 * - `unmet`: a rule is broken at the end of the period.
 * - `no-data`: instead of `never`, or of `unmet` by a patrol rule, where those assigned to the cell were on duty in the
 *   period and their devices were silent for more than a fifth of it: whether the cell was patrolled is not known. A
 *   staffing rule is broken whatever devices say. Also where it is still being worked out how a rule stands.
 * - `late`: a rule was broken in the period and has been made up for since.
 * - `met`: no rule was broken; a cell without rules, once it has been visited.
 */
export function statusOf({ isJudged, wasVisited, wasSilent, patrol, staffing }: Standing): CellStatus {
  if (!isJudged) return 'excluded';
  if (!wasVisited && !wasSilent) return 'never';
  if (staffing === 'unmet') return 'unmet';
  if (!wasVisited) return 'no-data';
  const worst = worstOf(patrol);
  if (worst === 'unmet') return wasSilent ? 'no-data' : 'unmet';
  if (worst === 'unknown') return 'no-data';
  return staffing === 'late' ? 'late' : worst;
}

/**
 * The state of a cell by one patrol rule alone; without a judgement nothing of it was to be judged. What is not met is
 * `no-data` where the device was silent while somebody was on duty, and `never` where nobody ever came.
 */
export function stateOfRule(
  judgement: Judgement | undefined,
  { wasVisited, wasSilent }: Pick<Standing, 'wasVisited' | 'wasSilent'>,
): CellStatus {
  if (!judgement) return 'excluded';
  if (judgement.state === 'unknown') return 'no-data';
  if (judgement.state !== 'unmet') return judgement.state;
  if (wasSilent) return 'no-data';
  return wasVisited ? 'unmet' : 'never';
}

/** From the least to the worst. */
const states = ['met', 'late', 'unknown', 'unmet'] as const;

function worstOf(standing: Standing['patrol']): Judgement['state'] {
  let worst = 0;
  for (const { judgement } of standing) worst = Math.max(worst, states.indexOf(judgement.state));
  return states[worst] ?? 'met';
}
