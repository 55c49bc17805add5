import { z } from 'zod';
import { calendarDay } from '../http/time.ts';

const words = (max: number) => z.string().trim().min(1).max(max);

const fields = {
  heldOn: calendarDay,
  subject: words(200),
  hours: z.number().positive().max(1_000).nullish(),
  result: words(100).nullish().describe('How it went, such as passed'),
};

export const trainingInput = z.strictObject(fields);
export const trainingChange = z.strictObject({
  ...fields,
  heldOn: fields.heldOn.optional(),
  subject: fields.subject.optional(),
});
export type TrainingInput = z.output<typeof trainingInput>;
export type TrainingChange = z.output<typeof trainingChange>;

export const training = z.object({
  id: z.int(),
  heldOn: z.iso.date(),
  subject: z.string(),
  hours: z.number().nullable(),
  result: z.string().nullable(),
});
export type Training = z.output<typeof training>;
