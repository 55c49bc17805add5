import { z } from 'zod';
import { editAnswer } from '../edits/edit.ts';
import { findingKinds } from '../proof/finding.ts';

const way = z.enum(['neighbour', 'split', 'cell', 'exclusion', 'parts', 'enclave']);
const choice = z.union([way, z.int().positive()]).meta({
  description:
    'Of a gap: neighbour (the default: the one with the longest common border), split (each neighbour gets what is ' +
    'nearest to its border), cell (a cell of its own), exclusion, ' +
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
  job: z
    .boolean()
    .optional()
    .meta({
      description:
        'Answer with a job at once, whose result is the answer: hundreds of repairs take seconds. The plan is not locked ' +
        'meanwhile; where somebody changes the same cells the repairs are worked out once more',
    }),
};

/** Which findings are repaired, and how. */
export const repairRequest = z.union([
  z.strictObject({
    all: z.literal(true),
    kind: z.enum(findingKinds).optional(),
    choice: way.optional().meta({ description: 'For all of them; only where all are of a kind that has it' }),
    ...shared,
  }),
  z.strictObject({
    problems: z
      .array(z.union([z.int().positive(), z.string().min(1).max(50)]))
      .min(1)
      .max(10_000)
      .meta({
        description:
          'By id, of the revision that is named, or by key: these are repaired while they are the same, also after ' +
          'others changed cells that the repair does not',
      }),
    choice: choice.optional(),
    ...shared,
  }),
]);
export type RepairRequest = z.output<typeof repairRequest>;

/** A run that was asked for as a job is answered with its number. */
export const repairAnswer = z.union([editAnswer, z.object({ job: z.int() })]);
