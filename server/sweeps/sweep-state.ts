import { z } from 'zod';

export const sweepState = z.object({
  pending: z.boolean().meta({
    description: 'Something of the period is still to be worked out; pictures of it are empty until then',
  }),
});
export type SweepState = z.output<typeof sweepState>;
