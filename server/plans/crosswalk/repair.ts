import { z } from 'zod';
import { leastPairShareByDefault } from './crosswalk.ts';

/** Mismatches that a border can be moved for; land that one layer has alone is for its own proof. */
export const snappedKinds = ['crossing', 'sliver'] as const;

const shared = {
  leastShare: z
    .number()
    .min(0)
    .max(1)
    .default(leastPairShareByDefault)
    .meta({ description: 'What the mismatches were read with' }),
  preview: z.boolean().optional().meta({ description: 'Answer what it would do, and do nothing' }),
  revision: z.int().positive().optional().meta({ description: 'The revision they were read at' }),
  otherRevision: z.int().positive().optional().meta({ description: 'That of the other plan' }),
};

/** Which mismatches are repaired: some by their ids, or all of a kind. */
export const mismatchRepair = z.union([
  z.strictObject({ all: z.literal(true), kind: z.enum(snappedKinds).optional(), ...shared }),
  z.strictObject({ mismatches: z.array(z.int().positive()).min(1).max(10_000), ...shared }),
]);
export type MismatchRepair = z.output<typeof mismatchRepair>;
