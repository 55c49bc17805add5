import Flatbush from 'flatbush';
import type { MatchedEdges } from './matched-edges.ts';

const metresPerDegree = 111_320;

/** As close as numbers of degrees can tell a point from a line. */
const exactMetres = 1e-6;
/** Borders come within a centimetre of each other where they meet in a sharp corner; that is no common border. */
const leastStretchMetres = 0.1;

/** Two edges that cross or touch elsewhere than at common ends; `edge` is the one whose inside is touched. */
export type Tangle = { edge: number; other: number };

/**
 * Where edges of the given ones cross, or have an end of another inside of them. With a tolerance also where edges run
 * along each other closer than that, and edges of one and the same outline are left out: a border may come back to itself.
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
  const [a, b, c, d] = [from[edge] ?? 0, to[edge] ?? 0, from[other] ?? 0, to[other] ?? 0];
  const frame = localFrame(xs[a] ?? 0, ys[a] ?? 0);
  const placed = (node: number) => frame(xs[node] ?? 0, ys[node] ?? 0);
  const [B, C, D] = [placed(b), placed(c), placed(d)];
  const touches = (node: number, at: Point) =>
    node !== a && node !== b && metresToSegment(B, at) <= exactMetres;
  if (touches(c, C) || touches(d, D)) return true;
  if (toleranceMetres > exactMetres && runsAlong(B, C, D, toleranceMetres)) return true;
  if (a === c || a === d || b === c || b === d) return false;
  return side(O, B, C) > 0 !== side(O, B, D) > 0 && side(C, D, O) > 0 !== side(C, D, B) > 0;
}

type Point = readonly [east: number, north: number];
const O: Point = [0, 0];

/** Metres about a point; good for the length of an edge. */
function localFrame(lon: number, lat: number): (lon: number, lat: number) => Point {
  const shrink = Math.cos((lat * Math.PI) / 180);
  return (x, y) => [(x - lon) * shrink * metresPerDegree, (y - lat) * metresPerDegree];
}

/** True where CD stays within the tolerance of the segment from the origin to B over more than a few centimetres. */
function runsAlong(B: Point, C: Point, D: Point, toleranceMetres: number): boolean {
  const length = Math.hypot(...B);
  if (length < leastStretchMetres) return false;
  const along = (P: Point) => (P[0] * B[0] + P[1] * B[1]) / length;
  const off = (P: Point) => (P[0] * B[1] - P[1] * B[0]) / length;
  const [startC, startD] = [along(C), along(D)];
  const first = Math.max(0, Math.min(startC, startD));
  const last = Math.min(length, Math.max(startC, startD));
  if (last - first < leastStretchMetres) return false;
  const offAt = (place: number) => off(C) + ((off(D) - off(C)) * (place - startC)) / (startD - startC);
  return Math.abs(offAt(first)) <= toleranceMetres && Math.abs(offAt(last)) <= toleranceMetres;
}

function side(from: Point, to: Point, at: Point): number {
  return (to[0] - from[0]) * (at[1] - from[1]) - (at[0] - from[0]) * (to[1] - from[1]);
}

function metresToSegment(B: Point, at: Point): number {
  const length = B[0] * B[0] + B[1] * B[1];
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, (at[0] * B[0] + at[1] * B[1]) / length));
  return Math.hypot(at[0] - share * B[0], at[1] - share * B[1]);
}
