import { copied, grownRoom, NodeNumbers } from './number-nodes.ts';
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
  /** The edges whose `net` is not 0, by number. */
  open: Int32Array;
};

/** Matches the edges of outlines by exactly equal ends, whichever way round their rings are given. */
export function matchEdges(outlines: readonly (readonly FlatPolygon[])[]): MatchedEdges {
  let positions = 0;
  for (const polygons of outlines)
    for (const polygon of polygons) for (const ring of polygon) positions += ring.length / 2;
  const matcher = new EdgeMatcher(positions);
  outlines.forEach((polygons, outline) => {
    for (const polygon of polygons)
      for (let index = 0; index < polygon.length; index++) {
        const ring = polygon[index] ?? new Float64Array(0);
        matcher.addRing(ring, 0, ring.length, { isShell: index === 0, outline });
      }
  });
  return matcher.matched();
}

/** True where polygons cover the same land, each place as often, which is told by their vertices alone. */
export function haveOneBorder(one: readonly FlatPolygon[], other: readonly FlatPolygon[]): boolean {
  const matcher = new EdgeMatcher(0);
  [one, other].forEach((polygons, side) => {
    for (const polygon of polygons)
      polygon.forEach((ring, index) => {
        // The other side inside out: what both have takes each other away.
        matcher.addRing(ring, 0, ring.length, { isShell: (index === 0) === (side === 0), outline: side });
      });
  });
  return matcher.matched().open.length === 0;
}

/** The edges for which something holds, by number. */
export function edgesWhere({ net }: MatchedEdges, holds: (edge: number) => boolean): number[] {
  const edges: number[] = [];
  for (let edge = 0; edge < net.length; edge++) if (holds(edge)) edges.push(edge);
  return edges;
}

/** Matches the edges of rings that come one after the other. Edges are numbered from 0 in order of appearance. */
export class EdgeMatcher {
  readonly #numbers: NodeNumbers;
  #nodes = new Int32Array(1024);
  #table: Table;

  /** Room for the edges of rings with so many positions to begin with. */
  constructor(positions: number) {
    this.#numbers = new NodeNumbers(positions);
    this.#table = emptyTable(positions);
  }

