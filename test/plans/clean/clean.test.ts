import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coveredBy } from '../../../server/geo/covered.ts';
import { edgesWhere, matchEdges } from '../../../server/geo/matched-edges.ts';
import type { FlatPolygon } from '../../../server/geo/wkb.ts';
import { cleanOutlines } from '../../../server/plans/clean/clean.ts';

const polygon = (...rings: number[][]): FlatPolygon => rings.map((ring) => Float64Array.from(ring));
/** A rectangle, counter-clockwise; sides in hundredths of a degree. */
const box = (west: number, south: number, east: number, north: number) =>
  [west, south, east, south, east, north, west, north, west, south].map((side) => side / 100);
const cell = (...sides: [number, number, number, number]) => [polygon(box(...sides))];
const clean = (outlines: FlatPolygon[][], fillSquareMetres?: number | 'all') =>
  cleanOutlines(outlines, {
    toleranceMetres: 1,
    ...(fillSquareMetres !== undefined && { fillSquareMetres }),
  });
const kindsOf = ({ changes }: ReturnType<typeof clean>) =>
  changes.map(({ kind, outlines }) => `${kind} ${outlines.join()}`).sort();
/** Square degrees, whichever way round the rings run. */
const degrees2 = (outline: readonly FlatPolygon[]) => {
  const sizeOf = (ring: Float64Array) => {
    let doubled = 0;
    for (let i = 2; i < ring.length; i += 2)
      doubled += (ring[i - 2] ?? 0) * (ring[i + 1] ?? 0) - (ring[i] ?? 0) * (ring[i - 1] ?? 0);
    return Math.abs(doubled) / 2;
  };
  return outline.reduce(
    (sum, rings) =>
      sum + rings.reduce((size, ring, index) => size + (index === 0 ? 1 : -1) * sizeOf(ring), 0),
    0,
  );
};

/** What outlines cover together and the holes in it; undefined where edges do not match or land is covered twice. */
function tiling(outlines: readonly FlatPolygon[][]) {
  const matched = matchEdges(outlines);
  const open = edgesWhere(matched, (edge) => matched.net[edge] !== 0);
  if (matched.uses.some((uses) => uses > 2)) return undefined;
  return coveredBy(matched, open, (edge) => matched.net[edge] ?? 0);
}

