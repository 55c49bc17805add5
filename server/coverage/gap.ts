import { z } from 'zod';

export const gapKinds = [
  'unassigned-land',
  'never-visited',
  'no-officer',
  'short-staffed',
  'overdue',
  'under-visited',
  'under-swept',
  'unmanned',
  'points-missed',
  'road-unpassed',
  'too-far',
] as const;
export type GapKind = (typeof gapKinds)[number];

/** Something that would close a gap. `personIds`, best first, only where the caller may know who it is. */
const remedy = z.object({
  kind: z.enum(['assign', 'patrol', 'ask']),
  message: z.string(),
  personIds: z.array(z.int()).optional(),
});
export type Remedy = z.output<typeof remedy>;

/** An obligation that is not met, at a place, since an instant. The same gap has the same id as long as it is open. */
export const gap = z.object({
  id: z.string(),
  kind: z.enum(gapKinds),
  cell: z.int().optional(),
  area: z.int().optional(),
  rule: z.int().optional(),
  since: z.iso.datetime(),
  severity: z.int().min(0).max(100).meta({ description: '0 to 100, the worst highest' }),
  message: z.string(),
  place: z.object({ code: z.string().nullable(), name: z.string() }),
  position: z.tuple([z.number(), z.number()]).nullable(),
  remedies: z.array(remedy),
});
export type Gap = z.output<typeof gap>;

export const gapList = z.object({
  gaps: z.array(gap),
  totals: z
    .partialRecord(z.enum(gapKinds), z.int())
    .meta({ description: 'How many of each kind, on all pages' }),
  pending: z.boolean().meta({
    description:
      'How some rules stand is still being worked out: what they ask for may be lacking here meanwhile',
  }),
  next: z.string().nullable(),
});
export type GapList = z.output<typeof gapList>;