  /** The next ring, closed: `flat` (lon, lat, lon, lat, …) from `start` to before `end`. */
  addRing(
    flat: Float64Array,
    start: number,
    end: number,
    { isShell, outline }: { isShell: boolean; outline: number },
  ): void {
    const positions = (end - start) >> 1;
    if (positions > this.#nodes.length) this.#nodes = new Int32Array(positions * 2);
    if (this.#table.count + positions > this.#table.from.length) this.#table = grown(this.#table, positions);
    this.#numbers.number(flat, start, end, this.#nodes);
    addEdges(this.#table, this.#nodes, positions, isCounterClockwise(flat, start, end) === isShell, outline);
  }

  matched(): MatchedEdges {
    const { xs, ys, count } = this.#numbers;
    const { count: edges, ...table } = this.#table;
    return {
      xs: xs.subarray(0, count),
      ys: ys.subarray(0, count),
      from: table.from.subarray(0, edges),
      to: table.to.subarray(0, edges),
      leftOf: table.leftOf.subarray(0, edges),
      rightOf: table.rightOf.subarray(0, edges),
      net: table.net.subarray(0, edges),
      uses: table.uses.subarray(0, edges),
      open: openEdges(table.net, edges),
    };
  }
}

/** A loop of its own: of two million edges a few thousand are open, and this is most of the time to find them. */
function openEdges(net: Int32Array, count: number): Int32Array {
  const open: number[] = [];
  for (let edge = 0; edge < count; edge++) if (net[edge] !== 0) open.push(edge);
  return Int32Array.from(open);
}

/**
 * Edges by their ends, typed arrays in plain loops; memory that is never written to is never taken. Nodes are numbered
 * along the rings, so that nearly every edge lies between a node and the one that follows it.
 */
type Table = Omit<MatchedEdges, 'xs' | 'ys' | 'open'> & {
  count: number;
  /** By its lower node the edge to the node that follows it, its number plus one; 0 is none. */
  toNext: Int32Array;
  /** Open addressing of the others: numbers plus one; 0 is free. */
  slots: Int32Array;
  slotsUsed: number;
};

/** An edge in nine of a plan does not follow the one before, which is a position in eighteen; half of the slots stay free. */
const slotsFor = (positions: number) => 2 ** Math.ceil(Math.log2(positions / 8 + 64));

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
    toNext: column(),
    slots: new Int32Array(slotsFor(most)),
    slotsUsed: 0,
  };
}

function grown(table: Table, more: number): Table {
  const larger = emptyTable(grownRoom(table.from.length, table.count + more));
  return {
    from: copied(table.from, larger.from),
    to: copied(table.to, larger.to),
    leftOf: copied(table.leftOf, larger.leftOf),
    rightOf: copied(table.rightOf, larger.rightOf),
    net: copied(table.net, larger.net),
    uses: copied(table.uses, larger.uses),
    toNext: copied(table.toNext, larger.toNext),
    count: table.count,
    slots: table.slots,
    slotsUsed: table.slotsUsed,
  };
}

/** Counts the edges between the first nodes, so many, with the outline on their left or on their right. */
function addEdges(table: Table, nodes: Int32Array, count: number, keepsLeft: boolean, outline: number): void {
  const { leftOf, rightOf, net, uses } = table;
  let last = nodes[0] ?? 0;
  for (let at = 1; at < count; at++) {
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
  if (high - low === 1) {
    const known = (table.toNext[low] ?? 0) - 1;
    if (known >= 0) return known;
    table.toNext[low] = table.count + 1;
    return newEdge(table, low, high);
  }
  if (table.slotsUsed * 2 > table.slots.length) table.slots = moreSlots(table);
  const slot = slotOf(table, table.slots, low, high);
  const known = (table.slots[slot] ?? 0) - 1;
  if (known >= 0) return known;
  table.slots[slot] = table.count + 1;
  table.slotsUsed++;
  return newEdge(table, low, high);
}

function newEdge(table: Table, low: number, high: number): number {
  const edge = table.count++;
  table.from[edge] = low;
  table.to[edge] = high;
  table.leftOf[edge] = -1;
  table.rightOf[edge] = -1;
  return edge;
}

/** Where an edge is, or would be. */
function slotOf({ from, to }: Table, slots: Int32Array, low: number, high: number): number {
  const mask = slots.length - 1;
  const hash = Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b);
  let slot = (hash ^ (hash >>> 15)) & mask;
  let edge = (slots[slot] ?? 0) - 1;
  while (edge >= 0 && (from[edge] !== low || to[edge] !== high)) {
    slot = (slot + 1) & mask;
    edge = (slots[slot] ?? 0) - 1;
  }
  return slot;
}

function moreSlots(table: Table): Int32Array {
  const slots = new Int32Array(table.slots.length * 4);
  const { slots: before, from, to } = table;
  for (let slot = 0; slot < before.length; slot++) {
    const edge = (before[slot] ?? 0) - 1;
    if (edge >= 0) slots[slotOf(table, slots, from[edge] ?? 0, to[edge] ?? 0)] = edge + 1;
  }
  return slots;
}

function isCounterClockwise(flat: Float64Array, start: number, end: number): boolean {
  const baseX = flat[start] ?? 0;
  const baseY = flat[start + 1] ?? 0;
  let ax = 0;
  let ay = 0;
  let doubled = 0;
  for (let i = start + 2; i + 1 < end; i += 2) {
    const bx = (flat[i] ?? 0) - baseX;
    const by = (flat[i + 1] ?? 0) - baseY;
    doubled += ax * by - bx * ay;
    ax = bx;
    ay = by;
  }
  return doubled > 0;
}
