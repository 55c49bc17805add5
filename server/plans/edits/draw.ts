import type { FlatPolygon } from '../../geo/wkb.ts';
import type { LoadedCell } from '../load-cells.ts';
import type { Change, Refusal } from './change.ts';
import { compose } from './compose.ts';
import type { Attributes } from './edit.ts';
import { groundOf, outlineOf, partsOf, shareOf } from './ground.ts';

/** A drawn outline, and the land that it is kept inside of: its owner's. */
export type Drawing = {
  polygons: readonly FlatPolygon[];
  owner: { areaId: number; polygons: readonly FlatPolygon[] } | undefined;
  exclusion: boolean;
  set: Attributes;
};

/** Less of a drawn outline inside of its owner is a slip of the hand beside the border. */
const leastShare = 0.01;

/**
 * Takes the land inside a drawn outline from the cells and gaps that hold it. It becomes one cell, inside another one an
 * enclave in its hole; or it is declared to be nobody's.
 */
export function draw(cells: readonly LoadedCell[], drawing: Drawing): Change | Refusal {
  const { polygons, owner, exclusion, set } = drawing;
  const ground = groundOf(cells, { polygons: owner ? [polygons, owner.polygons] : [polygons] });
  const [drawn = new Set<number>(), owned] = ground.inside;
  const land = new Set(owned ? [...drawn].filter((face) => owned.has(face)) : drawn);
  if (shareOf(ground, land, drawn) < leastShare) return nothingDrawn(polygons);
  const kept = new Map<number, Set<number>>();
  cells.forEach((_, place) => {
    const held = ground.facesOf[place] ?? [];
    if (held.some((face) => land.has(face))) kept.set(place, new Set(held.filter((face) => !land.has(face))));
  });
  if (exclusion) return { ...compose(ground, { kept }), exclusions: outlineOf(ground, land) };
  const attributes = { ...set, ...(owner && { ownerAreaId: owner.areaId }) };
  return compose(ground, {
    kept,
    made: partsOf(ground, land).map((part) => ({ land: part, set: attributes })),
  });
}

function nothingDrawn(polygons: readonly FlatPolygon[]): Refusal {
  const [lon = 0, lat = 0] = polygons[0]?.[0] ?? [];
  return {
    refused: 'outside-scope',
    english: "The outline lies outside of the plan's scope.",
    chinese: '所画范围在方案范围之外。',
    place: { type: 'Point', coordinates: [lon, lat] },
  };
}
