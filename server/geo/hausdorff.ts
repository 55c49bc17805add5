import Flatbush from 'flatbush';
import { localMetres } from './local-metres.ts';
import type { FlatPolygon } from './wkb.ts';

/** Found to this; a border that moved by less has not moved. */
const precisionMetres = 0.05;
/** A share of the distance is precise enough for one that is large. */
const precisionShare = 0.001;

/**
 * How far two outlines are apart: the longest way that any point on the border of either has to the border of the
 * other (the Hausdorff distance of the two borders), in metres. Not of their vertices alone: along each edge the
 * distance changes no faster than one goes (it is 1-Lipschitz), so an edge is halved until its ends bound what lies
 * between them, after Piyavskii (1972) and Shubert (1972). Good to 5 cm or a thousandth, the larger.
 */
export function hausdorffMetres(one: readonly FlatPolygon[], other: readonly FlatPolygon[]): number {
  const first = one[0]?.[0] ?? other[0]?.[0];
  const { toMetres } = localMetres(first?.[0] ?? 0, first?.[1] ?? 0);
  const [a, b] = [edgesOf(one, toMetres), edgesOf(other, toMetres)];
  if (a.length === 0 || b.length === 0) return 0;
  return furthest(a, nearestTo(b), furthest(b, nearestTo(a), 0));
}

type Edge = readonly [ax: number, ay: number, bx: number, by: number];
type Distance = (x: number, y: number) => number;

function edgesOf(
  outline: readonly FlatPolygon[],
  toMetres: (lon: number, lat: number) => [number, number],
): Edge[] {
  return outline.flat().flatMap((ring) => {
    const edges: Edge[] = [];
    let [ax, ay] = toMetres(ring[0] ?? 0, ring[1] ?? 0);
    for (let i = 2; i < ring.length; i += 2) {
      const [bx, by] = toMetres(ring[i] ?? 0, ring[i + 1] ?? 0);
      edges.push([ax, ay, bx, by]);
      [ax, ay] = [bx, by];
    }
    return edges;
  });
}

/** The larger of `least` and the longest way from any point of the edges. */
function furthest(edges: readonly Edge[], distance: Distance, least: number): number {
  let most = least;
  const look = (ax: number, ay: number, atA: number, bx: number, by: number, atB: number): void => {
    const bound = (atA + atB + Math.hypot(bx - ax, by - ay)) / 2;
    if (bound <= most + Math.max(precisionMetres, most * precisionShare)) return;
    const [x, y] = [(ax + bx) / 2, (ay + by) / 2];
    const at = distance(x, y);
    most = Math.max(most, at);
    look(ax, ay, atA, x, y, at);
    look(x, y, at, bx, by, atB);
  };
  const ends = edges.map(([ax, ay]) => distance(ax, ay));
  for (const end of ends) most = Math.max(most, end);
  edges.forEach(([ax, ay, bx, by], index) => {
    look(ax, ay, ends[index] ?? 0, bx, by, distance(bx, by));
  });
  return most;
}

/** How far a point is from the nearest of the edges: that of the nearest box first bounds where to look. */
function nearestTo(edges: readonly Edge[]): Distance {
  const tree = new Flatbush(edges.length);
  for (const [ax, ay, bx, by] of edges)
    tree.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
  tree.finish();
  return (x, y) => {
    const [near = 0] = tree.neighbors(x, y, 1);
    let least = toEdge(edges[near], x, y);
    if (least === 0) return 0;
    tree.search(x - least, y - least, x + least, y + least, (index) => {
      least = Math.min(least, toEdge(edges[index], x, y));
      return false;
    });
    return least;
  };
}

function toEdge([ax, ay, bx, by]: Edge = [0, 0, 0, 0], x: number, y: number): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(ax + share * dx - x, ay + share * dy - y);
}
