import { describe, expect, test } from 'vitest';
import { labelPoint } from '../../../web/map/label-point.ts';

const box = (west: number, south: number, east: number, north: number) => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];

describe('labelPoint', () => {
  test('is the middle of a rectangle', () => {
    expect(labelPoint({ type: 'Polygon', coordinates: [box(0, 0, 4, 2)] })).toEqual([2, 1]);
  });

  test('stays out of a hole in the middle', () => {
    const [x] = labelPoint({ type: 'Polygon', coordinates: [box(0, 0, 10, 10), box(2, 0.5, 8, 9.5)] });
    expect(x < 2 || x > 8).toBe(true);
  });

  test('lies in the largest part', () => {
    const [x] = labelPoint({ type: 'MultiPolygon', coordinates: [[box(0, 0, 1, 1)], [box(5, 0, 9, 4)]] });
    expect(x).toBe(7);
  });

  test('stays inside a bent shape whose middle is outside', () => {
    const bent = [
      [0, 0],
      [10, 0],
      [10, 10],
      [8, 10],
      [8, 2],
      [0, 2],
      [0, 0],
    ];
    const [x, y] = labelPoint({ type: 'Polygon', coordinates: [bent] });
    expect(x > 8 || y < 2).toBe(true);
  });
});
