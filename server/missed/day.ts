import { DateTime } from 'luxon';
import { InvalidInput } from '../http/problem.ts';

/** Tracks of the last three days are still coming in: what is said of them may yet change (METHODS B2). */
export const provisionalHours = 72;
const hourMs = 3_600_000;

/** A local day as it is judged: at its end, or now while it lasts. Epoch ms. */
export type JudgedDay = {
  day: string;
  /** 00:00 of the next day. */
  endsAt: number;
  at: number;
  /** When it is asked: what is known now is what counts, however late it came. */
  asOf: number;
  isOver: boolean;
  isProvisional: boolean;
};

/**
 * The day that is asked for, today where none is. Throws InvalidInput for a day that has not begun, and for one before
 * `firstAt`, the first instant of which anything is known.
 */
export function judgedDay(
  asked: string | undefined,
  { now, firstAt, timeZone }: { now: number; firstAt: number; timeZone: string },
): JudgedDay {
  const today = DateTime.fromMillis(now, { zone: timeZone });
  const begin = asked === undefined ? today.startOf('day') : DateTime.fromISO(asked, { zone: timeZone });
  if (begin.toMillis() > now) throw futureDay(today.toISODate() ?? '');
  const endsAt = begin.startOf('day').plus({ days: 1 }).toMillis();
  if (endsAt <= firstAt) throw unknownDay(DateTime.fromMillis(firstAt, { zone: timeZone }).toISODate() ?? '');
  return {
    day: begin.toISODate() ?? '',
    endsAt,
    at: Math.min(endsAt, now),
    asOf: now,
    isOver: endsAt <= now,
    isProvisional: endsAt > now - provisionalHours * hourMs,
  };
}

function futureDay(today: string): InvalidInput {
  return new InvalidInput(
    'day-not-begun',
    `That day has not begun; ask for ${today} or an earlier one.`,
    `该日尚未开始，请选择 ${today} 或更早的日期。`,
    [{ path: 'day', reason: `not after ${today}` }],
  );
}

function unknownDay(first: string): InvalidInput {
  return new InvalidInput(
    'day-before-records',
    `Nothing is known of that day: the records begin on ${first}.`,
    `该日没有任何记录：最早的记录始于 ${first}。`,
    [{ path: 'day', reason: `not before ${first}` }],
  );
}
