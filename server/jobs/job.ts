import { z } from 'zod';

const jobStates = ['running', 'done', 'failed', 'cancelled'] as const;

/** A long run of which the server answers before it ends. It is forgotten an hour after its end, and by a restart. */
export const job = z.object({
  state: z.enum(jobStates),
  progress: z.number().meta({ description: 'From 0 to 1' }),
  message: z.string().nullable(),
  result: z.unknown(),
});
export type Job = z.output<typeof job>;
