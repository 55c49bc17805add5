import { z } from 'zod';
import { personName } from '../../people/person.ts';
import { mostAtOnce } from '../assignment.ts';
import { conflictMode } from '../conflicts.ts';

const share = z.number().min(0).max(1);

const home = z.object({
  cell: z.int(),
  code: z.string(),
  name: z.string(),
  share: share.meta({ description: "What of the former cell's land it has" }),
  shareOfOther: share.meta({ description: "What of its own land was the former cell's" }),
  isSuccessor: z.boolean().meta({ description: 'It kept the code of the former cell' }),
  isProposed: z.boolean(),
});

const homeless = z.object({
  assignmentId: z.int(),
  person: personName,
  role: z.string(),
  from: z.iso.datetime(),
  to: z.iso.datetime().nullable(),
  cell: z.object({ id: z.int(), code: z.string(), name: z.string(), planId: z.int() }),
  isOwn: z.boolean().meta({ description: 'Whether you cover person and cell both, and so may change it' }),
  homes: z
    .array(home)
    .meta({ description: 'The likeliest first; none where the land is in no cell any more' }),
});

export const rehoming = z.object({
  plan: z.int(),
  at: z.iso.datetime().meta({ description: 'When the plan begins, and the former cells end' }),
  assignments: z.array(homeless),
});

/** Which assignments go on in which cells of the plan; without cells an assignment only ends. */
export const acceptance = z.strictObject({
  homes: z
    .array(
      z.strictObject({
        assignmentId: z.int().positive(),
        cellIds: z.array(z.int().positive()).max(100),
      }),
    )
    .min(1)
    .max(mostAtOnce),
  conflicts: conflictMode,
});
