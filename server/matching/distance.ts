import { metresBetween } from '../geo/distance.ts';
import type { Candidate, Usual } from './post.ts';

/** Roads are a third longer than the beeline, and are driven at 40 km/h. */
const minutesAKilometre = (1.3 / 40) * 60;

export function travelMinutes(kilometres: number): number {
  return kilometres * minutesAKilometre;
}

export type Nearest = { kilometres: number; usual: Usual };

type Position = readonly [lon: number, lat: number];

/** From the nearest place where a person usually is; null where none is known. */
export function nearestUsual({ usual }: Pick<Candidate, 'usual'>, position: Position): Nearest | null {
  let nearest: Nearest | null = null;
  for (const one of usual) {
    const kilometres = kilometresBetween(one.position, position);
    if (nearest === null || kilometres < nearest.kilometres) nearest = { kilometres, usual: one };
  }
  return nearest;
}

function kilometresBetween([lon, lat]: Position, [otherLon, otherLat]: Position): number {
  const a = { lonE7: lon * 1e7, latE7: lat * 1e7 };
  return metresBetween(a, { lonE7: otherLon * 1e7, latE7: otherLat * 1e7 }) / 1000;
}
