import { z } from 'zod';
import { elsewhere } from './elsewhere.ts';
import { refusal } from './refusal.ts';

const skipped = {
  skippedCount: z.int(),
  skipped: z.array(refusal).meta({ description: 'At most the first thousand' }),
};

/** What one step has entered. */
export const entered = z.object({
  created: z.int(),
  ids: z.array(z.int()),
  change: z.int().meta({ description: 'By which the step can be taken back' }),
  shortened: z.array(
    z.object({
      personId: z.int(),
      cellId: z.int().nullable(),
      areaId: z.int().nullable(),
      from: z.iso.datetime(),
      to: z.iso.datetime().nullable(),
      by: z.enum(['plan', 'leaving']),
    }),
  ),
  elsewhereCount: z.int().meta({ description: 'How many send somebody into the area of another station' }),
  elsewhere: z.array(elsewhere).meta({ description: 'The first hundred of them' }),
  ...skipped,
});

/** What one step has ended, moved or re-homed. */
export const transferred = z.object({
  change: z.int(),
  ended: z.int(),
  withdrawn: z.int().meta({ description: 'Had not begun, so they are gone' }),
  created: z.int(),
  ids: z.array(z.int()),
  ...skipped,
});

/** What taking back a step has done. */
export const undone = z.object({ withdrawn: z.int(), ended: z.int(), restored: z.int(), ...skipped });
