import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../../../../server/demo/random.ts';
import { matchEdges } from '../../../../server/geo/matched-edges.ts';
import type { LonLat } from '../../../../server/geo/position.ts';
import type { FlatPolygon } from '../../../../server/geo/wkb.ts';
import { InvalidInput } from '../../../../server/http/problem.ts';
import { adjustedCells, balancedCells } from '../../../../server/plans/generate/balanced/balanced-cells.ts';
import type { Line } from '../../../../server/plans/generate/balanced/lines.ts';
import { fill } from '../../../../server/plans/generate/fill.ts';
import { dataNote, withData } from '../../../support/real-data.ts';
import { readOutlines } from '../../proof/data-sets.ts';

const box = (west: number, south: number, east: number, north: number) =>
  Float64Array.of(west, south, east, south, east, north, west, north, west, south);
const town: FlatPolygon[] = [[box(118, 48, 118.06, 48.04)]];

/** Square degrees of polygons, holes taken out. */
function areaOf(polygons: readonly FlatPolygon[]): number {
  return polygons.flat().reduce((sum, ring) => {
    let doubled = 0;
    for (let i = 0; i + 3 < ring.length; i += 2) {
      const [ax, ay] = [(ring[i] ?? 0) - 118, (ring[i + 1] ?? 0) - 48];
      const [bx, by] = [(ring[i + 2] ?? 0) - 118, (ring[i + 3] ?? 0) - 48];
      doubled += ax * by - bx * ay;
    }
    return sum + doubled / 2;
  }, 0);
}

/** The length in degrees of edges that no neighbour matches: of cells that tile an owner, the owner's border alone. */
function unmatchedLength(outlines: readonly (readonly FlatPolygon[])[]): number {
  const { xs, ys, from, to, net } = matchEdges(outlines);
  return net.reduce((sum, one, edge) => {
    const [a, b] = [from[edge] ?? 0, to[edge] ?? 0];
    return one === 0 ? sum : sum + Math.hypot((xs[b] ?? 0) - (xs[a] ?? 0), (ys[b] ?? 0) - (ys[a] ?? 0));
  }, 0);
}

function expectTiling(cells: FlatPolygon[][], owner: readonly FlatPolygon[]) {
  expect(matchEdges(cells).uses.some((uses) => uses > 2)).toBe(false);
  expect(areaOf(cells.flat())).toBeCloseTo(areaOf(owner), 12);
  expect(unmatchedLength(cells)).toBeCloseTo(unmatchedLength([owner]), 9);
}

function wander(seed: number, count: number): Line[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, index): Line => {
    let [lon, lat] = [random.between(118, 118.06), random.between(48, 48.04)];
    let [dx, dy] = [random.between(-1, 1), random.between(-1, 1)];
    const points: LonLat[] = [[lon, lat]];
    for (let step = 0; step < 30; step++) {
      [dx, dy] = [dx + random.between(-0.3, 0.3), dy + random.between(-0.3, 0.3)];
      [lon, lat] = [lon + dx * 0.003, lat + dy * 0.002];
      points.push([lon, lat]);
    }
    return { kind: index % 3 === 0 ? 'primary' : 'minor', points };
  });
}

test('cuts open land into compact cells of equal area', () => {
  const { cells, borders, metrics, atoms, parts } = balancedCells({ owner: town, n: 6, tolerance: 0.05 });
  expectTiling(cells, town);
  expect(cells.map((cell) => cell.length)).toEqual([1, 1, 1, 1, 1, 1]);
  expect(metrics).toMatchObject({ cellsOutOfTolerance: 0, cellsInPieces: 0 });
  expect(metrics.meanCompactness).toBeGreaterThan(0.6);
  expect(borders.length).toBeGreaterThan(5);
  expect({ parts, enough: atoms >= 120 }).toEqual({ parts: 1, enough: true });
});

test('leaves no trace of its squares where cells have no corner', () => {
  const [[ring] = []] = balancedCells({ owner: town, n: 1 }).cells[0] ?? [];
  expect(ring).toHaveLength(10);
  const { cells } = balancedCells({ owner: town, n: 4 });
  const corners = cells.flat(2).flatMap((outline) =>
    Array.from({ length: outline.length / 2 - 1 }, (_, index) => {
      const at = (place: number) => {
        const node = (place + outline.length / 2 - 1) % (outline.length / 2 - 1);
        return [outline[node * 2] ?? 0, outline[node * 2 + 1] ?? 0] as const;
      };
      const [[ax, ay], [bx, by], [cx, cy]] = [at(index - 1), at(index), at(index + 1)];
      const isStraight = (ax === bx && bx === cx) || (ay === by && by === cy);
      return { key: `${bx},${by}`, isStraight };
    }),
  );
  // A straight vertex of one cell is a corner of another.
  const turning = new Set(corners.filter(({ isStraight }) => !isStraight).map(({ key }) => key));
  expect(corners.filter(({ isStraight, key }) => isStraight && !turning.has(key))).toEqual([]);
});

