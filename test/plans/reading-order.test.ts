import { expect, test } from 'vitest';
import { readingOrder } from '../../server/plans/reading-order.ts';

const box = (west: number, south: number, ownerAreaId = 1) => ({
  ownerAreaId,
  bounds: [west, south, west + 1, south + 1] as [number, number, number, number],
});

test('rows are read from the north, each from the west', () => {
  const placed = [box(1, 0), box(0, 0), box(1, 1.1), box(0, 1)];
  expect(readingOrder(placed)).toEqual([3, 2, 1, 0]);
});

test('each owner is read by itself', () => {
  const placed = [box(0, 0, 1), box(0, 5, 2), box(0, 9, 1)];
  expect(readingOrder(placed)).toEqual([2, 0, 1]);
});

test('of nothing it is nothing', () => {
  expect(readingOrder([])).toEqual([]);
});
