import { z } from 'zod';
import { inBoth } from '../http/in-both.ts';
import { tidyWindows } from './week.ts';

const clock = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, inBoth('a time such as 07:30', '形如 07:30 的时间'));
const clockEnd = z
  .string()
  .regex(
    /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/,
    inBoth('a time such as 07:30, at most 24:00', '形如 07:30 的时间，最晚 24:00'),
  );

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
    message: inBoth(
      'ends before it begins; hours over midnight are two windows, one until 24:00 and one from 00:00 of the next day',
      '结束早于开始；跨午夜的时段请分成两段：至 24:00，及次日自 00:00 起',
    ),
  });

/** Hours of the week in local time. An empty list is never; null (unstated) counts as any hour. */
export const availability = z.array(window).max(50).transform(tidyWindows);
