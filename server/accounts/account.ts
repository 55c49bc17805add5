import { z } from 'zod';
import { type Grant, roles } from '../access/caller.ts';
import { coversArea, type Scope } from '../access/scope.ts';
import { inBoth } from '../http/in-both.ts';
import { newPassword } from './password-rule.ts';

/** User names do not distinguish case and hold no space. */
export const username = z
  .string()
  .trim()
  .toLowerCase()
  .min(1)
  .max(100)
  .regex(/^[\p{L}\p{N}][\p{L}\p{M}\p{N}._@-]*$/u, 'letters, digits and . _ @ - only');

const displayName = z.string().trim().min(1).max(100);

const grantInput = z.strictObject({ role: z.enum(roles), areaId: z.int().positive().nullable() });
const grantsInput = z
  .array(grantInput)
  .max(100)
  .refine(
    (grants) => new Set(grants.map(keyOf)).size === grants.length,
    inBoth('each grant once', '同一授权不可重复'),
  );

export const accountInput = z.strictObject({
  username,
  displayName,
  password: newPassword,
  grants: grantsInput.default([]),
  personId: z.int().positive().nullish(),
});

/** What an administrator changes; the user name stays for good. */
export const accountChange = z.strictObject({
  displayName: displayName.optional(),
  grants: grantsInput.optional(),
  personId: z.int().positive().nullable().optional(),
  disabled: z.boolean().optional(),
});
export type AccountInput = z.output<typeof accountInput>;
export type AccountChange = z.output<typeof accountChange>;

/** An account as administrators see it. */
export const account = z.object({
  id: z.int(),
  username: z.string(),
  displayName: z.string(),
  personId: z.int().nullable(),
  grants: z.array(z.object({ role: z.enum(roles), areaId: z.int().nullable() })),
  disabled: z.boolean(),
  sessions: z.int().describe('How many sessions are open'),
  createdAt: z.iso.datetime(),
});
export type Account = Omit<z.output<typeof account>, 'createdAt'> & { createdAt: Date };

/** Nobody gives more than their own areas; a role everywhere is given by administrators of everywhere only. */
export function mayGrant(scope: Scope, areaId: number | null): boolean {
  return scope.everywhere || (areaId !== null && coversArea(scope, areaId));
}

function keyOf({ role, areaId }: Grant): string {
  return `${role} ${areaId}`;
}
