import { metresBetween } from '../geo/distance.ts';
import { nearestOf } from '../geo/nearest.ts';
import type { LonLat } from '../geo/position.ts';
import type { LimitInForce } from './limits-queries.ts';
import { limitKindOf, type OwnerKind, oldestMinutes, settingOf } from './response.ts';

export type Reached = { id: number; ownerKind: string | null; position: LonLat | null };
/** A cell whose nearest person on duty is beyond the limit; `nearestMetres` is null where nobody's position is recent. */
export type TooFar = { cellId: number; limit: LimitInForce; nearestMetres: number | null };

/** The cells that nobody on duty is near enough to, each by the limit of its kind and by positions recent enough for it. */
export function tooFar(
  cells: readonly Reached[],
  limits: ReadonlyMap<OwnerKind, LimitInForce>,
  positions: readonly { position: LonLat; ageMs: number }[],
): TooFar[] {
  if (limits.size === 0) return [];
  const recent = (minutes: number) =>
    positions.filter(({ ageMs }) => ageMs <= minutes * 60_000).map(({ position }) => position);
  const known = { urban: recent(oldestMinutes.urban), rural: recent(oldestMinutes.rural) };
  const nearest = { urban: nearestOf(known.urban), rural: nearestOf(known.rural) };
  return cells.flatMap(({ id, ownerKind, position }): TooFar[] => {
    const limit = limits.get(limitKindOf(ownerKind));
    if (!limit || !position) return [];
    const setting = settingOf(ownerKind);
    const found = known[setting][nearest[setting](position[0], position[1])];
    const nearestMetres = found ? metresBetween(e7Of(position), e7Of(found)) : null;
    return nearestMetres !== null && nearestMetres <= limit.metres
      ? []
      : [{ cellId: id, limit, nearestMetres }];
  });
}

const e7Of = ([lon, lat]: LonLat) => ({ lonE7: Math.round(lon * 1e7), latE7: Math.round(lat * 1e7) });
