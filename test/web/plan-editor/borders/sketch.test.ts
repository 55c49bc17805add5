import { expect, test } from 'vitest';
import { simplify } from '../../../../web/plan-editor/borders/simplify.ts';
import {
  finished,
  outlineOf,
  type Sketch,
  withoutLast,
  withPoint,
} from '../../../../web/plan-editor/borders/sketch.ts';

const drawn = (shape: Sketch['shape'], ...points: [number, number][]): Sketch =>
  points.reduce(withPoint, { shape, points: [] });

test('closes a polygon, and rounds what was pointed at to a centimetre', () => {
  expect(finished(drawn('polygon', [0.123456789, 0], [1, 0], [1, 1]))).toEqual({
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [0.1234568, 0],
          [1, 0],
          [1, 1],
          [0.1234568, 0],
        ],
      ],
    },
  });
});

test('a rectangle lies between two corners, whichever they are', () => {
  expect(outlineOf(drawn('rectangle', [2, 3]), [1, 1])).toEqual([
    [1, 1],
    [2, 1],
    [2, 3],
    [1, 3],
    [1, 1],
  ]);
});

test('refuses a line that crosses itself, and one of a single point', () => {
  expect(finished(drawn('line', [0, 0], [2, 0], [2, 1], [1, -1]))).toEqual({ refused: 'crosses-itself' });
  expect(finished(drawn('line', [0, 0]))).toEqual({ refused: 'too-few-points' });
  expect(finished(drawn('polygon', [0, 0], [1, 1], [1, 0], [0, 1]))).toEqual({ refused: 'crosses-itself' });
});

test('sets a point once however often it is clicked, and takes the last one back', () => {
  const twice = drawn('line', [0, 0], [1, 0], [1, 0]);
  expect(twice.points).toHaveLength(2);
  expect(withoutLast(twice).points).toEqual([[0, 0]]);
});

test('keeps of a freehand line only what bends it', () => {
  expect(
    simplify(
      [
        [0, 0],
        [0.5, 0.001],
        [1, 0],
        [1, 0.5],
        [1, 1],
      ],
      0.01,
    ),
  ).toEqual([
    [0, 0],
    [1, 0],
    [1, 1],
  ]);
});