test('tiles the owner whatever lines run there', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 25 }), (seed, count) => {
      const lines = wander(seed, count);
      const { cells, metrics } = balancedCells({ owner: town, lines, n: 5, seed });
      expectTiling(cells, town);
      expect(metrics.cellsInPieces).toBe(0);
      expect(metrics.cells.map(({ pieces }) => pieces)).toEqual(cells.map((cell) => cell.length));
      const tooHeavy = metrics.cellsOutOfTolerance > 0;
      expect(tooHeavy).toBe(false);
    }),
    { numRuns: 8 },
  );
}, 180_000);

test('gives borders that cut the land of its neighbours along with its own', () => {
  const { cells, borders } = balancedCells({ owner: town, lines: wander(7, 12), n: 6 });
  const areaSquareMetres = 2e7;
  const east: FlatPolygon[] = [[box(118.06, 48, 118.1, 48.04)]];
  const land = (areaId: number, polygons: FlatPolygon[]) => ({
    ...{ areaId, kind: 'village', code: null, name: 'bench', areaSquareMetres, polygons },
  });
  const { pieces } = fill({
    scope: land(1, [[box(118, 48, 118.1, 48.04)]]),
    owners: [land(2, town), land(3, east)],
    fills: () => true,
    kept: [],
    cuts: borders,
    leastSquareMetres: 0,
  });
  const ofTown = pieces.filter(({ ownerAreaId }) => ownerAreaId === 2).map(({ polygon }) => polygon);
  expect(ofTown).toHaveLength(6);
  expect(pieces).toHaveLength(7);
  const areas = (polygons: readonly FlatPolygon[]) => polygons.map((polygon) => areaOf([polygon])).sort();
  expect(areas(ofTown)).toEqual(areas(cells.flat()).map((area) => expect.closeTo(area, 12)));
});

test('runs its borders along the lines', () => {
  const road: Line = {
    kind: 'primary',
    points: [
      [118.029, 47.99],
      [118.031, 48.05],
    ],
  };
  const { metrics } = balancedCells({ owner: town, lines: [road], n: 2 });
  expect(metrics.lineShare).toBe(1);
});

test('takes a line that is given twice, or runs back on itself, as one', () => {
  const road: Line = {
    kind: 'primary',
    points: [
      [118.029, 47.99],
      [118.031, 48.05],
      [118.029, 47.99],
    ],
  };
  expect(balancedCells({ owner: town, lines: [road, road], n: 2 }).metrics.lineShare).toBe(1);
});

test('keeps a river without a bridge out of cells', () => {
  const river = (kind: Line['kind']): Line => ({
    kind,
    points: [
      [118.018, 47.99],
      [118.019, 48.05],
    ],
  });
  const share = (kind: Line['kind']) => {
    const { metrics } = balancedCells({ owner: town, lines: [river(kind)], n: 2, tolerance: 0.1, seed: 2 });
    return metrics.lineShare;
  };
  // Halves of equal weight cannot both end at the river, yet the one that crosses it does so on a short stretch.
  expect(share('barrier')).toBeGreaterThan(share('fence'));
});

test('balances what is counted at points, with smaller atoms where there are many', () => {
  const random = seededRandom(3);
  const points = Array.from({ length: 4000 }, (_, index) => ({
    lon: index % 4 ? 118.01 + 0.002 * random.normal() : random.between(118, 118.06),
    lat: index % 4 ? 48.01 + 0.002 * random.normal() : random.between(48, 48.04),
    weight: 1,
  }));
  const abroad = { lon: 119, lat: 48, weight: 7 };
  const { metrics, cells, pointsOutside, heaviestAtom } = balancedCells({
    owner: town,
    points: [...points, abroad],
    n: 8,
  });
  expectTiling(cells, town);
  const inside = points.filter(({ lon, lat }) => lon >= 118 && lon <= 118.06 && lat >= 48 && lat <= 48.04);
  expect(metrics.cells.reduce((sum, { weight }) => sum + weight, 0)).toBe(inside.length);
  expect(pointsOutside).toBe(points.length - inside.length + 1);
  expect(metrics.cellsOutOfTolerance).toBe(0);
  expect(heaviestAtom).toBeLessThan(0.25);
});

test('builds cells from pieces with their weights, and clips them to the owner', () => {
  const pieces = Array.from({ length: 48 }, (_, index) => {
    const [west, south] = [118 + (index % 8) * 0.0075, 48 + Math.floor(index / 8) * 0.007];
    return { polygons: [[box(west, south, west + 0.0075, south + 0.007)]], weight: 10 + (index % 5) };
  });
  const far = { polygons: [[box(119, 48, 119.1, 48.1)]], weight: 5 };
  const { cells, metrics, atoms, piecesOutside } = balancedCells({
    owner: town,
    pieces: [...pieces, far],
    n: 4,
  });
  expectTiling(cells, town);
  expect({ atoms, piecesOutside }).toEqual({ atoms: 48, piecesOutside: [48] });
  expect(metrics.cellsOutOfTolerance).toBe(0);
});