describe('cleaning', () => {
  test('leaves outlines that tile as they are, to the last digit', () => {
    const outlines = [cell(1000, 4000, 1001, 4001), cell(1001, 4000, 1002, 4001)];
    outlines[0] = [polygon([10.123456789012344, 40, 10.2, 40, 10.2, 40.1, 10.123456789012344, 40])];
    outlines[1] = [polygon([10.2, 40, 10.3, 40, 10.2, 40.1, 10.2, 40])];
    const result = clean(outlines);
    expect(result).toEqual({ outlines, changes: [] });
    expect(result.outlines[0]?.[0]).toBe(outlines[0][0]);
  });

  test('of nothing is nothing', () => {
    expect(clean([])).toEqual({ outlines: [], changes: [] });
    expect(clean([[]])).toEqual({ outlines: [[]], changes: [] });
  });

  test('gives an overlap to the cell with the longer border on it, and tells who lost it', () => {
    // The overlap reaches 1 wide into both; its southern side lies on the second cell as well.
    const result = clean([cell(0, 0, 10, 10), cell(9, -2, 20, 12)]);
    expect(kindsOf(result)).toContain('trimmed 1,0');
    expect(tiling(result.outlines)?.holes).toEqual([]);
    expect(degrees2(result.outlines[0] ?? [])).toBeCloseTo(0.009, 10);
  });

  test('cuts out a cell that was drawn inside of another', () => {
    const result = clean([cell(0, 0, 10, 10), cell(4, 4, 6, 6)]);
    expect(kindsOf(result)).toEqual(['trimmed 1,0']);
    expect(result.outlines.map((outline) => outline.map((rings) => rings.length))).toEqual([[2], [1]]);
  });

  test('keeps the first of two equal cells, and nothing of the second', () => {
    const result = clean([cell(0, 0, 10, 10), cell(0, 0, 10, 10)]);
    expect(result.outlines.map((outline) => outline.length)).toEqual([1, 0]);
    expect(kindsOf(result)).toEqual(['trimmed 0,1']);
  });

  test('fills a gap that is thin or small, and no other', () => {
    const around = (width: number) => [
      cell(0, 0, 10, 4),
      cell(0, 6, 10, 10),
      cell(0, 4, 5, 6),
      cell(5 + width, 4, 10, 6),
    ];
    // 0.0005 hundredths of a degree are 0.6 m; 1 are 1.1 km.
    const thin = clean(around(0.0005), 0);
    expect(tiling(thin.outlines)?.holes).toEqual([]);
    expect(tiling(clean(around(1)).outlines)?.holes.length).toBe(1);
    const all = clean(around(1), 'all');
    expect(tiling(all.outlines)?.holes).toEqual([]);
    // The western and eastern sides are the longer ones; of equals the first.
    expect(kindsOf(all)).toContain('filled 2');
    expect(all.changes.find(({ kind }) => kind === 'filled')?.areaSquareMetres).toBeCloseTo(2_478_400, -5);
  });

  test('makes vertices of neighbours closer than the tolerance one', () => {
    const far = clean([cell(0, 0, 10, 10), cell(10.00005, 0.00005, 20, 10)]);
    expect(tiling(far.outlines)?.union.length).toBe(1);
    expect(kindsOf(far)).toEqual(['snapped 1']);
    const farther = clean([cell(0, 0, 10, 10), cell(10.002, 0, 20, 10)]);
    expect(farther.changes).toEqual([]);
  });

  test('gives both sides of a border the same vertices', () => {
    const result = clean([cell(0, 0, 10, 10), cell(10, 2, 20, 8)]);
    expect(kindsOf(result)).toEqual(['matched 0']);
    expect(result.outlines[0]?.[0]?.[0]?.length).toBe(14);
  });

  test('draws a border with few vertices to those of its neighbour', () => {
    const many = [polygon([0.1, 0, 0.2, 0, 0.2, 0.1, 0.1, 0.1, 0.100005, 0.05, 0.1, 0])];
    const result = clean([cell(0, 0, 10, 10), many]);
    expect(tiling(result.outlines)?.holes).toEqual([]);
    expect(tiling(result.outlines)?.union.length).toBe(1);
    expect(kindsOf(result)).toEqual(['matched 0']);
  });

  test('rebuilds an outline that crosses itself as the parts it encloses', () => {
    const bowTie = [polygon([0, 0, 0.1, 0.1, 0.1, 0, 0, 0.1, 0, 0])];
    const result = clean([bowTie]);
    expect(result.outlines[0]?.length).toBe(2);
    expect(kindsOf(result)).toEqual(['made-valid 0']);
  });

  test('hands a piece that was cut off to its neighbour', () => {
    // A strip through the first cell leaves a small corner beyond it.
    const strip = [polygon([0.09, -0.05, 0.0995, -0.05, 0.0995, 0.15, 0.09, 0.15, 0.09, -0.05])];
    const result = clean([cell(0, 0, 10, 10), strip]);
    expect(result.outlines.every((outline) => outline.length === 1)).toBe(true);
    expect(tiling(result.outlines)?.holes).toEqual([]);
  });
});

describe('whatever is drawn', () => {
  const side = fc.integer({ min: 0, max: 40 }).map((value) => 10 + value / 400);
  const ring = fc
    .array(fc.tuple(side, side), { minLength: 3, maxLength: 7 })
    .map((corners) => [...corners, corners[0] ?? [0, 0]].flat());
  const noise = fc.integer({ min: -9, max: 9 }).map((value) => value * 1e-7);
  const outlines = fc.array(
    fc
      .array(fc.tuple(ring, noise), { minLength: 1, maxLength: 2 })
      .map((rings) => rings.map(([flat, off]) => polygon(flat.map((value) => value + off)))),
    { minLength: 1, maxLength: 8 },
  );

  test('is a tiling afterwards, without holes where all are to be filled', () => {
    fc.assert(
      fc.property(outlines, (drawn) => {
        const { outlines: tiles } = clean(drawn, 'all');
        expect(tiles.length).toBe(drawn.length);
        const together = tiling(tiles);
        expect(together?.holes).toEqual([]);
        const sum = tiles.reduce((total, tile) => total + degrees2(tile), 0);
        expect(sum).toBeCloseTo(degrees2(together?.union ?? []), 9);
      }),
      { numRuns: 100 },
    );
  });

  test('is left alone when it is cleaned again and nothing is to be snapped', () => {
    fc.assert(
      fc.property(outlines, (drawn) => {
        const once = clean(drawn, 'all').outlines;
        const again = { toleranceMetres: 0, fillSquareMetres: 'all' as const };
        const { outlines: twice, changes } = cleanOutlines(once, again);
        expect(changes).toEqual([]);
        expect(twice).toEqual(once);
      }),
      { numRuns: 100 },
    );
  });
});
