import { z } from 'zod';
import { inBoth } from '../http/in-both.ts';

const clock = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, inBoth('a time such as 07:20', '形如 07:20 的时间'));
const clockEnd = z
  .string()
  .regex(
    /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/,
    inBoth('a time such as 08:00, at most 24:00', '形如 08:00 的时间，最晚 24:00'),
  );

/** Hours of the week in local time, days from 1 for Monday to 7 for Sunday. */
export const weekHours = z
  .array(
    z.strictObject({
      days: z.array(z.int().min(1).max(7)).min(1).max(7),
      from: clock,
      to: clockEnd,
      /** On days alone that are worked and on which schools are open: not on holidays, but on weekends that make up for them. */
      schoolDays: z.boolean().optional(),
    }),
  )
  .min(1)
  .max(50);
export type WeekHours = z.output<typeof weekHours>;

/** Minutes since midnight of a time such as 07:20. */
export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}
