import { type AreaKind, mayHold } from '../areas/area.ts';
import { areasToCover, isAboutAreas } from '../rules/selection.ts';
import type { Ground, KnownArea } from './ground.ts';
import type { Obligation } from './obligation.ts';
import { placeOfArea } from './person.ts';
import type { Covered, ObligedPlaces } from './places.ts';

/** A place's own areas of a kind, as places: those that it lies in, and those that lie in it. */
export type Relatives = (place: number, kind: AreaKind) => ReadonlySet<number>;

/** A station over two townships has both; a township with two stations in it has both. */
export function relativesOf(ground: Ground, covered: Covered): Relatives {
  const known = new Map<string, ReadonlySet<number>>();
  const isRelated = (place: number, areaId: number): boolean => {
    if (place < 0)
      return covered.area(areaId, placeOfArea(place)) || covered.area(placeOfArea(place), areaId);
    const owners = ground.ownersOf(place);
    return (owners.length === 0 ? [0] : owners).some((owner) => covered.cell(areaId, place, owner));
  };
  return (place, kind) => {
    const key = `${place} ${kind}`;
    const found =
      known.get(key) ??
      new Set(
        [...ground.areas.values()]
          .filter((area) => area.kind === kind && isRelated(place, area.id))
          .map(({ id }) => placeOfArea(id)),
      );
    known.set(key, found);
    return found;
  };
}

/** Where a place's own areas are asked for, a place that has none is obliged to nothing. */
export function withRelatives(
  places: ObligedPlaces,
  { requires: { alsoAt } }: Pick<Obligation, 'requires'>,
  relatives: Relatives,
): ObligedPlaces {
  if (alsoAt === undefined) return places;
  return new Map([...places].filter(([place]) => relatives(place, alsoAt).size > 0));
}

/** Every area that must be asked what it covers before obligations can be judged. */
export function areasToAsk(
  obligations: readonly Obligation[],
  areas: ReadonlyMap<number, KnownArea>,
): number[] {
  const ofKind = (kind: AreaKind) => [...areas.values()].filter((area) => area.kind === kind);
  const related = obligations.flatMap(({ selects, requires: { alsoAt } }) => {
    if (alsoAt === undefined) return [];
    const chosen = isAboutAreas({ kind: 'staffing', selects }) ? (selects.areas ?? []) : [];
    const wide = selects.areaKind && mayHold(selects.areaKind, alsoAt) ? ofKind(selects.areaKind) : [];
    return [...chosen, ...[...ofKind(alsoAt), ...wide].map(({ id }) => id)];
  });
  return [...new Set([...areasToCover(obligations), ...related])];
}
