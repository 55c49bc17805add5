import Flatbush from 'flatbush';

/** In metres of a plane. */
export type Point = readonly [x: number, y: number];
export type Segment = readonly [Point, Point];

export const distance = (a: Point, b: Point) => Math.hypot(b[0] - a[0], b[1] - a[1]);

/** Land by its border, to be asked what lies in it. */
export function insideOf(border: readonly Segment[]) {
  const tree = new Flatbush(border.length);
  let east = -Infinity;
  for (const [a, b] of border) {
    tree.add(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]));
    east = Math.max(east, a[0], b[0]);
  }
  tree.finish();
  /** Even-odd: a ray to the east. */
  const holds = ([x, y]: Point) => {
    let isInside = false;
    for (const index of tree.search(x, y, east, y)) {
      const [[ax, ay], [bx, by]] = border[index] ?? noSegment;
      if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) isInside = !isInside;
    }
    return isInside;
  };
  const near = (a: Point, b: Point, slack: number) =>
    tree
      .search(
        Math.min(a[0], b[0]) - slack,
        Math.min(a[1], b[1]) - slack,
        Math.max(a[0], b[0]) + slack,
        Math.max(a[1], b[1]) + slack,
      )
      .flatMap((index) => [border[index] ?? noSegment]);
  return {
    /** The pieces of a segment inside. */
    clipped: ([a, b]: Segment): Segment[] => {
      const shares = [0, 1, ...near(a, b, 0).flatMap((edge) => crossingShare(a, b, edge) ?? [])];
      const at = (share: number): Point => [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
      const inOrder = shares.sort((one, other) => one - other);
      return inOrder.slice(1).flatMap((to, index): Segment[] => {
        const from = inOrder[index] ?? 0;
        return to - from > 1e-9 && holds(at((from + to) / 2)) ? [[at(from), at(to)]] : [];
      });
    },
    /** Whether a point lies within some metres of the border. */
    isNearBorder: (at: Point, metres: number) =>
      near(at, at, metres).some((edge) => offEdge(at, edge) < metres),
  };
}

const noSegment: Segment = [
  [0, 0],
  [0, 0],
];

/** How far a point lies from a segment. */
export function offEdge(at: Point, [a, b]: Segment): number {
  const [ex, ey] = [b[0] - a[0], b[1] - a[1]];
  const squared = ex * ex + ey * ey;
  const share = squared === 0 ? 0 : ((at[0] - a[0]) * ex + (at[1] - a[1]) * ey) / squared;
  const within = Math.min(1, Math.max(0, share));
  return Math.hypot(at[0] - a[0] - within * ex, at[1] - a[1] - within * ey);
}

function crossingShare(a: Point, b: Point, [p, q]: Segment): number | undefined {
  const [dx, dy, ex, ey] = [b[0] - a[0], b[1] - a[1], q[0] - p[0], q[1] - p[1]];
  const cross = dx * ey - dy * ex;
  if (cross === 0) return undefined;
  const share = ((p[0] - a[0]) * ey - (p[1] - a[1]) * ex) / cross;
  const along = ((p[0] - a[0]) * dy - (p[1] - a[1]) * dx) / cross;
  return share > 0 && share < 1 && along >= 0 && along <= 1 ? share : undefined;
}
