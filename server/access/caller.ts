export const roles = ['admin', 'planner', 'chief', 'officer', 'volunteer', 'viewer'] as const;
export type Role = (typeof roles)[number];

/** A role in an area; `areaId` null holds everywhere. */
export type Grant = { role: Role; areaId: number | null };

/** Whoever signed in, or a script of theirs. */
export type Caller = Readonly<{
  accountId: number;
  username: string;
  displayName: string;
  /** The person the account belongs to, if any. */
  personId: number | null;
  grants: readonly Grant[];
  /** The session or API token that this request came with. */
  tokenId: number;
}>;
