import fc from 'fast-check';
import { type Change, isRefusal, type Refusal } from '../../../server/plans/edits/change.ts';
import { draw } from '../../../server/plans/edits/draw.ts';
import type { Position } from '../../../server/plans/edits/edit.ts';
import { merge } from '../../../server/plans/edits/merge.ts';
import { remove } from '../../../server/plans/edits/remove.ts';
import { reshapeAlong } from '../../../server/plans/edits/reshape-along.ts';
import { reshapeVertices } from '../../../server/plans/edits/reshape-vertices.ts';
import { split } from '../../../server/plans/edits/split.ts';
import type { LoadedCell } from '../../../server/plans/load-cells.ts';

const e7 = 1e7;
const side = 4;
const step = 10_000;
const [west, south] = [119 * e7, 48 * e7];

const cellOf = (id: number, outline: Float64Array[][], like?: Partial<LoadedCell>): LoadedCell => ({
  isValid: true,
  code: String(id),
  name: '',
  ownerAreaId: null,
  usage: null,
  class: 'basic',
  enclave: false,
  households: 1,
  ...like,
  id,
  outline,
});

/** A plan of sixteen quadrangles with shaken corners; its outer border is straight. */
export function shakenPlan(shakes: readonly number[]): LoadedCell[] {
  const corner = (x: number, y: number): Position => {
    const [dx = 0, dy = 0] = shakes.slice(2 * (y * (side + 1) + x));
    const isInner = (at: number) => at > 0 && at < side;
    return [(west + x * step + (isInner(x) ? dx : 0)) / e7, (south + y * step + (isInner(y) ? dy : 0)) / e7];
  };
  return Array.from({ length: side * side }, (_, index) => {
    const [x, y] = [index % side, Math.floor(index / side)];
    const ring = [corner(x, y), corner(x + 1, y), corner(x + 1, y + 1), corner(x, y + 1), corner(x, y)];
    return cellOf(index + 1, [[Float64Array.from(ring.flat())]]);
  });
}

const outside = [
  [west, south],
  [west + side * step, south],
  [west + side * step, south + side * step],
  [west, south + side * step],
] as const;

/** Why cells do not tile the square, or undefined: each edge has its counterpart, or lies on the outer border. */
export function fault(cells: readonly LoadedCell[]): string | undefined {
  const open = new Map<string, [number, number, number, number]>();
  let doubled = 0;
  for (const ring of cells.flatMap(({ outline }) => outline.flat())) {
    for (let i = 0; i + 3 < ring.length; i += 2) {
      const [ax, ay, bx, by] = [...ring.slice(i, i + 4)].map((value) => Math.round(value * e7));
      if (ax === undefined || ay === undefined || bx === undefined || by === undefined)
        return 'a broken ring';
      doubled += (ax - west) * (by - south) - (bx - west) * (ay - south);
      if (open.delete(`${bx},${by},${ax},${ay}`)) continue;
      const key = `${ax},${ay},${bx},${by}`;
      if (open.has(key)) return `the edge ${key} twice`;
      open.set(key, [ax, ay, bx, by]);
    }
  }
  const sides = new Set<string>();
  for (const [ax, ay, bx, by] of open.values()) {
    const lies = outside.findIndex(([x, y], index) => {
      const [nextX, nextY] = outside[(index + 1) % 4] ?? [x, y];
      return x === nextX ? ax === x && bx === x : ay === y && by === y && y === nextY;
    });
    if (lies < 0) return `the edge ${[ax, ay, bx, by]} has a cell on one side only`;
    sides.add(String(lies));
  }
  if (sides.size !== 4) return 'a side of the square is open';
  return doubled === 2 * (side * step) ** 2 ? undefined : `an area of ${doubled / 2}`;
}

let nextId = 1_000;

/** The cells after a change. */
export function applied(cells: readonly LoadedCell[], { removed, made }: Change): LoadedCell[] {
  const gone = new Set(removed.map(({ id }) => id));
  const added = made.map(({ outline, continues, cutFrom }) => {
    nextId += 1;
    return cellOf(nextId, [...outline], continues ?? { ownerAreaId: cutFrom?.ownerAreaId ?? null });
  });
  return [...cells.filter(({ id }) => !gone.has(id)), ...added];
}

const place = fc
  .tuple(
    fc.integer({ min: -2_000, max: side * step + 2_000 }),
    fc.integer({ min: -2_000, max: side * step + 2_000 }),
  )
  .map(([x, y]): Position => [(west + x) / e7, (south + y) / e7]);
const inner = fc
  .tuple(fc.integer({ min: 500, max: side * step - 500 }), fc.integer({ min: 500, max: side * step - 500 }))
  .map(([x, y]): Position => [(west + x) / e7, (south + y) / e7]);
const pick = fc.nat(10_000);
const line = fc.array(place, { minLength: 2, maxLength: 6 });

type Wish = (cells: readonly LoadedCell[]) => Change | Refusal;
const idAt = (cells: readonly LoadedCell[], index: number) => cells[index % cells.length]?.id ?? 0;

