import fc from 'fast-check';
import { expect, test } from 'vitest';
import { localMetres } from '../../server/geo/local-metres.ts';
import type { FlatPolygon } from '../../server/geo/wkb.ts';
import { countBits } from '../../server/sweeps/bit-window.ts';
import { cellRaster, gridX, gridY } from '../../server/sweeps/cell-raster.ts';
import type { Legs } from '../../server/sweeps/legs.ts';
import { packSweeps, unpackSweeps } from '../../server/sweeps/packed-sweep.ts';
import { reachOfWidth } from '../../server/sweeps/reach.ts';
import { sweepOf } from '../../server/sweeps/swath.ts';
import { unite } from '../../server/sweeps/unite.ts';

const { toDegrees } = localMetres(119, 49);

/** A polygon of corners in metres east and north of 119° E, 49° N. */
function polygonOf(corners: readonly (readonly [number, number])[]): FlatPolygon {
  const closed = [...corners, corners[0] ?? [0, 0]];
  return [Float64Array.from(closed.flatMap(([east, north]) => toDegrees(east, north)))];
}

function legsOf(lines: readonly (readonly [number, number, number, number])[]): Legs {
  const from = lines.map(([x, y]) => toDegrees(x, y));
  const to = lines.map(([, , x, y]) => toDegrees(x, y));
  return {
    fromLon: from.map(([lon]) => lon),
    fromLat: from.map(([, lat]) => lat),
    toLon: to.map(([lon]) => lon),
    toLat: to.map(([, lat]) => lat),
    metresPerSecond: lines.map(() => 1),
    isLookout: lines.map(() => false),
  };
}

const everything = (legs: Legs) => ({
  legs,
  places: legs.fromLon.map((_, place) => place),
  kind: 'phone' as const,
});

const place = fc.integer({ min: -200, max: 1_200 });
const line = fc.tuple(place, place, place, place);
const quadrangle = fc
  .tuple(...[0, 1, 2, 3].map(() => fc.integer({ min: 0, max: 400 })))
  .map(([a = 0, b = 0, c = 0, d = 0]) =>
    polygonOf([
      [a, b],
      [1_000 - b, c],
      [1_000 - c, 1_000 - d],
      [d, 1_000 - a],
    ]),
  );

test('sets the pixels of the cell whose middles are within reach of a leg, and no other', () => {
  fc.assert(
    fc.property(
      quadrangle,
      fc.array(line, { minLength: 1, maxLength: 5 }),
      fc.constantFrom(30, 80),
      (cell, lines, metres) => {
        const raster = cellRaster([cell], metres);
        const sweep = sweepOf(7, raster, reachOfWidth(2 * metres), everything(legsOf(lines)));
        const ring = cell[0] ?? new Float64Array(0);
        let [inside, swept, differing] = [0, 0, 0];
        for (let row = 0; row < raster.rows; row++)
          for (let column = 0; column < raster.columns; column++) {
            const at: [number, number] = [column + 0.5, row + 0.5];
            if (!holds(ring, raster.grid, at)) continue;
            inside++;
            const isNear = lines.some(([ax, ay, bx, by]) => {
              const [a, b] = [
                gridOf(raster.grid, ...toDegrees(ax, ay)),
                gridOf(raster.grid, ...toDegrees(bx, by)),
              ];
              return distance(at, a, b) <= metres / raster.pixelMetres;
            });
            if (isNear) swept++;
            const word =
              sweep?.bits[(row - sweep.firstRow) * sweep.words + (column >> 5) - sweep.firstWord] ?? 0;
            const isIn =
              sweep !== undefined &&
              row >= sweep.firstRow &&
              row < sweep.firstRow + sweep.rows &&
              column >> 5 >= sweep.firstWord &&
              column >> 5 < sweep.firstWord + sweep.words;
            if ((isIn && ((word >>> (column & 31)) & 1) === 1) !== isNear) differing++;
          }
        // A middle that lies exactly on an edge may be told otherwise by another formula.
        expect(Math.abs(raster.pixels - inside)).toBeLessThanOrEqual(2);
        expect(differing).toBeLessThanOrEqual(2);
        expect(Math.abs(countBits(sweep?.bits ?? new Uint32Array(0)) - swept)).toBeLessThanOrEqual(4);
      },
    ),
    { numRuns: 12 },
  );
});

