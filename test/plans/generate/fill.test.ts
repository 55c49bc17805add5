import fc from 'fast-check';
import { expect, test } from 'vitest';
import { edgesWhere, matchEdges } from '../../../server/geo/matched-edges.ts';
import type { FlatPolygon } from '../../../server/geo/wkb.ts';
import { fill } from '../../../server/plans/generate/fill.ts';
import { squareGrid } from '../../../server/plans/generate/square-grid.ts';
import { boundsOf, type Territory } from '../../../server/plans/generate/territory.ts';

const unit = 1e-7;

function territory(areaId: number, ring: [number, number][], areaSquareMetres = 1): Territory {
  const closed = [...ring, ring[0] ?? [0, 0]];
  return {
    areaId,
    kind: 'village',
    code: null,
    name: String(areaId),
    areaSquareMetres,
    polygons: [[Float64Array.from(closed.flat())]],
  };
}

const box = (west: number, south: number, east: number, north: number): [number, number][] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
];

/** A ring around the middle of the scope: radii at even angles, so that it never crosses itself. */
const star = fc
  .array(fc.integer({ min: 5, max: 60 }), { minLength: 5, maxLength: 14 })
  .chain((radii) =>
    fc.record({
      radii: fc.constant(radii),
      lon: fc.integer({ min: -30, max: 30 }),
      lat: fc.integer({ min: -30, max: 30 }),
    }),
  )
  .map(({ radii, lon, lat }) =>
    radii.map((radius, index): [number, number] => {
      const angle = (2 * Math.PI * index) / radii.length;
      return [
        119 + lon * 1e-3 + radius * 1e-3 * Math.cos(angle),
        48 + lat * 1e-3 + radius * 1e-3 * Math.sin(angle),
      ];
    }),
  );

function fillWith(scope: Territory, owners: Territory[], cellMetres: number) {
  const grid = squareGrid(scope.polygons, cellMetres);
  return fill({
    scope,
    owners,
    fills: () => true,
    kept: [],
    cuts: grid.lines([boundsOf(scope.polygons)]),
    leastSquareMetres: 0.15 * cellMetres ** 2,
  });
}

/** Twice the signed area of a polygon in whole units, exactly. */
function doubledUnits(polygon: FlatPolygon): bigint {
  let sum = 0n;
  for (const ring of polygon) {
    const at = (index: number) => BigInt(Math.round((ring[index] ?? 0) / unit));
    for (let i = 0; i + 3 < ring.length; i += 2) sum += at(i) * at(i + 3) - at(i + 2) * at(i + 1);
  }
  return sum;
}

test('cells tile the scope: their areas sum to it exactly and every inner edge is shared by two', {
  timeout: 60_000,
}, () => {
  fc.assert(
    fc.property(
      star,
      fc.array(star, { maxLength: 3 }),
      fc.integer({ min: 900, max: 5000 }),
      (outer, inner, cellMetres) => {
        const scope = territory(1, outer);
        const owners = inner.map((ring, index) => territory(index + 2, ring, index + 1));
        const { pieces } = fillWith(scope, owners, cellMetres);
        const matched = matchEdges(pieces.map(({ polygon }) => [polygon]));
        expect(Math.max(...matched.uses)).toBeLessThanOrEqual(2);
        const open = edgesWhere(matched, (edge) => matched.net[edge] !== 0);
        // What is not shared must be the border of the scope and nothing else: it encloses as much as the cells hold.
        const border = open.reduce((sum, edge) => {
          const [a, b] = [matched.from[edge] ?? 0, matched.to[edge] ?? 0];
          const whole = (value: number | undefined) => BigInt(Math.round((value ?? 0) / unit));
          const cross =
            whole(matched.xs[a]) * whole(matched.ys[b]) - whole(matched.xs[b]) * whole(matched.ys[a]);
          return sum + BigInt(matched.net[edge] ?? 0) * cross;
        }, 0n);
        const cells = pieces.reduce((sum, { polygon }) => sum + doubledUnits(polygon), 0n);
        expect(cells).toBe(border);
        const scopeUnits = Number(scope.polygons.reduce((sum, polygon) => sum + doubledUnits(polygon), 0n));
        // Rounding moves the border by half a unit at most.
        expect(Math.abs(Number(cells) - scopeUnits) / scopeUnits).toBeLessThan(1e-4);
      },
    ),
    { numRuns: 60 },
  );
});

test('no cell crosses the border of an owner', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(star, fc.integer({ min: 900, max: 5000 }), (ring, cellMetres) => {
      const scope = territory(1, box(118.9, 47.9, 119.1, 48.1));
      const owner = territory(2, ring);
      const { pieces } = fillWith(scope, [owner], cellMetres);
      const ofOwner = pieces.filter(({ ownerAreaId }) => ownerAreaId === 2);
      const held = ofOwner.reduce((sum, { polygon }) => sum + doubledUnits(polygon), 0n);
      const whole = owner.polygons.reduce((sum, polygon) => sum + doubledUnits(polygon), 0n);
      expect(Math.abs(Number(held - whole)) / Number(whole)).toBeLessThan(1e-4);
    }),
    { numRuns: 40 },
  );
});

test('gives land that two owners claim to the smaller and says how much it is', () => {
  const scope = territory(1, box(119, 48, 119.1, 48.1));
  const large = territory(2, box(119, 48, 119.06, 48.1), 2);
  const small = territory(3, box(119.04, 48, 119.1, 48.1), 1);
  const { pieces, overlaps, unownedSquareMetres } = fillWith(scope, [large, small], 2000);
  const share = (areaId: number) =>
    Number(
      pieces
        .filter(({ ownerAreaId }) => ownerAreaId === areaId)
        .reduce((sum, { polygon }) => sum + doubledUnits(polygon), 0n),
    ) / Number(doubledUnits(scope.polygons[0] ?? []));
  expect(share(2)).toBeCloseTo(0.4, 6);
  expect(share(3)).toBeCloseTo(0.6, 6);
  expect(overlaps).toHaveLength(1);
  expect(overlaps[0]?.areaIds).toEqual([2, 3]);
  expect(unownedSquareMetres).toBe(0);
});

test('takes borders of neighbours that are a centimetre apart as one', () => {
  const scope = territory(1, box(119, 48, 119.1, 48.1));
  const west = territory(2, box(119, 48, 119.05, 48.1), 1);
  const east = territory(3, box(119.0500001, 48, 119.1, 48.1), 2);
  const { pieces, unownedSquareMetres } = fillWith(scope, [west, east], 2000);
  expect(new Set(pieces.map(({ ownerAreaId }) => ownerAreaId))).toEqual(new Set([2, 3]));
  expect(unownedSquareMetres).toBe(0);
});

test('makes cells square in metres and joins slivers to their neighbour', () => {
  const scope = territory(1, box(119, 48, 119.2, 48.1));
  const { pieces } = fillWith(scope, [], 1000);
  const metres = (polygon: FlatPolygon) => {
    const [west, south, east, north] = boundsOf([polygon]);
    return [(east - west) * 111_320 * Math.cos((48.05 * Math.PI) / 180), (north - south) * 111_180] as const;
  };
  const sides = pieces.map(({ polygon }) => metres(polygon));
  const square = sides.filter(([wide, high]) => Math.abs(wide - 1000) < 12 && Math.abs(high - 1000) < 12);
  expect(square.length).toBeGreaterThan(100);
  for (const [wide, high] of sides) expect(wide * high).toBeGreaterThan(140_000);
});
