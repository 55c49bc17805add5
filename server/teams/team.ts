import { z } from 'zod';

const teamKinds = [
  'enterprise',
  'campus',
  'community',
  'anti_fraud',
  'party_government',
  'gacha',
  'forest',
  'livestock_theft',
  'taxi',
  'other',
] as const;
export const teamKind = z.enum(teamKinds);

const name = z.string().trim().min(1).max(100);
const members = z
  .array(z.int().positive())
  .max(10_000)
  .transform((ids) => [...new Set(ids)]);

const leaderPersonId = z.int().positive().nullable().describe('One of the members');

export const teamInput = z.strictObject({
  name,
  kind: teamKind,
  stationAreaId: z.int().positive().nullish(),
  members: members.default([]),
  leaderPersonId: leaderPersonId.optional(),
});

export const teamChange = z.strictObject({
  name: name.optional(),
  kind: teamKind.optional(),
  stationAreaId: z.int().positive().nullable().optional(),
  members: members.optional().describe('Who belongs to it from now on; memberships of others end now'),
  leaderPersonId: leaderPersonId.optional(),
});
export type TeamInput = z.output<typeof teamInput>;
export type TeamChange = z.output<typeof teamChange>;

export const team = z.object({
  id: z.int(),
  name: z.string(),
  kind: teamKind,
  stationAreaId: z.int().nullable(),
  members: z.array(z.int()).describe('People who belong to it now, as far as your area covers them'),
  leaderPersonId: z.int().nullable(),
  leader: z.object({ id: z.int(), number: z.string(), name: z.string() }).nullable(),
  cells: z.array(z.int()).describe('The cells that are its own now'),
});
export type Team = z.output<typeof team>;