test('gives land of the owner that no piece holds to its neighbours', () => {
  const pieces = [
    { polygons: [[box(118, 48, 118.02, 48.04)]], weight: 1 },
    { polygons: [[box(118.021, 48, 118.06, 48.04)]], weight: 1 },
  ];
  expectTiling(balancedCells({ owner: town, pieces, n: 2 }).cells, town);
});

test('reaches over to islands, and leaves holes out', () => {
  const holed: FlatPolygon[] = [
    [
      box(118, 48, 118.06, 48.04),
      Float64Array.of(118.02, 48.01, 118.02, 48.02, 118.03, 48.02, 118.03, 48.01, 118.02, 48.01),
    ],
    [box(118.08, 48, 118.085, 48.005)],
  ];
  const { cells, parts, metrics } = balancedCells({ owner: holed, n: 5 });
  expectTiling(cells, holed);
  expect({ parts, out: metrics.cellsOutOfTolerance }).toEqual({ parts: 2, out: 0 });
  expect(cells.filter((cell) => cell.length > 1)).toHaveLength(metrics.cellsInPieces);
});

test('says what is wrong with what it is asked', () => {
  const slug = (work: () => unknown) => {
    try {
      work();
    } catch (error) {
      return error instanceof InvalidInput ? error.slug : error;
    }
    return undefined;
  };
  const piece = { polygons: town, weight: 1 };
  expect(slug(() => balancedCells({ owner: town, n: 0 }))).toBe('no-count');
  expect(slug(() => balancedCells({ owner: town, n: 1.5 }))).toBe('no-count');
  expect(slug(() => balancedCells({ owner: town, n: 1_000_000 }))).toBe('too-many-cells');
  expect(slug(() => balancedCells({ owner: town, pieces: [piece], n: 2 }))).toBe('too-few-atoms');
  expect(slug(() => balancedCells({ owner: town, points: [], n: 2 }))).toBe('no-weight');
  const before = [town, [[box(119, 48, 119.1, 48.1)]]];
  expect(slug(() => adjustedCells({ owner: town, before }))).toBe('cell-without-land');
});

test('adjusts cells to a growing quarter, from balance to moving almost nothing', () => {
  const { cells } = balancedCells({ owner: town, n: 6 });
  const random = seededRandom(5);
  const points = Array.from({ length: 3000 }, (_, index) => ({
    lon: random.between(118, index % 4 ? 118.06 : 118.015),
    lat: random.between(48, 48.04),
    weight: 1,
  }));
  const { now, proposals } = adjustedCells({ owner: town, points, before: cells });
  expect(now.cellsOutOfTolerance).toBeGreaterThan(0);
  const [best, , , least] = proposals;
  for (const proposal of proposals) expectTiling(proposal.cells, town);
  expect(best?.metrics.cellsOutOfTolerance).toBe(0);
  expect(least?.movedShare).toBeLessThan(best?.movedShare ?? 0);
});

test('leaves a locked cell as it is', () => {
  const { cells } = balancedCells({ owner: town, n: 6 });
  const points = Array.from({ length: 500 }, (_, i) => ({
    lon: 118.0001 + (i % 50) * 0.0005,
    lat: 48.0002 + i * 5e-5,
    weight: 1,
  }));
  const { proposals } = adjustedCells({
    owner: town,
    points,
    before: cells,
    locks: { cells: [2] },
    stabilities: [0],
  });
  expect(areaOf(proposals[0]?.cells[2] ?? [])).toBeCloseTo(areaOf(cells[2] ?? []), 14);
});

test.runIf(withData)(
  `builds contiguous cells in tolerance from the output areas of Cornwall${dataNote}`,
  () => {
    const outlines = readOutlines('coverage/uk/oa_E06000052_cornwall.json.gz');
    const pieces = outlines.map((outline) => {
      const polygons = outline.type === 'Polygon' ? [outline.coordinates] : outline.coordinates;
      return {
        polygons: polygons.map((rings) => rings.map((ring) => Float64Array.from(ring.flat()))),
        weight: 1,
      };
    });
    const owner = pieces.flatMap(({ polygons }) => polygons);
    const { cells, metrics, atoms, piecesOutside } = balancedCells({ owner, pieces, n: 90 });
    expect({ atoms, piecesOutside }).toEqual({ atoms: 1792, piecesOutside: [] });
    expect(metrics).toMatchObject({ cellsOutOfTolerance: 0, cellsInPieces: 0 });
    expect(matchEdges(cells).uses.some((uses) => uses > 2)).toBe(false);
    expect(areaOf(cells.flat())).toBeCloseTo(Math.abs(areaOf(owner)), 9);
  },
);
