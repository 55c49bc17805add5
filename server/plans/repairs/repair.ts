import { z } from 'zod';
import { findingKinds } from '../proof/finding.ts';

const choice = z
  .union([z.enum(['neighbour', 'cell', 'exclusion', 'parts', 'enclave']), z.int().positive()])
  .meta({
    description:
      'Of a gap: neighbour (the default: the one with the longest common border), cell (a cell of its own), exclusion, ' +
      'or the id of the cell that takes it. Of an overlap: the id of the cell that keeps it. ' +
      'Of a multipart cell: parts (the default: every part a cell), or enclave.',
  });
export type Choice = z.output<typeof choice>;

const shared = {
  preview: z.boolean().optional().meta({ description: 'Answer what it would do, and do nothing' }),
  revision: z
    .int()
    .positive()
    .optional()
    .meta({ description: 'The revision that the problems were read at' }),
};

/** Which findings are repaired, and how. */
export const repairRequest = z.union([
  z.strictObject({ all: z.literal(true), kind: z.enum(findingKinds).optional(), ...shared }),
  z.strictObject({
    problems: z.array(z.int().positive()).min(1).max(10_000),
    choice: choice.optional(),
    ...shared,
  }),
]);
export type RepairRequest = z.output<typeof repairRequest>;
