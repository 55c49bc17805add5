import { expect, test } from 'vitest';
import { localMetres } from '../../../../server/geo/local-metres.ts';
import type { LonLat } from '../../../../server/geo/position.ts';
import { atomGraph } from '../../../../server/plans/generate/balanced/graph.ts';
import { partsOf, withBridges } from '../../../../server/plans/generate/balanced/parts.ts';
import { lengthOf, planeOf } from '../../../../server/plans/generate/balanced/plane.ts';
import { joinSlivers } from '../../../../server/plans/generate/balanced/slivers.ts';
import { snapEnds } from '../../../../server/plans/generate/balanced/snap-ends.ts';
import { squareSides } from '../../../../server/plans/generate/balanced/squares.ts';

const plane = planeOf([118, 48, 118.4, 48.4]);

test('measures as the transverse Mercator projection does, to two parts in a thousand', () => {
  const { toMetres } = localMetres(118.2, 48.2);
  for (const [lon, lat] of [
    [118, 48],
    [118.4, 48.1],
    [118.3, 48.4],
  ] satisfies LonLat[]) {
    const [east, north] = toMetres(lon, lat);
    const metres = lengthOf(plane, (lon - 118.2) * 1e7, (lat - 48.2) * 1e7);
    expect(metres / Math.hypot(east, north)).toBeCloseTo(1, 2.7);
  }
});

test('takes ends up to a line that is within a metre, and no others', () => {
  const metre = 1 / (plane.metresPerUnitNorth * 1e7);
  const across = {
    kind: 'primary' as const,
    points: [
      [118, 48.2],
      [118.4, 48.2],
    ] satisfies LonLat[],
  };
  const short = (metres: number, lon = 118.2) => ({
    kind: 'minor' as const,
    points: [
      [lon, 48.1],
      [lon, 48.2 - metres * metre],
    ] satisfies LonLat[],
  });
  const snapped = snapEnds([across, short(0.8), short(1.3, 118.3)], [], plane);
  expect(snapped.map(({ points }) => points.length)).toEqual([2, 3, 2]);
  expect(snapped[1]?.points.at(-1)).toEqual([118.2, 48.2]);
  const border = [
    [Float64Array.of(118, 48, 118.4, 48, 118.4, 48.1 - 0.5 * metre, 118, 48.1 - 0.5 * metre, 118, 48)],
  ];
  expect(snapEnds([short(5)], border, plane)[0]?.points[0]?.[1]).toBeCloseTo(48.1 - 0.5 * metre, 12);
});

test('cuts squares smaller where the weight is', () => {
  const bounds = [118, 48, 118.1, 48.1] as [number, number, number, number];
  const local = planeOf(bounds);
  const sides = (points: { lon: number; lat: number; weight: number }[]) =>
    squareSides({ bounds, plane: local, sideMetres: 4000, points, mostWeight: 10 });
  // 2 by 3 squares: the lines between them, joined where they run on.
  expect(sides([])).toHaveLength(4 + 3);
  const crowd = Array.from({ length: 30 }, (_, i) => ({ lon: 118.01 + i * 1e-4, lat: 48.01, weight: 1 }));
  expect(sides(crowd).length).toBeGreaterThan(12);
});

test('gives slivers to the neighbour with the longest border, of their own kind where there is one', () => {
  const column = (...values: number[]) => Float64Array.from(values);
  const graph = atomGraph(
    {
      weights: column(1, 1, 1, 1),
      areas: column(1e6, 1e6, 500, 1e6),
      xs: column(0, 0, 0, 0),
      ys: column(0, 0, 0, 0),
      outer: column(0, 0, 0, 0),
    },
    [
      { a: 0, b: 2, metres: 30 },
      { a: 1, b: 2, metres: 20 },
      { a: 2, b: 3, metres: 5 },
      { a: 0, b: 1, metres: 900 },
      { a: 1, b: 3, metres: 900 },
    ],
  );
  const limits = { leastSquareMetres: 2000, leastWidthMetres: 10, mostWeight: 5 };
  expect([...joinSlivers(graph, limits, () => 0).atomOf]).toEqual([0, 1, 0, 2]);
  expect([...joinSlivers(graph, limits, (atom) => Number(atom >= 2)).atomOf]).toEqual([0, 1, 2, 2]);
});

test('keeps a sliver that would make its neighbours too heavy', () => {
  const two = (a: number, b: number) => Float64Array.of(a, b);
  const graph = (weight: number) =>
    atomGraph(
      { weights: two(9, weight), areas: two(1e6, 500), xs: two(0, 0), ys: two(0, 0), outer: two(0, 0) },
      [{ a: 0, b: 1, metres: 80 }],
    );
  const limits = { leastSquareMetres: 2000, leastWidthMetres: 0, mostWeight: 8 };
  expect(joinSlivers(graph(1), limits, () => 0).count).toBe(2);
  expect(joinSlivers(graph(0), limits, () => 0).count).toBe(1);
});

test('joins a strip that is long and narrow, whatever its area', () => {
  const two = (a: number, b: number) => Float64Array.of(a, b);
  const graph = atomGraph(
    { weights: two(1, 1), areas: two(1e6, 8000), xs: two(0, 0), ys: two(0, 0), outer: two(3000, 1016) },
    [{ a: 0, b: 1, metres: 1000 }],
  );
  expect(
    joinSlivers(graph, { leastSquareMetres: 2000, leastWidthMetres: 10, mostWeight: 5 }, () => 0).count,
  ).toBe(1);
  expect(
    joinSlivers(graph, { leastSquareMetres: 2000, leastWidthMetres: 7, mostWeight: 5 }, () => 0).count,
  ).toBe(2);
});

test('joins islands to what is nearest, over other islands', () => {
  const at = Float64Array.of(0, 10, 100, 115, 40);
  const zero = new Float64Array(5);
  const graph = atomGraph({ weights: zero, areas: zero, xs: at, ys: zero, outer: zero }, [
    { a: 0, b: 1, metres: 5 },
    { a: 2, b: 3, metres: 5 },
  ]);
  expect([...partsOf(graph).partOf]).toEqual([0, 0, 1, 1, 2]);
  expect(withBridges(graph, 2).bridges).toEqual([
    { a: 1, b: 4 },
    { a: 4, b: 2 },
  ]);
});
