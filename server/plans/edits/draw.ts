import type { FlatPolygon } from '../../geo/wkb.ts';
import type { LoadedCell } from '../load-cells.ts';
import type { Change, Refusal } from './change.ts';
import { compose } from './compose.ts';
import type { Attributes } from './edit.ts';
import { groundOf, outlineOf, partsOf, sizeOf } from './ground.ts';

/** What of a drawn outline lies in its owner. */
export type Drawing = {
  polygons: readonly FlatPolygon[];
  ownerAreaId: number | undefined;
  exclusion: boolean;
  set: Attributes;
};

/** Less is a slip of the hand. */
const leastSquareMetres = 0.01;

/**
 * Takes the land inside a drawn outline from the cells and gaps that hold it. It becomes one cell, inside another one an
 * enclave in its hole; or it is declared to be nobody's.
 */
export function draw(cells: readonly LoadedCell[], drawing: Drawing): Change | Refusal {
  const { polygons, ownerAreaId, exclusion, set } = drawing;
  const ground = groundOf(cells, { polygons: [polygons] });
  const [land = new Set<number>()] = ground.inside;
  if (sizeOf(ground, land) < leastSquareMetres) return nothingDrawn(polygons);
  const kept = new Map<number, Set<number>>();
  cells.forEach((_, place) => {
    const held = ground.facesOf[place] ?? [];
    if (held.some((face) => land.has(face))) kept.set(place, new Set(held.filter((face) => !land.has(face))));
  });
  if (exclusion) return { ...compose(ground, { kept }), exclusions: outlineOf(ground, land) };
  const attributes = { ...set, ...(ownerAreaId !== undefined && { ownerAreaId }) };
  return compose(ground, {
    kept,
    made: partsOf(ground, land).map((part) => ({ land: part, set: attributes })),
  });
}

function nothingDrawn(polygons: readonly FlatPolygon[]): Refusal {
  const [lon = 0, lat = 0] = polygons[0]?.[0] ?? [];
  return {
    refused: 'nothing-drawn',
    english: 'The outline encloses no land.',
    chinese: '所画范围没有面积。',
    place: { type: 'Point', coordinates: [lon, lat] },
  };
}
