import { PointTable } from './point-table.ts';
import type { FlatPolygon } from './wkb.ts';

type Outline = readonly FlatPolygon[];

/** Which outlines of a layer make up a given one exactly, vertex for vertex; undefined where that cannot be told so. */
export type UnionFinder = (outline: Outline) => number[] | undefined;

/**
 * Finds unions without intersecting anything: from the edges of an outline, all of which the layer must have, to the
 * outlines that lie on their inner side and on from neighbour to neighbour. Whether they fill the outline is to be
 * checked by their areas.
 */
export function unionFinder(layer: readonly Outline[]): UnionFinder {
  const points = new PointTable(1e7);
  const edges = new SharedEdges();
  const edgesOf = layer.map((outline, index) => {
    const own: number[] = [];
    eachEdge(outline, (ax, ay, bx, by) => {
      const [a, b] = [points.id(ax, ay), points.id(bx, by)];
      if (a !== b) own.push(edges.add(a, b, index));
    });
    return own;
  });
  const known = points.size;
  return (outline) => {
    const border = new Set<number>();
    const inside = new Set<number>();
    let isKnown = true;
    eachEdge(outline, (ax, ay, bx, by) => {
      if (!isKnown || (ax === bx && ay === by)) return;
      const [a, b] = [points.id(ax, ay), points.id(bx, by)];
      const edge = a < known && b < known ? edges.find(a, b) : undefined;
      const inner = edge === undefined ? -1 : edges.leftOf(edge, a < b);
      if (edge === undefined || inner < 0) {
        isKnown = false;
        return;
      }
      border.add(edge);
      inside.add(inner);
    });
    return isKnown ? spread(inside, border, edges, edgesOf) : undefined;
  };
}

/** All outlines that can be reached from some without crossing the border; undefined where land of none is reached. */
function spread(
  inside: Set<number>,
  border: ReadonlySet<number>,
  edges: SharedEdges,
  edgesOf: readonly (readonly number[])[],
): number[] | undefined {
  // A set that grows while it is walked is walked to its end.
  for (const outline of inside) {
    for (const edge of edgesOf[outline] ?? []) {
      if (border.has(edge)) continue;
      const beyond = edges.beyond(edge, outline);
      if (beyond < 0) return undefined;
      inside.add(beyond);
    }
  }
  return [...inside].sort((a, b) => a - b);
}

/** Edges by their two points, with the outlines on either side: -1 for none, -2 where outlines lie on each other. */
class SharedEdges {
  readonly #byEnds = new Map<number, number>();
  readonly #left: number[] = [];
  readonly #right: number[] = [];

  /** The outline lies to the left of a → b. */
  add(a: number, b: number, outline: number): number {
    const key = Math.min(a, b) * 67_108_864 + Math.max(a, b);
    const edge = this.#byEnds.get(key) ?? this.#left.length;
    if (edge === this.#left.length) {
      this.#byEnds.set(key, edge);
      this.#left.push(-1);
      this.#right.push(-1);
    }
    const side = a < b ? this.#left : this.#right;
    side[edge] = side[edge] === -1 ? outline : -2;
    return edge;
  }

  find(a: number, b: number): number | undefined {
    return this.#byEnds.get(Math.min(a, b) * 67_108_864 + Math.max(a, b));
  }

  /** Who lies to the left of the edge as it is walked, upwards in the numbers of its points or down. */
  leftOf(edge: number, isUpwards: boolean): number {
    return (isUpwards ? this.#left[edge] : this.#right[edge]) ?? -1;
  }

  beyond(edge: number, outline: number): number {
    const [left = -1, right = -1] = [this.#left[edge], this.#right[edge]];
    if (left === outline) return right;
    return right === outline ? left : -2;
  }
}

/** Walks all rings with the land of the outline on the left. */
function eachEdge(outline: Outline, visit: (ax: number, ay: number, bx: number, by: number) => void): void {
  for (const polygon of outline) {
    polygon.forEach((ring, index) => {
      const keepsLeft = isCounterClockwise(ring) === (index === 0);
      for (let i = 2; i < ring.length; i += 2) {
        const [ax, ay, bx, by] = [ring[i - 2] ?? 0, ring[i - 1] ?? 0, ring[i] ?? 0, ring[i + 1] ?? 0];
        if (keepsLeft) visit(ax, ay, bx, by);
        else visit(bx, by, ax, ay);
      }
    });
  }
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
