import type { Knex } from 'knex';
import type { Caller, Role } from './caller.ts';

/**
 * What a caller's grants cover, in the roles that a route allows.
 * - `areaIds`: the granted areas, their descendants by parent, and areas with their interior point inside a granted
 *   one that is no smaller: the district's own point lies inside some station, which does not cover the district.
 * - `grantedIds`: the granted areas alone; a cell or fix whose (interior) point lies in one of them is covered.
 * - `territoryIds`: granted areas and descendants; a cell owned by one of them is covered.
 * - `includesDistrict`: people, teams and devices without a station are covered too.
 * - `ownPersonId`: beside all that, the caller's own person; the only thing covered where the rest is empty.
 */
export type Scope = Readonly<{
  everywhere: boolean;
  grantedIds: readonly number[];
  territoryIds: readonly number[];
  areaIds: readonly number[];
  includesDistrict: boolean;
  ownPersonId: number | null;
}>;

/** Roles that see their areas, and roles that see what is their own. */
export type RoleAccess = { roles: readonly Role[]; own?: readonly Role[] };

/** True where some grant of the caller's has one of the roles. */
export function hasRole(caller: Pick<Caller, 'grants'>, wanted: readonly Role[]): boolean {
  return caller.grants.some((grant) => wanted.includes(grant.role));
}

/** Resolves a caller's scope against the areas as they are now. */
export async function resolveScope(
  db: Knex,
  caller: Pick<Caller, 'grants' | 'personId'>,
  access: RoleAccess,
): Promise<Scope> {
  const grants = caller.grants.filter((grant) => access.roles.includes(grant.role));
  const ownPersonId = access.own && hasRole(caller, access.own) ? caller.personId : null;
  if (grants.some((grant) => grant.areaId === null)) return { ...everywhere, ownPersonId };
  const grantedIds = [...new Set(grants.flatMap((grant) => grant.areaId ?? []))];
  if (grantedIds.length === 0) return { ...nowhere, ownPersonId };
  return { everywhere: false, grantedIds, ownPersonId, ...(await coveredAreas(db, grantedIds)) };
}

export const everywhere: Scope = Object.freeze({
  everywhere: true,
  grantedIds: [],
  territoryIds: [],
  areaIds: [],
  includesDistrict: true,
  ownPersonId: null,
});

const nowhere: Scope = { ...everywhere, everywhere: false, includesDistrict: false };

async function coveredAreas(db: Knex, grantedIds: readonly number[]) {
  const { rows } = await db.raw(
    `with recursive territory as (
       select id from areas where id = any(:granted)
       union
       select child.id from areas child join territory on child.parent_id = territory.id
     ), inside as (
       select inner_area.id from areas granted_area
       join areas inner_area on st_covers(granted_area.geometry, inner_area.interior_point)
         and inner_area.area_square_metres <= granted_area.area_square_metres
       where granted_area.id = any(:granted)
     )
     select array(select id from territory) as territory,
       array(select id from territory union select id from inside) as covered,
       exists (select from areas where id = any(:granted) and kind in ('district', 'prefecture')) as district`,
    { granted: grantedIds },
  );
  const { territory, covered, district } = rows[0];
  return {
    territoryIds: territory.map(Number),
    areaIds: covered.map(Number),
    includesDistrict: district,
  };
}

/** True where the area with this id is covered. */
export function coversArea(scope: Scope, areaId: number): boolean {
  return scope.everywhere || scope.areaIds.includes(areaId);
}

/** True where somebody or something of this station (null: the district's) is covered. */
export function coversStation(scope: Scope, stationAreaId: number | null): boolean {
  if (scope.everywhere) return true;
  return stationAreaId === null ? scope.includesDistrict : scope.areaIds.includes(stationAreaId);
}

/**
 * Rows of a table with a nullable station column that the scope covers, as an SQL condition.
 * `column` is written into the statement: pass a literal, never input.
 */
export function stationCondition(
  scope: Scope,
  column: string,
): { sql: string; bindings: Record<string, unknown> } {
  if (scope.everywhere) return { sql: 'true', bindings: {} };
  return {
    sql: `(${column} = any(:scopeAreaIds) or (:scopeDistrict and ${column} is null))`,
    bindings: { scopeAreaIds: scope.areaIds, scopeDistrict: scope.includesDistrict },
  };
}

/**
 * Cells that the scope covers, as an SQL condition over an interior point and an owner column.
 * Both columns are written into the statement: pass literals, never input.
 */
export function cellCondition(
  scope: Scope,
  interiorPoint: string,
  ownerAreaId: string,
): { sql: string; bindings: Record<string, unknown> } {
  if (scope.everywhere) return { sql: 'true', bindings: {} };
  return {
    sql: `(${ownerAreaId} = any(:scopeTerritoryIds) or exists (
      select from areas scope_area where scope_area.id = any(:scopeGrantedIds)
        and st_covers(scope_area.geometry, ${interiorPoint})))`,
    bindings: { scopeTerritoryIds: scope.territoryIds, scopeGrantedIds: scope.grantedIds },
  };
}