/** Any edit of any cell. */
export const wish: fc.Arbitrary<Wish> = fc.oneof(
  fc.tuple(fc.array(pick, { minLength: 1, maxLength: 8 }), line).map(
    ([picks, coordinates]): Wish =>
      (cells) =>
        split(cells, {
          kind: 'split',
          revision: 1,
          cells: picks.map((index) => idAt(cells, index)),
          line: { type: 'LineString', coordinates },
        }),
  ),
  fc.array(pick, { minLength: 2, maxLength: 3 }).map(
    (picks): Wish =>
      (cells) =>
        merge(cells, { kind: 'merge', revision: 1, cells: picks.map((index) => idAt(cells, index)) }),
  ),
  pick.map(
    (index): Wish =>
      (cells) =>
        remove(cells, { kind: 'delete', revision: 1, cells: [idAt(cells, index)], heir: 'longest-border' }),
  ),
  fc.tuple(pick, line).map(
    ([index, coordinates]): Wish =>
      (cells) =>
        reshapeAlong(cells, idAt(cells, index), coordinates),
  ),
  fc.tuple(inner, inner).map(([a, b]): Wish => {
    const [w, e] = [Math.min(a[0], b[0]), Math.max(a[0], b[0]) + 1e-6];
    const [s, n] = [Math.min(a[1], b[1]), Math.max(a[1], b[1]) + 1e-6];
    const ring = Float64Array.of(w, s, e, s, e, n, w, n, w, s);
    return (cells) => draw(cells, { polygons: [[ring]], ownerAreaId: undefined, exclusion: false, set: {} });
  }),
  fc.tuple(pick, pick, fc.integer({ min: -900, max: 900 }), fc.integer({ min: -900, max: 900 })).map(
    ([index, vertex, dx, dy]): Wish =>
      (cells) => {
        const ring = cells[index % cells.length]?.outline[0]?.[0] ?? new Float64Array();
        const at = 2 * (vertex % Math.max(1, ring.length / 2 - 1));
        const from: Position = [ring[at] ?? 0, ring[at + 1] ?? 0];
        const isOuter = outside.some(
          ([x, y]) => Math.round(from[0] * e7) === x || Math.round(from[1] * e7) === y,
        );
        if (isOuter) return { removed: [], made: [] };
        const to: Position = [from[0] + dx / e7, from[1] + dy / e7];
        const change = reshapeVertices(cells, { kind: 'reshape', revision: 1, moves: [{ from, to }] });
        // Whether outlines cross is the proof's to say, which needs the database: here only small moves are kept.
        return isRefusal(change) || isCrossed(change) || isTurned(change)
          ? { removed: [], made: [] }
          : change;
      },
  ),
);

/** True where a ring runs the other way round than before: a vertex was dragged across the opposite edge. */
function isTurned({ made }: Change): boolean {
  return made.some(({ outline, continues }) =>
    outline
      .flat()
      .some((ring, index) => turnOf(ring) !== turnOf(continues?.outline.flat()[index] ?? new Float64Array())),
  );
}

function turnOf(ring: Float64Array): number {
  let doubled = 0;
  for (let i = 0; i + 3 < ring.length; i += 2) {
    const [ax = 0, ay = 0, bx = 0, by = 0] = [...ring.slice(i, i + 4)].map((value) => Math.round(value * e7));
    doubled += (ax - west) * (by - south) - (bx - west) * (ay - south);
  }
  return Math.sign(doubled);
}

/** True where an outline that was made crosses itself; slow and obvious. */
function isCrossed({ made }: Change): boolean {
  return made.some(({ outline }) => {
    const edges = outline.flat().flatMap((ring) => {
      const list: number[][] = [];
      for (let i = 0; i + 3 < ring.length; i += 2)
        list.push([...ring.slice(i, i + 4)].map((value) => Math.round(value * e7)));
      return list;
    });
    return edges.some((one, index) => edges.slice(index + 1).some((other) => meet(one, other)));
  });
}

function meet(
  [ax = 0, ay = 0, bx = 0, by = 0]: number[],
  [cx = 0, cy = 0, dx = 0, dy = 0]: number[],
): boolean {
  const turn = (px: number, py: number, qx: number, qy: number, rx: number, ry: number) =>
    Math.sign((qx - px) * (ry - py) - (qy - py) * (rx - px));
  const shared = [
    [ax, ay],
    [bx, by],
  ].some(([x, y]) => (x === cx && y === cy) || (x === dx && y === dy));
  const [c, d] = [turn(ax, ay, bx, by, cx, cy), turn(ax, ay, bx, by, dx, dy)];
  const [a, b] = [turn(cx, cy, dx, dy, ax, ay), turn(cx, cy, dx, dy, bx, by)];
  if (shared) return c === 0 && d === 0 && (bx - ax) * (dx - cx) + (by - ay) * (dy - cy) !== 0 && folds();
  return c !== d && a !== b;
  function folds() {
    const within = (x: number, y: number, [x0 = 0, y0 = 0, x1 = 0, y1 = 0]: number[]) =>
      (x - x0) * (x - x1) + (y - y0) * (y - y1) < 0;
    return (
      within(ax, ay, [cx, cy, dx, dy]) ||
      within(bx, by, [cx, cy, dx, dy]) ||
      within(cx, cy, [ax, ay, bx, by]) ||
      within(dx, dy, [ax, ay, bx, by])
    );
  }
}

/** How far each corner of a plan is shaken. */
export const shakes = fc.array(fc.integer({ min: -3_000, max: 3_000 }), {
  minLength: 2 * (side + 1) ** 2,
  maxLength: 2 * (side + 1) ** 2,
});
