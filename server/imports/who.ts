import type { Knex } from 'knex';
import type { Caller, Role } from '../access/caller.ts';
import { hasRole, resolveScope, type Scope } from '../access/scope.ts';
import { Forbidden, type Language } from '../http/problem.ts';
import type { ImportKind } from './import.ts';

/** Who imports, with what they cover in the role that the import is of. */
export type Who = { caller: Caller; scope: Scope; language: Language };

/** People and the places to be visited are the chief's, shapes the planner's; an administrator may take over what a planner sent. */
export async function whoImports(
  db: Knex,
  caller: Caller,
  kind: ImportKind,
  language: Language,
  others: readonly Role[] = [],
): Promise<Who> {
  const isOfChief = kind === 'people' || kind === 'visit-points';
  const roles: readonly Role[] = isOfChief ? ['chief'] : ['planner', ...others];
  if (!hasRole(caller, roles)) throw new Forbidden();
  return { caller, scope: await resolveScope(db, caller, { roles }), language };
}
