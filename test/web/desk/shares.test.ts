import { expect, test } from 'vitest';
import { sharesMaxZoom, sharesOf, zoomToFit } from '../../../web/desk/shares.ts';

test('counts what was judged in the areas of a kind, and tells nothing of an area without', () => {
  const areas = [
    { area: 1, kind: 'station' as const, cells: [1, 2, 3, 4] },
    { area: 2, kind: 'station' as const, cells: [5, 9] },
    { area: 3, kind: 'township' as const, cells: [1] },
  ];
  const statuses = new Map(
    (['met', 'met', 'never', 'excluded', 'excluded'] as const).map((status, index) => [
      index + 1,
      { status },
    ]),
  );
  expect(sharesOf(areas, 'station', statuses)).toEqual([{ area: 1, met: 2, judged: 3 }]);
  expect(sharesOf(areas, 'township', statuses)).toEqual([{ area: 3, met: 1, judged: 1 }]);
});

test('the finer the cells, the closer in areas are told instead', () => {
  const banner: [number, number, number, number] = [118, 47, 121, 50];
  const zooms = [30, 2_000, 20_000].map((cells) => sharesMaxZoom(banner, cells));
  expect(zooms).toEqual([expect.closeTo(2.67, 1), expect.closeTo(5.7, 1), expect.closeTo(7.36, 1)]);
  expect(sharesMaxZoom([119, 48, 119, 48], 1)).toBe(12);
});

test('bounds fit into the pixels that they take', () => {
  expect(zoomToFit([-180, -85.0511, 180, 85.0511], 1024, 1024)).toBeCloseTo(1, 3);
  expect(zoomToFit([-180, -85.0511, 180, 85.0511], 2048, 1024)).toBeCloseTo(1, 3);
  expect(zoomToFit([100, 0, 101, 1], 512, 512)).toBeCloseTo(Math.log2(360), 2);
});
