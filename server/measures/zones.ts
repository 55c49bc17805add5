import { type E7, metresBetween } from '../geo/distance.ts';
import { type Box, boxTable } from './box-table.ts';

/** Where somebody is at a place: within so many metres of it. */
export type Zone = E7 & { readonly id: number; readonly radiusMetres: number };

/** Ids of the zones that hold a position. */
export type ZonesAt = (position: E7) => readonly number[];

const metresPerE7 = 0.0111;

/** Looks zones up by position. */
export function zoneIndex(zones: readonly Zone[]): ZonesAt {
  if (zones.length === 0) return () => none;
  const near = boxTable(zones.map(boxOf));
  return (position) => {
    let found: number[] | undefined;
    near(position.lonE7, position.latE7, (index) => {
      const zone = zones[index];
      if (zone && metresBetween(zone, position) <= zone.radiusMetres) {
        found ??= [];
        if (!found.includes(zone.id)) found.push(zone.id);
      }
    });
    return found ?? none;
  };
}

const none: readonly number[] = [];

/** West, south, east and north in degrees times 1e7, a little wider than the zone. */
export function boxOf({ lonE7, latE7, radiusMetres }: Zone): Box {
  const north = (radiusMetres * 1.02) / metresPerE7 + 10;
  const east = north / Math.max(0.01, Math.cos((latE7 / 1e7) * (Math.PI / 180)));
  return [lonE7 - east, latE7 - north, lonE7 + east, latE7 + north];
}
