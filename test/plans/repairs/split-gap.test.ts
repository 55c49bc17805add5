import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LonLat } from '../../../server/geo/position.ts';
import { defaultTemplate, parseTemplate } from '../../../server/plans/code-template.ts';
import { defaultLimits } from '../../../server/plans/default-limits.ts';
import { isRefusal } from '../../../server/plans/edits/change.ts';
import type { Surroundings } from '../../../server/plans/edits/near-proof.ts';
import { boundsOf } from '../../../server/plans/generate/territory.ts';
import type { LoadedCell } from '../../../server/plans/load-cells.ts';
import type { Finding } from '../../../server/plans/proof/finding.ts';
import { middleLines } from '../../../server/plans/repairs/middle-lines.ts';
import { repairOnGround } from '../../../server/plans/repairs/on-ground.ts';
import { applied, fault, shakenPlan, shakes, wish } from '../edits/random-edits.ts';

const square = Float64Array.of(119, 48, 119.004, 48, 119.004, 48.004, 119, 48.004, 119, 48);
const surroundings: Surroundings = {
  plan: { id: 1, layer: 'community' },
  unionsOfPlanId: undefined,
  limits: defaultLimits,
  template: parseTemplate(defaultTemplate),
  scope: { areaId: 1, kind: 'district', code: null, name: '', areaSquareMetres: 0, polygons: [[square]] },
  owners: [],
  exclusions: [],
};
/** The finding of the land that a cell leaves. */
function gapOf({ outline }: LoadedCell): Finding {
  const positions = (ring: Float64Array) =>
    Array.from({ length: ring.length / 2 }, (_, at) => [...ring.subarray(2 * at, 2 * at + 2)]);
  const coordinates = outline.map((polygon) => polygon.map(positions));
  const geometry = JSON.stringify({ type: 'MultiPolygon', coordinates });
  return { kind: 'gap', severity: 'error', cells: [], geometry, english: '', chinese: '' };
}

/** Splits the land of the cells that are taken away. */
function splitWithout(cells: readonly LoadedCell[], isGone: (cell: LoadedCell, place: number) => boolean) {
  const left = cells.filter((cell, place) => !isGone(cell, place));
  const asked = { findings: cells.filter(isGone).map(gapOf), choice: 'split' as const, isAllGaps: false };
  return repairOnGround({ cells: left, box: boundsOf([[square]]) }, surroundings, asked);
}

test('a gap anywhere is shared out among its neighbours: cells tile again, each in as many parts as before', async () => {
  await fc.assert(
    fc.asyncProperty(
      shakes,
      fc.array(wish, { maxLength: 5 }),
      fc.array(fc.nat(10_000), { minLength: 1, maxLength: 6 }),
      async (shaken, wishes, picks) => {
        let cells = shakenPlan(shaken);
        for (const make of wishes) {
          const change = make(cells);
          if (!isRefusal(change)) cells = applied(cells, change);
        }
        const gone = new Set(picks.map((pick) => pick % cells.length));
        const left = cells.filter((_, place) => !gone.has(place));
        fc.pre(left.length > 0);
        const change = await splitWithout(cells, (_, place) => gone.has(place));
        expect(change.made.every(({ continues }) => continues)).toBe(true);
        for (const { outline, continues } of change.made)
          expect(outline.length).toBeLessThanOrEqual(continues?.outline.length ?? 0);
        expect(fault(applied(left, change))).toBeUndefined();
      },
    ),
    { numRuns: 100 },
  );
});

test('each neighbour of a square gap gets the quarter that is nearest to its border', async () => {
  const cells = shakenPlan(new Array<number>(50).fill(0));
  const [west, south] = [119.001, 48.001];
  const change = await splitWithout(cells, ({ id }) => id === 6);
  expect(change.made).toHaveLength(4);
  const shrink = Math.cos((48 * Math.PI) / 180);
  for (const { outline } of change.made) {
    const ring = outline[0]?.[0] ?? new Float64Array();
    const inner = Array.from({ length: ring.length / 2 }, (_, at) => [
      ((ring[2 * at] ?? 0) - west) * 1e3,
      ((ring[2 * at + 1] ?? 0) - south) * 1e3,
    ]).filter(([x = 0, y = 0]) => x > 0.01 && x < 0.99 && y > 0.01 && y < 0.99);
    // The middle of a square seen from the side: a rectangle on the ground, for a degree is shorter to the east.
    expect(inner.length).toBeGreaterThan(0);
    for (const [x = 0, y = 0] of inner) {
      const toEastWest = Math.min(x, 1 - x) * shrink;
      const toNorthSouth = Math.min(y, 1 - y);
      const isOnMiddle = Math.abs(toEastWest - toNorthSouth) < 0.02 || Math.abs(x - 0.5) < 0.02;
      expect(isOnMiddle).toBe(true);
    }
  }
});

test('the middle of a long thin gap is found as that of a wide one, and is straight', () => {
  const corners: LonLat[] = [
    [119, 48],
    [119.01, 48],
    [119.01, 48.00001],
    [119, 48.00001],
  ];
  const ring = corners.map((a, side) => ({
    a,
    b: corners[(side + 1) % 4] ?? a,
    taker: side % 2 === 0 ? side : undefined,
  }));
  const [line, ...others] = middleLines([ring], 750 * 1.11);
  expect(others).toEqual([]);
  expect(line?.map(([lon, lat]) => [lon.toFixed(4), lat.toFixed(7)])).toEqual([
    ['119.0000', '48.0000050'],
    ['119.0100', '48.0000050'],
  ]);
});

test('others have their turn between the gaps that are split at once', async () => {
  const cells = shakenPlan([]);
  let turns = 0;
  let isDone = false;
  const count = () => {
    turns++;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  await splitWithout(cells, (_, place) => place % 3 === 1);
  isDone = true;
  expect(turns).toBeGreaterThan(2);
});
