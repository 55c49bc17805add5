import { outlinePacker } from '../../../geo/packed-outlines.ts';
import type { Land } from './land.ts';
import { outlinesOfGroups } from './outlines.ts';
import type { WeightPoint } from './squares.ts';

/** The weight of the points in each face, and how many lie in none of the owner's. */
export function pointsInFaces(
  land: Land,
  points: readonly WeightPoint[],
): { weights: Float64Array; outside: number } {
  const { faces, isOwned } = land;
  const weights = new Float64Array(faces.count);
  const ownFace = Int32Array.from({ length: faces.count }, (_, face) => (isOwned[face] ? face : -1));
  const packer = outlinePacker();
  for (const polygons of outlinesOfGroups(land, ownFace, faces.count)) packer.add(polygons);
  const packed = packer.pack();
  let outside = 0;
  for (const { lon, lat, weight } of points) {
    // A point on a common border is judged to lie in exactly one of the two.
    let face = -1;
    packed.holding(lon, lat, (index) => {
      if (face === -1 || index < face) face = index;
    });
    if (face === -1) outside++;
    else weights[face] = (weights[face] ?? 0) + weight;
  }
  return { weights, outside };
}

/** The square metres of each of the owner's faces, for land where nothing is counted. */
export function areasOfFaces({ faces, isOwned, plane }: Land): Float64Array {
  const squareMetres = plane.metresPerUnitEast * plane.metresPerUnitNorth;
  return Float64Array.from({ length: faces.count }, (_, face) =>
    isOwned[face] ? (faces.areas[face] ?? 0) * squareMetres : 0,
  );
}
