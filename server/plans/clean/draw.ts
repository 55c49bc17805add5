import Flatbush from 'flatbush';
import type { PointTable } from '../../geo/point-table.ts';
import { areDisjoint, type NodedRing, openEdges, openEnds, ownersOf } from './open-edges.ts';

/**
 * Open edges that pass a vertex of another outline closer than the tolerance are drawn to it: they get the vertex, so
 * that a border with few vertices meets one with many.
 */
export function drawToVertices(
  nodes: PointTable,
  rings: readonly NodedRing[],
  toleranceDegrees: number,
  unitsPerDegree: number,
): NodedRing[] {
  const open = openEnds(rings);
  if (open.length === 0 || toleranceDegrees <= 0) return [...rings];
  const { xs, ys } = nodes;
  const owners = ownersOf(nodes.size, rings);
  const isOpen = openEdges(rings);
  const tree = new Flatbush(open.length);
  for (const id of open) tree.add(xs[id] ?? 0, ys[id] ?? 0);
  tree.finish();
  const high = toleranceDegrees * unitsPerDegree;
  return rings.map(({ outline, ids }) => {
    const drawn = [ids[0] ?? 0];
    for (let i = 1; i < ids.length; i++) {
      const [a, b] = [ids[i - 1] ?? 0, ids[i] ?? 0];
      if (a !== b && isOpen(a, b)) {
        const own = new Set([outline]);
        const near = passedBy(nodes, tree, open, a, b, high, unitsPerDegree);
        drawn.push(...near.filter((id) => areDisjoint(owners[id], own)));
      }
      drawn.push(b);
    }
    return { outline, ids: drawn };
  });
}

/** Open nodes beside the edge, in order along it. */
function passedBy(
  { xs, ys }: PointTable,
  tree: Flatbush,
  open: readonly number[],
  a: number,
  b: number,
  high: number,
  unitsPerDegree: number,
): number[] {
  const [ax, ay, bx, by] = [xs[a] ?? 0, ys[a] ?? 0, xs[b] ?? 0, ys[b] ?? 0];
  const shrink = Math.max(0.01, Math.cos(((ay / unitsPerDegree) * Math.PI) / 180));
  const wide = high / shrink;
  const [east, north] = [(bx - ax) * shrink, by - ay];
  const length = Math.hypot(east, north);
  const along = (id: number) =>
    (((xs[id] ?? 0) - ax) * shrink * east + ((ys[id] ?? 0) - ay) * north) / length;
  const near = tree
    .search(
      Math.min(ax, bx) - wide,
      Math.min(ay, by) - high,
      Math.max(ax, bx) + wide,
      Math.max(ay, by) + high,
    )
    .flatMap((place) => open[place] ?? [])
    .filter((id) => {
      const aside = (((xs[id] ?? 0) - ax) * shrink * north - ((ys[id] ?? 0) - ay) * east) / length;
      // What is as near to an end as to the edge was left apart from that end for a reason.
      return Math.abs(aside) <= high && along(id) > high && along(id) < length - high;
    });
  return near.sort((one, other) => along(one) - along(other) || one - other);
}
