import { type Faces, facesOf } from './faces.ts';
import type { MatchedEdges } from './matched-edges.ts';
import type { NodedEdges } from './noding.ts';
import { type Loop, type Region, regionsOf } from './regions.ts';
import type { FlatPolygon } from './wkb.ts';

/** What outlines cover together, told from the edges that are not matched. */
export type Covered = {
  /** The union, as polygons. */
  union: FlatPolygon[];
  /** Bounded land that is covered by none. */
  holes: FlatPolygon[];
};

/**
 * The union of outlines and its holes, from the edges that border it: `leftMore[i]` is how many outlines more cover the
 * left of `edges[i]` than its right. Right only where the edges meet at their ends alone. Undefined where some land is
 * covered twice.
 */
export function coveredBy(
  matched: MatchedEdges,
  edges: ArrayLike<number>,
  leftMore: (edge: number) => number,
): Covered | undefined {
  const faces = facesOf(onlyEdges(matched, edges), () => false);
  const covers = coverCounts(faces, (place) => leftMore(edges[place] ?? 0));
  if (!covers || covers.some((count) => count < 0 || count > 1)) return undefined;
  const everyHalf = Array.from({ length: faces.faceOf.length }, (_, half) => half);
  const union = regionsOf(faces, everyHalf, (face) => covers[face] === 1);
  const holes = regionsOf(faces, everyHalf, (face) => face !== 0 && covers[face] === 0);
  return { union: union.map(polygonOf(faces)), holes: holes.map(polygonOf(faces)) };
}

/** The given edges with the nodes that they use, numbered anew. */
function onlyEdges({ xs, ys, from, to }: MatchedEdges, edges: ArrayLike<number>): NodedEdges {
  const numbers = new Map<number, number>();
  const number = (node: number): number => {
    const known = numbers.get(node);
    if (known !== undefined) return known;
    numbers.set(node, numbers.size);
    return numbers.size - 1;
  };
  const nobodys: readonly number[] = [];
  const only = { xs: [] as number[], ys: [] as number[], from: [] as number[], to: [] as number[] };
  for (let place = 0; place < edges.length; place++) {
    const edge = edges[place] ?? 0;
    only.from.push(number(from[edge] ?? 0));
    only.to.push(number(to[edge] ?? 0));
  }
  for (const node of numbers.keys()) {
    only.xs.push(xs[node] ?? 0);
    only.ys.push(ys[node] ?? 0);
  }
  return { ...only, labels: only.from.map(() => nobodys) };
}

/** How many outlines cover each face; undefined where the edges contradict each other. */
function coverCounts(faces: Faces, leftMore: (edge: number) => number): Int32Array | undefined {
  const borders: number[][] = Array.from({ length: faces.count }, () => []);
  faces.faceOf.forEach((face, half) => {
    borders[face]?.push(half);
  });
  const counts = new Int32Array(faces.count);
  const known = new Uint8Array(faces.count);
  known[0] = 1;
  const queue = [0];
  for (let face = queue.pop(); face !== undefined; face = queue.pop()) {
    for (const half of borders[face] ?? []) {
      const beyond = faces.faceOf[half ^ 1] ?? 0;
      const more = half % 2 === 0 ? leftMore(half >> 1) : -leftMore(half >> 1);
      const count = (counts[face] ?? 0) - more;
      if (known[beyond]) {
        if (counts[beyond] !== count) return undefined;
        continue;
      }
      known[beyond] = 1;
      counts[beyond] = count;
      queue.push(beyond);
    }
  }
  return counts;
}

function polygonOf({ edges: { xs, ys } }: Faces) {
  const ringOf = (loop: Loop) => {
    const ring = new Float64Array(loop.length * 2 + 2);
    [...loop, loop[0] ?? 0].forEach((node, index) => {
      ring[index * 2] = xs[node] ?? 0;
      ring[index * 2 + 1] = ys[node] ?? 0;
    });
    return ring;
  };
  return ({ shell, holes }: Region): FlatPolygon => [shell, ...holes].map(ringOf);
}
