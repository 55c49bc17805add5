import { numberNodes, slotsFor } from './number-nodes.ts';
import type { FlatPolygon } from './wkb.ts';

/**
 * All edges of many outlines, each once. `leftOf` is the outline on the left of `from` → `to` and `rightOf` that on the
 * right, -1 where there is none; `net` is how many lie on the left minus how many on the right. Between neighbours that
 * share an edge `net` is 0; `uses` above 2 means that outlines lie on each other.
 */
export type MatchedEdges = {
  xs: Float64Array;
  ys: Float64Array;
  from: Int32Array;
  to: Int32Array;
  leftOf: Int32Array;
  rightOf: Int32Array;
  net: Int32Array;
  uses: Int32Array;
};

/** Matches the edges of outlines by exactly equal ends, whichever way round their rings are given. */
export function matchEdges(outlines: readonly (readonly FlatPolygon[])[]): MatchedEdges {
  const rings = outlines.flat(2);
  const { xs, ys, nodes } = numberNodes(rings);
  const table = emptyTable(nodes.length);
  let at = 0;
  outlines.forEach((polygons, outline) => {
    for (const polygon of polygons) {
      for (let index = 0; index < polygon.length; index++) {
        const ring = polygon[index] ?? new Float64Array(0);
        const end = at + (ring.length >> 1);
        addRing(table, nodes, at, end, isCounterClockwise(ring) === (index === 0), outline);
        at = end;
      }
    }
  });
  const filled = (column: Int32Array) => column.subarray(0, table.count);
  return {
    xs,
    ys,
    from: filled(table.from),
    to: filled(table.to),
    leftOf: filled(table.leftOf),
    rightOf: filled(table.rightOf),
    net: filled(table.net),
    uses: filled(table.uses),
  };
}

/** The edges for which something holds, by number. */
export function edgesWhere({ net }: MatchedEdges, holds: (edge: number) => boolean): number[] {
  const edges: number[] = [];
  for (let edge = 0; edge < net.length; edge++) if (holds(edge)) edges.push(edge);
  return edges;
}

/** Open addressing over typed arrays, in plain loops; memory that is never written to is never taken. */
type Table = Omit<MatchedEdges, 'xs' | 'ys'> & {
  count: number;
  /** Numbers of edges plus one; 0 is free. */
  slots: Int32Array;
};

function emptyTable(most: number): Table {
  const column = () => new Int32Array(most);
  return {
    from: column(),
    to: column(),
    leftOf: column(),
    rightOf: column(),
    net: column(),
    uses: column(),
    count: 0,
    slots: new Int32Array(slotsFor(most)),
  };
}

/** Counts the edges between the nodes from `start` to before `end`, with the outline on their left or on their right. */
function addRing(
  table: Table,
  nodes: Int32Array,
  start: number,
  end: number,
  keepsLeft: boolean,
  outline: number,
): void {
  const { leftOf, rightOf, net, uses } = table;
  let last = nodes[start] ?? 0;
  for (let at = start + 1; at < end; at++) {
    const node = nodes[at] ?? 0;
    if (node === last) continue;
    const edge = edgeBetween(table, Math.min(last, node), Math.max(last, node));
    const isLeft = last < node === keepsLeft;
    if (isLeft) leftOf[edge] = outline;
    else rightOf[edge] = outline;
    net[edge] = (net[edge] ?? 0) + (isLeft ? 1 : -1);
    uses[edge] = (uses[edge] ?? 0) + 1;
    last = node;
  }
}

/** The number of an edge, given on first sight. */
function edgeBetween(table: Table, low: number, high: number): number {
  const { from, to, slots } = table;
  const mask = slots.length - 1;
  // Nodes are numbered along the rings: what follows one another in a ring lies in slots that do.
  let slot = (low * 2 + Math.imul(high - low - 1, 0x9e3779b1)) & mask;
  let edge = (slots[slot] ?? 0) - 1;
  while (edge >= 0 && (from[edge] !== low || to[edge] !== high)) {
    slot = (slot + 1) & mask;
    edge = (slots[slot] ?? 0) - 1;
  }
  if (edge >= 0) return edge;
  edge = table.count++;
  slots[slot] = table.count;
  from[edge] = low;
  to[edge] = high;
  table.leftOf[edge] = -1;
  table.rightOf[edge] = -1;
  return edge;
}

function isCounterClockwise(ring: Float64Array): boolean {
  const baseX = ring[0] ?? 0;
  const baseY = ring[1] ?? 0;
  let ax = 0;
  let ay = 0;
  let doubled = 0;
  for (let i = 2; i + 1 < ring.length; i += 2) {
    const bx = (ring[i] ?? 0) - baseX;
    const by = (ring[i + 1] ?? 0) - baseY;
    doubled += ax * by - bx * ay;
    ax = bx;
    ay = by;
  }
  return doubled > 0;
}