test('a strip straight through a large square has its exact share', () => {
  const square = polygonOf([
    [0, 0],
    [2_000, 0],
    [2_000, 2_000],
    [0, 2_000],
  ]);
  const raster = cellRaster([square], 25);
  expect(raster.pixelMetres).toBe(10);
  expect(Math.abs(raster.pixels - 40_000)).toBeLessThan(100);
  const sweep = sweepOf(1, raster, reachOfWidth(50), everything(legsOf([[-100, 1_000, 2_100, 1_000]])));
  expect((sweep ? countBits(sweep.bits) : 0) / raster.pixels).toBeCloseTo(50 / 2_000, 3);
});

test('distances over 36 km are true on the grid to a metre', () => {
  const raster = cellRaster(
    [
      polygonOf([
        [-18_000, -18_000],
        [18_000, -18_000],
        [18_000, 18_000],
        [-18_000, 18_000],
      ]),
    ],
    100,
  );
  const corners = [
    [17_900, 17_900],
    [-17_900, 17_900],
    [17_900, -17_900],
    [0, 0],
  ] as const;
  for (const [east, north] of corners)
    for (const [otherEast, otherNorth] of corners) {
      const [x, y] = gridOf(raster.grid, ...toDegrees(east, north));
      const [otherX, otherY] = gridOf(raster.grid, ...toDegrees(otherEast, otherNorth));
      const apart = Math.hypot(x - otherX, y - otherY) * raster.pixelMetres;
      expect(Math.abs(apart - Math.hypot(east - otherEast, north - otherNorth))).toBeLessThan(1);
    }
});

test('packed sweeps come out as they went in', () => {
  const cells = [3, 4_000_000_000, 4_000_000_001].flatMap((cellId) => {
    const raster = cellRaster(
      [
        polygonOf([
          [0, 0],
          [900, 0],
          [900, 700],
          [0, 700],
        ]),
      ],
      25,
    );
    const sweep = sweepOf(cellId, raster, reachOfWidth(60), everything(legsOf([[cellId % 7, 10, 800, 600]])));
    return sweep ? [sweep] : [];
  });
  expect(cells).toHaveLength(3);
  expect(unpackSweeps(packSweeps(cells))).toEqual(cells);
  expect(unpackSweeps(packSweeps([]))).toEqual([]);
});

test('uniting sweeps is the same in whatever order and never loses a pixel', () => {
  const raster = cellRaster(
    [
      polygonOf([
        [0, 0],
        [1_000, 0],
        [1_000, 1_000],
        [0, 1_000],
      ]),
    ],
    25,
  );
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (lines) => {
      const parts = lines.flatMap((one) => {
        const sweep = sweepOf(1, raster, reachOfWidth(50), everything(legsOf([one])));
        return sweep ? [sweep] : [];
      });
      const whole = sweepOf(1, raster, reachOfWidth(50), everything(legsOf(lines)));
      const [united] = unite(parts);
      const [turned] = unite(parts.toReversed());
      expect(united && countBits(united.bits)).toBe(whole && countBits(whole.bits));
      expect(turned).toEqual(united);
    }),
    { numRuns: 30 },
  );
});

type Grid = Parameters<typeof gridX>[0];

function gridOf(grid: Grid, lon: number, lat: number): [number, number] {
  return [gridX(grid, lon, lat), gridY(grid, lon, lat)];
}

function holds(ring: Float64Array, grid: Grid, [x, y]: [number, number]): boolean {
  let inside = false;
  for (let at = 0; at + 3 < ring.length; at += 2) {
    const [ax, ay] = gridOf(grid, ring[at] ?? 0, ring[at + 1] ?? 0);
    const [bx, by] = gridOf(grid, ring[at + 2] ?? 0, ring[at + 3] ?? 0);
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

function distance([x, y]: [number, number], [ax, ay]: [number, number], [bx, by]: [number, number]): number {
  const [dx, dy] = [bx - ax, by - ay];
  const squared = dx * dx + dy * dy;
  const t = squared === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / squared));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}
