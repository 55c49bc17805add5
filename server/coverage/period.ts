import { z } from 'zod';
import { wrongPeriod } from '../http/period.ts';
import { moment } from '../http/time.ts';
import type { Interval } from './interval.ts';

const weekMs = 7 * 86_400_000;

/** A half-open period; the last seven days where neither end is given. */
export function periodQuery(timeZone: string) {
  const at = moment(timeZone);
  return { from: at.optional(), to: at.optional() };
}
export type PeriodQuery = { from?: Date | undefined; to?: Date | undefined };

/** Throws InvalidInput where the period is reversed or has no length. */
export function readPeriod({ from, to }: PeriodQuery, now: Date): Interval {
  const end = to ?? now;
  const begin = from ?? new Date(end.getTime() - weekMs);
  if (begin < end) return [begin.getTime(), end.getTime()];
  throw wrongPeriod();
}

export const planQuery = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional();
