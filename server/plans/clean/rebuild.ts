import Flatbush from 'flatbush';
import type { Faces } from '../../geo/faces.ts';
import type { LonLat } from '../../geo/position.ts';
import { type Loop, regionsOf } from '../../geo/regions.ts';
import type { FlatPolygon } from '../../geo/wkb.ts';
import { halvesOf } from './claims.ts';
import type { Snapped } from './snap.ts';

/** Where each node lies in degrees. */
export type PlaceOf = (node: number) => LonLat;

/** The polygons of the faces of one outline. */
export function polygonsOfFaces(
  faces: Faces,
  own: readonly number[],
  isOwn: (face: number) => boolean,
  placeOf: PlaceOf,
): FlatPolygon[] {
  const halves = own.flatMap((face) => halvesOf(faces, face));
  const ringOf = (loop: Loop) => Float64Array.from([...loop, loop[0] ?? 0].flatMap((node) => placeOf(node)));
  return regionsOf(faces, halves, isOwn).map(({ shell, holes }) => [shell, ...holes].map(ringOf));
}

/** Lines and vertices nearer than this, in units, might change sides where vertices keep digits beyond the grid. */
const crowdedUnits = 2;

/**
 * Vertices keep all the digits that they were sent with, so that outlines that were clean stay what they were; on the
 * grid lie those that cleaning made, and those so close to another line that half a unit might put them across it.
 */
export function placesOfNodes(
  { edges: { xs, ys, from, to } }: Faces,
  { exact, nodes, unitsPerDegree }: Snapped,
): PlaceOf {
  const crowded = new Uint8Array(xs.length);
  const tree = new Flatbush(Math.max(1, xs.length));
  if (xs.length === 0) tree.add(0, 0);
  xs.forEach((x, node) => {
    tree.add(x, ys[node] ?? 0);
  });
  tree.finish();
  for (let edge = 0; edge < from.length; edge++) {
    const [a, b] = [from[edge] ?? 0, to[edge] ?? 0];
    const [ax, ay, bx, by] = [xs[a] ?? 0, ys[a] ?? 0, xs[b] ?? 0, ys[b] ?? 0];
    const reach = crowdedUnits * Math.hypot(bx - ax, by - ay);
    tree.search(
      Math.min(ax, bx) - crowdedUnits,
      Math.min(ay, by) - crowdedUnits,
      Math.max(ax, bx) + crowdedUnits,
      Math.max(ay, by) + crowdedUnits,
      (node) => {
        if (node === a || node === b) return false;
        const cross = (bx - ax) * ((ys[node] ?? 0) - ay) - ((xs[node] ?? 0) - ax) * (by - ay);
        if (Math.abs(cross) <= reach) for (const near of [a, b, node]) crowded[near] = 1;
        return false;
      },
    );
  }
  return (node) => {
    const [x, y] = [xs[node] ?? 0, ys[node] ?? 0];
    const sent = crowded[node] ? undefined : exact.get(nodes.id(x, y));
    return sent ?? [x / unitsPerDegree, y / unitsPerDegree];
  };
}
