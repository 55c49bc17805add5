import { PointTable } from './point-table.ts';
import type { FlatPolygon } from './wkb.ts';

/**
 * All edges of many outlines, each once. `leftOf` is the outline on the left of `from` → `to` and `rightOf` that on the
 * right, -1 where there is none; `net` is how many lie on the left minus how many on the right. Between neighbours that
 * share an edge `net` is 0; `uses` above 2 means that outlines lie on each other.
 */
export type MatchedEdges = {
  xs: readonly number[];
  ys: readonly number[];
  from: readonly number[];
  to: readonly number[];
  leftOf: readonly number[];
  rightOf: readonly number[];
  net: readonly number[];
  uses: readonly number[];
};

/** Matches the edges of outlines by exactly equal ends, whichever way round their rings are given. */
export function matchEdges(outlines: readonly (readonly FlatPolygon[])[]): MatchedEdges {
  const points = new PointTable(1e7);
  const ends = new PointTable();
  const columns = {
    leftOf: [] as number[],
    rightOf: [] as number[],
    net: [] as number[],
    uses: [] as number[],
  };
  const { leftOf, rightOf, net, uses } = columns;
  const add = (a: number, b: number, outline: number) => {
    const edge = ends.id(Math.min(a, b), Math.max(a, b));
    if (edge === net.length) {
      leftOf.push(-1);
      rightOf.push(-1);
      net.push(0);
      uses.push(0);
    }
    const side = a < b ? leftOf : rightOf;
    side[edge] = outline;
    net[edge] = (net[edge] ?? 0) + (a < b ? 1 : -1);
    uses[edge] = (uses[edge] ?? 0) + 1;
  };
  outlines.forEach((polygons, outline) => {
    for (const polygon of polygons) {
      polygon.forEach((ring, index) => {
        const nodes = nodesOf(points, ring);
        const keepsLeft = isCounterClockwise(ring) === (index === 0);
        for (let i = 1; i < nodes.length; i++) {
          const [a, b] = [nodes[i - 1] ?? 0, nodes[i] ?? 0];
          if (a !== b) add(keepsLeft ? a : b, keepsLeft ? b : a, outline);
        }
      });
    }
  });
  return { xs: points.xs, ys: points.ys, from: ends.xs, to: ends.ys, ...columns };
}

function nodesOf(points: PointTable, ring: Float64Array): Int32Array {
  const nodes = new Int32Array(ring.length / 2);
  for (let i = 0; i < nodes.length; i++) nodes[i] = points.id(ring[i * 2] ?? 0, ring[i * 2 + 1] ?? 0);
  return nodes;
}

function isCounterClockwise(ring: Float64Array): boolean {
  const [baseX, baseY] = [ring[0] ?? 0, ring[1] ?? 0];
  let doubled = 0;
  for (let i = 2; i < ring.length; i += 2) {
    const [ax, ay] = [(ring[i - 2] ?? 0) - baseX, (ring[i - 1] ?? 0) - baseY];
    const [bx, by] = [(ring[i] ?? 0) - baseX, (ring[i + 1] ?? 0) - baseY];
    doubled += ax * by - bx * ay;
  }
  return doubled > 0;
}
