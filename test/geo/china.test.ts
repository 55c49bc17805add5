import { expect, test } from 'vitest';
import { liesInChina } from '../../server/geo/china.ts';
import type { LonLat } from '../../server/geo/position.ts';

test.each<[string, LonLat]>([
  ['Manzhouli', [117.45, 49.59]],
  ['Mohe', [122.54, 52.97]],
  ['Fuyuan', [134.3, 48.36]],
  ['Kashgar', [75.99, 39.47]],
  ['Khorgas', [80.42, 44.21]],
  ['Lhasa', [91.11, 29.65]],
  ['Sanya', [109.51, 18.25]],
  ['Erenhot', [111.98, 43.65]],
  ['Shanghai', [121.47, 31.23]],
])('%s may be Chinese map data', (_name, position) => {
  expect(liesInChina(position)).toBe(true);
});

test.each<[string, LonLat]>([
  ['Ulaanbaatar', [106.92, 47.92]],
  ['Irkutsk', [104.3, 52.29]],
  ['Seoul', [126.98, 37.57]],
  ['Tokyo', [139.69, 35.69]],
  ['Delhi', [77.21, 28.61]],
  ['Bangkok', [100.5, 13.76]],
  ['Almaty', [76.9, 43.25]],
  ['Zürich', [8.54, 47.38]],
  ['New York', [-74, 40.7]],
])('%s is not', (_name, position) => {
  expect(liesInChina(position)).toBe(false);
});
