import { z } from 'zod';
import { moment } from '../http/time.ts';
import { personName } from '../people/person.ts';
import { staffKinds } from './open-posts.ts';
import { priorities, type Requirement, type Settings } from './post.ts';
import type { Solution, Suggestion, Unmet } from './solution.ts';
import { costParts, passedOver, relaxation } from './suggestion.ts';

const id = z.int().positive();
const ids = z.array(id).min(1).max(1_000);
const gapId = z.string().min(1).max(200);
const pairs = z.array(z.strictObject({ personId: id, gapId })).max(1_000);

/** Which gaps are to be filled, and how; all that can be, where nothing is said. */
export function proposalInput(timeZone: string) {
  const time = moment(timeZone);
  return z.strictObject({
    areaId: id.optional().describe('Only gaps in this area'),
    planId: id.optional(),
    ruleIds: ids.optional(),
    kinds: z.array(z.enum(staffKinds)).min(1).optional(),
    gapIds: z.array(gapId).min(1).max(5_000).optional(),
    at: time.optional().describe('Gaps as they are then; now where it is absent'),
    from: time
      .optional()
      .describe('When the assignments are to begin; at the same instant where it is absent'),
    maxKilometres: z.number().min(1).max(1_000).optional(),
    mostNewPosts: z.int().min(1).max(10).optional().describe('How many posts one person gets at most'),
    teamsTogether: z.boolean().optional(),
    twoPeople: z.boolean().optional().describe('Nobody goes alone to where nobody serves'),
    priorities: z
      .array(z.strictObject({ ruleId: id, priority: z.enum(priorities) }))
      .max(1_000)
      .optional(),
    locked: pairs
      .optional()
      .describe(
        'Who is to have which post, however far and however much they have; refused where they do not fit it',
      ),
    forbidden: pairs.optional().describe('Who is not to have which post'),
  });
}
export type ProposalInput = z.output<ReturnType<typeof proposalInput>>;

const position = z.tuple([z.number(), z.number()]);
const states = ['open', 'accepted', 'declined', 'refused'] as const;

const summary = {
  id: z.int(),
  createdAt: z.iso.datetime(),
  at: z.iso.datetime(),
  from: z.iso.datetime().meta({ description: 'When the assignments begin' }),
  open: z.int(),
  accepted: z.int(),
};
export const proposalSummary = z.object(summary);

export const proposal = z.object({
  ...summary,
  totals: z.object({
    posts: z.int().meta({ description: 'Missing people, over all the gaps' }),
    filled: z.int(),
    people: z.int().meta({ description: 'Different people who are sent' }),
    minutes: z.number(),
    changes: z.int().meta({ description: 'How many go where they do not know the place' }),
    cost: z.number(),
    loadBefore: z.number().meta({ description: 'Places that those who are sent answer for, on average' }),
    loadAfter: z.number(),
    mostLoadBefore: z.int(),
    mostLoadAfter: z.int(),
  }),
  suggestions: z.array(
    z.object({
      position: z.int(),
      state: z.enum(states),
      person: personName.nullable().meta({ description: 'Null where the caller covers the person no more' }),
      role: z.string(),
      cellId: z.int().nullable(),
      areaId: z.int().nullable(),
      place: z.string(),
      to: position.nullable(),
      from: position.nullable(),
      gapIds: z.array(z.string()),
      kilometres: z.number().nullable(),
      cost: costParts,
      total: z.number(),
      rankForPost: z.int(),
      rankForPerson: z.int(),
      runnerUp: personName.nullable(),
      margin: z.number().nullable().meta({ description: 'What the whole costs more without it' }),
      loadBefore: z.int(),
      loadAfter: z.int(),
      bindingRules: z.array(z.object({ id: z.int(), name: z.string() })),
      reasons: z.array(z.string()),
    }),
  ),
  gaps: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      place: z.string(),
      message: z.string(),
      position: position.nullable(),
      missing: z.int(),
      filled: z.int(),
    }),
  ),
  unmet: z.array(
    z.object({
      gapId: z.string(),
      missing: z.int(),
      reasons: z.array(passedOver),
      relaxation,
    }),
  ),
  lockedUnmet: z
    .array(z.object({ personId: z.int(), gapId: z.string() }))
    .meta({ description: 'Who was to have a post and did not get it, for they may take no more' }),
  inParts: z
    .array(z.object({ place: z.string(), posts: z.int(), parts: z.int(), message: z.string() }))
    .meta({ description: 'Townships too large to be solved at once, where it may not be the least cost' }),
});
export type Proposal = z.output<typeof proposal>;

/** A gap as it was when the proposal was made. */
export type ProposedGap = {
  id: string;
  kind: string;
  ruleId: number | null;
  place: string;
  messages: { en: string; zh: string };
  position: readonly [number, number] | null;
  missing: number;
  requires: Requirement;
};

export type StoredProposal = {
  id: number;
  createdAt: Date;
  at: Date;
  startsAt: Date;
  /** `typicalLoad` is what people usually answered for then; `inParts` is how it was solved. */
  asked: ProposalInput & {
    maxKilometres: number;
    typicalLoad?: Settings['typicalLoad'];
    inParts?: Solution['inParts'];
  };
  posts: ProposedGap[];
  unmet: Unmet[];
  suggestions: (Suggestion & { position: number; state: (typeof states)[number] })[];
};
