import { z } from 'zod';
import { tidyWindows } from './week.ts';

const clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'a time such as 07:30');
const clockEnd = z
  .string()
  .regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a time such as 07:30, at most 24:00');

const window = z
  .strictObject({
    days: z
      .array(z.int().min(1).max(7))
      .min(1)
      .max(7)
      .describe('Days of the week from 1, Monday, to 7, Sunday'),
    from: clock,
    to: clockEnd,
  })
  .refine(({ from, to }) => from < to, {
    path: ['to'],
    message:
      'ends before it begins; hours over midnight are two windows, one until 24:00 and one from 00:00 of the next day',
  });

/** Hours of the week in local time. An empty list is never; null (unstated) counts as any hour. */
export const availability = z.array(window).max(50).transform(tidyWindows);
