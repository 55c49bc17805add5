import type { Interval } from '../interval.ts';
import type { Judgement } from '../patrol.ts';
import type { Counted } from './counted.ts';

/** How a rule stands at a place, and, when it is asked for, what it counted. */
export type Judged = { judgement: Judgement; count: () => Counted | null };

/** What it takes to tell is still being worked out. */
export const notYetKnown: Judged = { judgement: { state: 'unknown' }, count: () => null };

/** What a rule asks for when. Epoch ms. */
export type Asked = {
  /** Beginnings of the calendar windows, as `judgeCalendar` wants them. */
  starts: readonly number[];
  /** The hours of the rule, one by one; all the time where it has none. */
  ordered: readonly Interval[];
  obligedFrom: number;
  /** What is judged. */
  period: Interval;
};
