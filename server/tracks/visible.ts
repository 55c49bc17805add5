import { type Scope, stationCondition } from '../access/scope.ts';
import { personCondition } from '../people/queries.ts';
import { usedCondition } from './flag.ts';

type Condition = { sql: string; bindings: Record<string, unknown> };

/**
 * What a scope sees whole, as a condition on whoever carried a device (`personId`, a column) and on the alias `device`:
 * what its people carried, and what nobody carried of its devices. Pass a literal, never input.
 */
export function carriedCondition(scope: Scope, personId: string): Condition {
  const person = personCondition(scope);
  const station = stationCondition(scope, 'device.station_area_id');
  return {
    sql: `(case when ${personId} is null then ${station.sql}
      else exists (select from people person where person.id = ${personId} and ${person.sql}) end)`,
    bindings: { ...station.bindings, ...person.bindings },
  };
}

/** Positions on a scope's own land, as a condition on a point's columns; pass literals, never input. */
export function landCondition(scope: Scope, lonE7: string, latE7: string): Condition {
  if (scope.everywhere) return { sql: 'true', bindings: {} };
  return {
    sql: `exists (select from areas land where land.id = any(:scopeGrantedIds)
      and st_covers(land.geometry, st_setsrid(st_makepoint(${lonE7} / 1e7, ${latE7} / 1e7), 4326)))`,
    bindings: { scopeGrantedIds: scope.grantedIds },
  };
}

/**
 * Tracks of others that cross a scope's land, as a condition on the alias `track`: it sees their stretch there,
 * without whose it is.
 */
export function crossingCondition(scope: Scope): Condition {
  if (scope.everywhere || scope.grantedIds.length === 0) return { sql: 'false', bindings: {} };
  const land = landCondition(scope, 'fix.lon_e7', 'fix.lat_e7');
  return {
    sql: `exists (select from fixes fix where fix.device_id = track.device_id and ${usedCondition('fix.flags')}
      and fix.recorded_at between track.started_at and track.ended_at and ${land.sql})`,
    bindings: land.bindings,
  };
}
