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
 * Where edges of the given ones cross, or have an end of another inside of them; with a tolerance also where edges of
 * different outlines run along each other closer than that. `own` are those of one and the same outline.
 */
export function findTangles(
  matched: MatchedEdges,
  edges: ArrayLike<number>,
  toleranceMetres: number,
): { tangles: Tangle[]; own: Tangle[] } {
  const [tangles, own]: [Tangle[], Tangle[]] = [[], []];
  if (edges.length === 0) return { tangles, own };
  const { xs, ys, from, to } = matched;
  const tree = new Flatbush(edges.length);
  for (let place = 0; place < edges.length; place++) {
    const [a, b] = [from[edges[place] ?? 0] ?? 0, to[edges[place] ?? 0] ?? 0];
    const [ax, ay, bx, by] = [xs[a] ?? 0, ys[a] ?? 0, xs[b] ?? 0, ys[b] ?? 0];
    tree.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
  }
  tree.finish();
  const slackY = toleranceMetres / metresPerDegree;
  for (let place = 0; place < edges.length; place++) {
    const edge = edges[place] ?? 0;
    const [a, b] = [from[edge] ?? 0, to[edge] ?? 0];
    const [ax, ay, bx, by] = [xs[a] ?? 0, ys[a] ?? 0, xs[b] ?? 0, ys[b] ?? 0];
    const [west, south, east, north] = [
      Math.min(ax, bx),
      Math.min(ay, by),
      Math.max(ax, bx),
      Math.max(ay, by),
    ];
    const slackX = slackY / Math.max(0.01, Math.cos((south * Math.PI) / 180));
    tree.search(west - slackX, south - slackY, east + slackX, north + slackY, (index) => {
      const other = edges[index] ?? 0;
      if (other === edge) return false;
      // A border may come back to itself, closely; but not touch itself.
      const isOwn = isOneOutlines(matched, edge, other);
      const apart = isOwn ? exactMetres : Math.max(toleranceMetres, exactMetres);
      if (isTangled(matched, edge, other, apart)) (isOwn ? own : tangles).push({ edge, other });
      return false;
    });
  }
  return { tangles, own };
}

function isOneOutlines({ leftOf, rightOf }: MatchedEdges, edge: number, other: number): boolean {
  const outline = Math.max(leftOf[edge] ?? -1, rightOf[edge] ?? -1);
  const isOne = (side: number | undefined) => side === outline || side === -1;
  return isOne(leftOf[edge]) && isOne(rightOf[edge]) && isOne(leftOf[other]) && isOne(rightOf[other]);
}

/** In metres about the start of `edge`, which is good for the length of an edge. */
function isTangled(
  { xs, ys, from, to }: MatchedEdges,
  edge: number,
  other: number,
  toleranceMetres: number,
): boolean {
  const a = from[edge] ?? 0;
  const b = to[edge] ?? 0;
  const c = from[other] ?? 0;
  const d = to[other] ?? 0;
  const lon = xs[a] ?? 0;
  const lat = ys[a] ?? 0;
  const shrink = Math.cos((lat * Math.PI) / 180);
  const bx = ((xs[b] ?? 0) - lon) * shrink * metresPerDegree;
  const by = ((ys[b] ?? 0) - lat) * metresPerDegree;
  const cx = ((xs[c] ?? 0) - lon) * shrink * metresPerDegree;
  const cy = ((ys[c] ?? 0) - lat) * metresPerDegree;
  const dx = ((xs[d] ?? 0) - lon) * shrink * metresPerDegree;
  const dy = ((ys[d] ?? 0) - lat) * metresPerDegree;
  if (c !== a && c !== b && metresToSegment(bx, by, cx, cy) <= exactMetres) return true;
  if (d !== a && d !== b && metresToSegment(bx, by, dx, dy) <= exactMetres) return true;
  if (toleranceMetres > exactMetres && runsAlong(bx, by, cx, cy, dx, dy, toleranceMetres)) return true;
  if (a === c || a === d || b === c || b === d) return false;
  if (bx * cy - cx * by > 0 === bx * dy - dx * by > 0) return false;
  const sideOfStart = (dx - cx) * -cy - -cx * (dy - cy);
  const sideOfEnd = (dx - cx) * (by - cy) - (bx - cx) * (dy - cy);
  return sideOfStart > 0 !== sideOfEnd > 0;
}

/** True where CD stays within the tolerance of the segment from the origin to B over more than a few centimetres. */
function runsAlong(
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
  toleranceMetres: number,
): boolean {
  const length = Math.sqrt(bx * bx + by * by);
  if (length < leastStretchMetres) return false;
  const startC = (cx * bx + cy * by) / length;
  const startD = (dx * bx + dy * by) / length;
  const first = Math.max(0, Math.min(startC, startD));
  const last = Math.min(length, Math.max(startC, startD));
  if (last - first < leastStretchMetres) return false;
  const offC = (cx * by - cy * bx) / length;
  const offD = (dx * by - dy * bx) / length;
  const offFirst = offC + ((offD - offC) * (first - startC)) / (startD - startC);
  const offLast = offC + ((offD - offC) * (last - startC)) / (startD - startC);
  return Math.abs(offFirst) <= toleranceMetres && Math.abs(offLast) <= toleranceMetres;
}

/** From a point to the segment between the origin and B. */
function metresToSegment(bx: number, by: number, x: number, y: number): number {
  const length = bx * bx + by * by;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, (x * bx + y * by) / length));
  const [dx, dy] = [x - share * bx, y - share * by];
  // A tenth of the time of Math.hypot.
  return Math.sqrt(dx * dx + dy * dy);
}
