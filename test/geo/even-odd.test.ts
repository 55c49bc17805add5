import { expect, test } from 'vitest';
import { evenOdd } from '../../server/geo/even-odd.ts';

const ring = (...positions: [number, number][]) =>
  Float64Array.from([...positions, positions[0] ?? [0, 0]].flat());
const rings = (polygons: Float64Array[][]) =>
  polygons.map((polygon) => polygon.map((flat) => Array.from(flat)));

test('makes two halves of a bow-tie, meeting where its lines cross', () => {
  const halves = rings(evenOdd([[ring([0, 0], [1, 1], [1, 0], [0, 1])]]));
  expect(halves).toHaveLength(2);
  for (const [shell = []] of halves) {
    expect(shell).toHaveLength(8);
    expect(shell.join()).toContain('0.5,0.5');
  }
});

test('makes a hole of a ring that touches itself', () => {
  const [polygon = [], ...others] = evenOdd([
    [ring([0, 0], [4, 0], [4, 4], [0, 4], [0, 0], [2, 1], [2, 2], [1, 2])],
  ]);
  expect(others).toEqual([]);
  expect(polygon).toHaveLength(2);
});

test('leaves nothing of what runs back on itself', () => {
  expect(evenOdd([[ring([0, 0], [1, 0], [2, 0], [1, 0])]])).toEqual([]);
  expect(evenOdd([[ring([1, 1])]])).toEqual([]);
});

test('keeps every digit of a valid outline', () => {
  const outline = ring([119.1234567890123, 48.1], [119.2, 48.1000000000001], [119.2, 48.2]);
  const [polygon = []] = evenOdd([[outline]]);
  expect(new Set(polygon[0])).toEqual(new Set(outline));
});
