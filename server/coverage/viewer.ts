import type { Knex } from 'knex';
import type { Role } from '../access/caller.ts';
import { type Caller, roles } from '../access/caller.ts';
import { resolveScope, type Scope } from '../access/scope.ts';

/** What somebody who looks at coverage and gaps may see. */
export type Viewer = Readonly<{
  /** Covers the cells that are shown; `ownPersonId` adds the cells assigned to the caller. */
  scope: Scope;
  /** Covers the plans that may be asked for. */
  planScope: Scope;
  /** Covers the people who may be named; nobody for planners and viewers. */
  peopleScope: Scope;
}>;

/** Who may see coverage: cells in their areas, or their own cells. */
export const coverageAccess = {
  roles: ['chief', 'planner', 'viewer'],
  own: ['officer', 'volunteer'],
} as const satisfies { roles: readonly Role[]; own: readonly Role[] };

/** `scope` is what the route's own roles cover. */
export async function viewerOf(db: Knex, caller: Caller, scope: Scope): Promise<Viewer> {
  const peopleScope = await resolveScope(db, caller, { roles: ['chief'], own: coverageAccess.own });
  const planScope = scope.everywhere ? scope : await resolveScope(db, caller, { roles });
  return { scope, planScope, peopleScope };
}

/** Whether people may be named at all, beside the caller. */
export function namesPeople({ everywhere, grantedIds }: Scope): boolean {
  return everywhere || grantedIds.length > 0;
}
