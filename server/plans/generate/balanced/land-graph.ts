import { type AtomEdge, type AtomGraph, atomGraph } from './graph.ts';
import type { Land } from './land.ts';
import { lengthOf } from './plane.ts';

/** The graph of atoms that are groups of faces; `atomOf` numbers them from 0, -1 for faces that are no one's. */
export function graphOfLand(land: Land, atomOf: Int32Array, count: number): AtomGraph {
  const { faces, plane } = land;
  const { xs, ys } = faces.edges;
  const atoms = {
    weights: new Float64Array(count),
    areas: new Float64Array(count),
    xs: new Float64Array(count),
    ys: new Float64Array(count),
    outer: new Float64Array(count),
  };
  const edges: AtomEdge[] = [];
  for (let edge = 0; edge < faces.edges.labels.length; edge++) {
    const from = faces.origin[edge * 2] ?? 0;
    const to = faces.origin[edge * 2 + 1] ?? 0;
    const left = atomOf[faces.faceOf[edge * 2] ?? 0] ?? -1;
    const right = atomOf[faces.faceOf[edge * 2 + 1] ?? 0] ?? -1;
    if (left === right) continue;
    const [ax, ay] = [(xs[from] ?? 0) - plane.west, (ys[from] ?? 0) - plane.south];
    const [bx, by] = [(xs[to] ?? 0) - plane.west, (ys[to] ?? 0) - plane.south];
    addMoments(atoms, left, ax, ay, bx, by);
    addMoments(atoms, right, bx, by, ax, ay);
    const metres = lengthOf(plane, bx - ax, by - ay);
    if (left >= 0 && right >= 0) {
      const factor = land.factorOf(edge);
      edges.push({ a: left, b: right, metres, cost: metres * factor, lined: factor < 1 ? metres : 0 });
    } else {
      const atom = Math.max(left, right);
      atoms.outer[atom] = (atoms.outer[atom] ?? 0) + metres;
    }
  }
  toMetres(atoms, land);
  return atomGraph(atoms, edges);
}

/** Green's theorem: the area and its first moments, as a sum over the border with the atom on its left. */
function addMoments(
  { areas, xs, ys }: { areas: Float64Array; xs: Float64Array; ys: Float64Array },
  atom: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
): void {
  if (atom < 0) return;
  const cross = ax * by - bx * ay;
  areas[atom] = (areas[atom] ?? 0) + cross / 2;
  xs[atom] = (xs[atom] ?? 0) + ((ax + bx) * cross) / 6;
  ys[atom] = (ys[atom] ?? 0) + ((ay + by) * cross) / 6;
}

function toMetres(
  { areas, xs, ys }: { areas: Float64Array; xs: Float64Array; ys: Float64Array },
  { plane: { metresPerUnitEast, metresPerUnitNorth } }: Land,
): void {
  for (let atom = 0; atom < areas.length; atom++) {
    const area = areas[atom] ?? 0;
    xs[atom] = ((xs[atom] ?? 0) / area) * metresPerUnitEast;
    ys[atom] = ((ys[atom] ?? 0) / area) * metresPerUnitNorth;
    areas[atom] = area * metresPerUnitEast * metresPerUnitNorth;
  }
}
