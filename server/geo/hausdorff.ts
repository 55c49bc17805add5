import Flatbush from 'flatbush';
import { localMetres } from './local-metres.ts';
import type { FlatPolygon } from './wkb.ts';

/** So many edges are looked at one by one as quickly as through a tree. */
const fewEdges = 60;
/** Found to this; a border that moved by less has not moved. */
const precisionMetres = 0.05;
/** A share of the distance is precise enough for one that is large. */
const precisionShare = 0.005;

/**
 * How far two outlines are apart: the longest way that any point on the border of either has to the border of the
 * other (the Hausdorff distance of the two borders), in metres. Not of their vertices alone: an edge is halved until
 * its ends bound what lies between them. The distance to one edge is convex, so between two ends it is no more than at
 * the worse of them (after Alt, Behrends and Blömer 1995), and it changes no faster than one goes (after Piyavskii 1972
 * and Shubert 1972). Good to 5 cm or half a percent, the larger.
 */
export function hausdorffMetres(one: readonly FlatPolygon[], other: readonly FlatPolygon[]): number {
  const first = one[0]?.[0] ?? other[0]?.[0];
  const { toMetres } = localMetres(first?.[0] ?? 0, first?.[1] ?? 0);
  const [a, b] = [edgesOf(one, toMetres), edgesOf(other, toMetres)];
  if (a.length === 0 || b.length === 0) return 0;
  return furthest(notIn(a, b), b, furthest(notIn(b, a), a, 0));
}

/** Four numbers an edge: its ends in metres east and north. */
type Edges = Float64Array;

function edgesOf(
  outline: readonly FlatPolygon[],
  toMetres: (lon: number, lat: number) => [number, number],
): Edges {
  const flat: number[] = [];
  for (const ring of outline.flat()) {
    let [ax, ay] = toMetres(ring[0] ?? 0, ring[1] ?? 0);
    for (let i = 2; i < ring.length; i += 2) {
      const [bx, by] = toMetres(ring[i] ?? 0, ring[i + 1] ?? 0);
      flat.push(ax, ay, bx, by);
      [ax, ay] = [bx, by];
    }
  }
  return Float64Array.from(flat);
}

/** An edge that both have is nowhere away. */
function notIn(edges: Edges, others: Edges): Edges {
  const key = (of: Edges, i: number) => {
    const [ax = 0, ay = 0, bx = 0, by = 0] = of.subarray(i, i + 4);
    return ax < bx || (ax === bx && ay < by) ? `${ax} ${ay} ${bx} ${by}` : `${bx} ${by} ${ax} ${ay}`;
  };
  const known = new Set<string>();
  for (let i = 0; i < others.length; i += 4) known.add(key(others, i));
  const left: number[] = [];
  for (let i = 0; i < edges.length; i += 4)
    if (!known.has(key(edges, i))) left.push(...edges.subarray(i, i + 4));
  return Float64Array.from(left);
}

/** A point, the edge of the other outline that is nearest to it, and how far that is. */
type Located = { x: number; y: number; edge: number; metres: number };

/** The larger of `least` and the longest way from any point of the edges to the others. */
function furthest(edges: Edges, others: Edges, least: number): number {
  const nearest = nearestIn(others);
  let most = least;
  const located = (x: number, y: number): Located => {
    const edge = nearest(x, y);
    const metres = metresTo(others, edge, x, y);
    most = Math.max(most, metres);
    return { x, y, edge, metres };
  };
  const worse = (edge: number, a: Located, b: Located) =>
    Math.max(metresTo(others, edge, a.x, a.y), metresTo(others, edge, b.x, b.y));
  const look = (a: Located, b: Located): void => {
    const steepest = (a.metres + b.metres + Math.hypot(b.x - a.x, b.y - a.y)) / 2;
    const bound = Math.min(steepest, worse(a.edge, a, b), worse(b.edge, a, b));
    if (bound <= most + Math.max(precisionMetres, most * precisionShare)) return;
    const middle = located((a.x + b.x) / 2, (a.y + b.y) / 2);
    look(a, middle);
    look(middle, b);
  };
  for (let i = 0; i < edges.length; i += 4)
    look(located(edges[i] ?? 0, edges[i + 1] ?? 0), located(edges[i + 2] ?? 0, edges[i + 3] ?? 0));
  return most;
}

/** Finds the nearest edge to a point; that of the nearest box first bounds where to look. */
function nearestIn(edges: Edges): (x: number, y: number) => number {
  const count = edges.length / 4;
  const nearer = (x: number, y: number) => {
    let [best, least] = [0, Infinity];
    return {
      look: (edge: number) => {
        const metres = metresTo(edges, edge, x, y);
        if (metres < least) [best, least] = [edge, metres];
        return least;
      },
      best: () => best,
    };
  };
  if (count <= fewEdges)
    return (x, y) => {
      const search = nearer(x, y);
      for (let edge = 0; edge < count; edge++) search.look(edge);
      return search.best();
    };
  const tree = new Flatbush(count);
  for (let i = 0; i < edges.length; i += 4) {
    const [ax = 0, ay = 0, bx = 0, by = 0] = edges.subarray(i, i + 4);
    tree.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
  }
  tree.finish();
  return (x, y) => {
    const search = nearer(x, y);
    const reach = search.look(tree.neighbors(x, y, 1)[0] ?? 0);
    tree.search(x - reach, y - reach, x + reach, y + reach, (edge) => {
      search.look(edge);
      return false;
    });
    return search.best();
  };
}

function metresTo(edges: Edges, edge: number, x: number, y: number): number {
  const [ax, ay] = [edges[edge * 4] ?? 0, edges[edge * 4 + 1] ?? 0];
  const [dx, dy] = [(edges[edge * 4 + 2] ?? 0) - ax, (edges[edge * 4 + 3] ?? 0) - ay];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.sqrt((ax + share * dx - x) ** 2 + (ay + share * dy - y) ** 2);
}
