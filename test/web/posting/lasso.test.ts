import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellsAround, isInside } from '../../../web/posting/state/lasso.ts';

type Point = [number, number];
const square: Point[] = [
  [0, 0],
  [10, 0],
  [10, 10],
  [0, 10],
];
const degrees = fc.double({ min: -20, max: 20, noNaN: true });

test('a line goes around what lies inside it, whichever way it was drawn', () => {
  fc.assert(
    fc.property(degrees, degrees, (x, y) => {
      fc.pre(![0, 10].includes(x) && ![0, 10].includes(y));
      const expected = x > 0 && x < 10 && y > 0 && y < 10;
      expect(isInside(square, [x, y])).toBe(expected);
      expect(isInside(square.toReversed(), [x, y])).toBe(expected);
      expect(isInside([...square, [0, 0]], [x, y])).toBe(expected);
    }),
  );
});

test('a circle holds what is nearer to its middle than its radius', () => {
  const circle = Array.from({ length: 360 }, (_, index): Point => {
    const angle = (index * Math.PI) / 180;
    return [5 * Math.cos(angle), 5 * Math.sin(angle)];
  });
  fc.assert(
    fc.property(degrees, degrees, (x, y) => {
      const distance = Math.hypot(x, y);
      fc.pre(Math.abs(distance - 5) > 0.01);
      expect(isInside(circle, [x, y])).toBe(distance < 5);
    }),
  );
});

test('a line that crosses itself holds everything it went around', () => {
  const eight: Point[] = [
    [0, 0],
    [4, 4],
    [8, 0],
    [8, 4],
    [4, 0],
    [0, 4],
  ];
  expect([isInside(eight, [1, 2]), isInside(eight, [7, 2]), isInside(eight, [4, 6])]).toEqual([
    true,
    true,
    false,
  ]);
  const twice = [...square, ...square];
  expect(isInside(twice, [5, 5])).toBe(true);
});

test('cells are taken by their inner point; a line inside a cell takes the cell under it', () => {
  const cells = [
    { id: 1, point: [5, 5] as const },
    { id: 2, point: [15, 5] as const },
    { id: 3, point: null },
  ];
  expect(cellsAround(cells, square, [1, 2])).toEqual([1]);
  const small: Point[] = [
    [1, 1],
    [2, 1],
    [2, 2],
  ];
  expect(cellsAround(cells, small, [1, 1, 9])).toEqual([1]);
  expect(cellsAround(cells, [], [])).toEqual([]);
});
