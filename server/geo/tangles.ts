import Flatbush from 'flatbush';
import type { MatchedEdges } from './matched-edges.ts';

const metresPerDegree = 111_320;

/** As close as numbers of degrees can tell a point from a line. */
const exactMetres = 1e-6;

/** Two edges that cross or touch elsewhere than at common ends; `edge` is the one whose inside is touched. */
export type Tangle = { edge: number; other: number };

/**
 * Where edges of the given ones cross, overlap, or have an end of another within the tolerance of their inside. With a
 * tolerance, edges of one and the same outline are left out: a border may come back to itself closely. Without, all are
 * told that truly meet.
 */
export function tanglesOf(
  matched: MatchedEdges,
  edges: readonly number[],
  toleranceMetres: number,
): Tangle[] {
  if (edges.length === 0) return [];
  const { xs, ys, from, to } = matched;
  const slackY = toleranceMetres / metresPerDegree;
  const tree = new Flatbush(edges.length);
  for (const edge of edges) {
    const [a, b] = [from[edge] ?? 0, to[edge] ?? 0];
    const [ax, ay, bx, by] = [xs[a] ?? 0, ys[a] ?? 0, xs[b] ?? 0, ys[b] ?? 0];
    tree.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
  }
  tree.finish();
  const tangles: Tangle[] = [];
  for (const edge of edges) {
    const [a, b] = [from[edge] ?? 0, to[edge] ?? 0];
    const [ax, ay, bx, by] = [xs[a] ?? 0, ys[a] ?? 0, xs[b] ?? 0, ys[b] ?? 0];
    const slackX = slackY / Math.max(0.01, Math.cos((ay * Math.PI) / 180));
    const box = [
      Math.min(ax, bx) - slackX,
      Math.min(ay, by) - slackY,
      Math.max(ax, bx) + slackX,
      Math.max(ay, by) + slackY,
    ] as const;
    tree.search(...box, (index) => {
      const other = edges[index] ?? 0;
      if (other === edge || (toleranceMetres > 0 && isOneOutlines(matched, edge, other))) return false;
      if (isTangled(matched, edge, other, Math.max(toleranceMetres, exactMetres)))
        tangles.push({ edge, other });
      return false;
    });
  }
  return tangles;
}

function isOneOutlines({ leftOf, rightOf }: MatchedEdges, edge: number, other: number): boolean {
  const sides = [leftOf[edge], rightOf[edge], leftOf[other], rightOf[other]].filter(
    (outline) => outline !== -1,
  );
  return sides.every((outline) => outline === sides[0]);
}

function isTangled(matched: MatchedEdges, edge: number, other: number, toleranceMetres: number): boolean {
  const { xs, ys, from, to } = matched;
  const ends = [from[edge] ?? 0, to[edge] ?? 0] as const;
  const others = [from[other] ?? 0, to[other] ?? 0] as const;
  const [ax, ay, bx, by] = [xs[ends[0]] ?? 0, ys[ends[0]] ?? 0, xs[ends[1]] ?? 0, ys[ends[1]] ?? 0];
  const near = others.some(
    (node) =>
      node !== ends[0] &&
      node !== ends[1] &&
      metresToEdge(ax, ay, bx, by, xs[node] ?? 0, ys[node] ?? 0) <= toleranceMetres,
  );
  if (near) return true;
  if (others.some((node) => node === ends[0] || node === ends[1])) return false;
  const [cx, cy, dx, dy] = [xs[others[0]] ?? 0, ys[others[0]] ?? 0, xs[others[1]] ?? 0, ys[others[1]] ?? 0];
  return (
    side(ax, ay, bx, by, cx, cy) > 0 !== side(ax, ay, bx, by, dx, dy) > 0 &&
    side(cx, cy, dx, dy, ax, ay) > 0 !== side(cx, cy, dx, dy, bx, by) > 0
  );
}

function side(ax: number, ay: number, bx: number, by: number, x: number, y: number): number {
  return (bx - ax) * (y - ay) - (x - ax) * (by - ay);
}

function metresToEdge(ax: number, ay: number, bx: number, by: number, x: number, y: number): number {
  const shrink = Math.cos((y * Math.PI) / 180);
  const [dx, dy] = [(bx - ax) * shrink, by - ay];
  const [px, py] = [(x - ax) * shrink, y - ay];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / length));
  return Math.hypot(px - share * dx, py - share * dy) * metresPerDegree;
}
