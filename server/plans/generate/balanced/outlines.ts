import { edgesWhere, matchEdges } from '../../../geo/matched-edges.ts';
import { regionsOf } from '../../../geo/regions.ts';
import type { FlatPolygon } from '../../../geo/wkb.ts';
import type { Land } from './land.ts';

const e7 = 1e7;

/**
 * The polygons of each group of faces, 0 to n - 1; neighbours share every vertex. Empty where a group has no face. What
 * lies inside of a group leaves no trace on its border: vertices where only such lines met a straight stretch are left out.
 */
export function outlinesOfGroups(land: Land, groupOf: Int32Array, n: number): FlatPolygon[][] {
  const { faces } = land;
  const borders: number[][] = Array.from({ length: n }, () => []);
  for (let half = 0; half < faces.faceOf.length; half++) {
    const group = groupOf[faces.faceOf[half] ?? 0] ?? -1;
    if (group >= 0 && group !== groupOf[faces.faceOf[half ^ 1] ?? 0]) borders[group]?.push(half);
  }
  const { xs, ys } = faces.edges;
  const isNeedless = needlessNodes(land, borders.flat());
  const ringOf = (loop: readonly number[]) => {
    const kept = loop.filter((node) => !isNeedless[node]);
    const ring = new Float64Array(kept.length * 2 + 2);
    [...kept, kept[0] ?? 0].forEach((node, index) => {
      ring[index * 2] = (xs[node] ?? 0) / e7;
      ring[index * 2 + 1] = (ys[node] ?? 0) / e7;
    });
    return ring;
  };
  return borders.map((border, group) =>
    regionsOf(faces, border, (face) => groupOf[face] === group).map(({ shell, holes }) =>
      [shell, ...holes].map(ringOf),
    ),
  );
}

/** Nodes that nobody gave, at which a border passes straight on along the same line. */
function needlessNodes({ faces, givenNodes }: Land, border: readonly number[]): Uint8Array {
  const { xs, ys, labels } = faces.edges;
  const isNeedless = new Uint8Array(xs.length);
  const edgesAt = new Map<number, Set<number>>();
  for (const half of border) {
    for (const node of [faces.origin[half] ?? 0, faces.origin[half ^ 1] ?? 0]) {
      if (node < givenNodes) continue;
      const known = edgesAt.get(node);
      if (known) known.add(half >> 1);
      else edgesAt.set(node, new Set([half >> 1]));
    }
  }
  for (const [node, edges] of edgesAt) {
    const [one, other] = [...edges];
    if (edges.size !== 2 || one === undefined || other === undefined) continue;
    if (labels[one]?.join() !== labels[other]?.join()) continue;
    const ends = [one, other].map((edge) => {
      const from = faces.origin[edge * 2] ?? 0;
      const end = from === node ? (faces.origin[edge * 2 + 1] ?? 0) : from;
      return [(xs[end] ?? 0) - (xs[node] ?? 0), (ys[end] ?? 0) - (ys[node] ?? 0)] as const;
    });
    const [[ax, ay] = [0, 0], [bx, by] = [0, 0]] = ends;
    // Rounding moves a node by half a unit at most in either direction.
    const chord = Math.abs(bx - ax) + Math.abs(by - ay);
    if (ax * bx + ay * by < 0 && Math.abs(ax * by - bx * ay) <= chord) isNeedless[node] = 1;
  }
  return isNeedless;
}

/** The borders between cells as segments in units of 1e-7 degree, for cutting other land along them. */
export function bordersBetween(cells: readonly (readonly FlatPolygon[])[]): number[][] {
  const matched = matchEdges(cells);
  const { xs, ys, from, to, leftOf, rightOf } = matched;
  const isShared = (edge: number) => (leftOf[edge] ?? -1) >= 0 && (rightOf[edge] ?? -1) >= 0;
  return edgesWhere(matched, isShared).map((edge) => {
    const [a, b] = [from[edge] ?? 0, to[edge] ?? 0];
    return [xs[a] ?? 0, ys[a] ?? 0, xs[b] ?? 0, ys[b] ?? 0].map((value) => Math.round(value * e7));
  });
}
