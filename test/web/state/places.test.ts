import { expect, test } from 'vitest';
import { placesOf } from '../../../web/state/places.ts';

const gap = (id: string, place: { cell?: number; area?: number }) => ({
  id,
  kind: 'overdue',
  cell: null,
  area: null,
  since: null,
  severity: 1,
  message: '',
  remedies: [],
  ...place,
});

test('placesOf joins the gaps of a place and keeps the order of the worst of each', () => {
  const places = placesOf([
    gap('a', { cell: 2 }),
    gap('b', { cell: 1 }),
    gap('c', { area: 1 }),
    gap('d', { cell: 2 }),
  ]);
  expect(places.map(({ key, gaps }) => [key, gaps.map(({ id }) => id)])).toEqual([
    ['cell 2', ['a', 'd']],
    ['cell 1', ['b']],
    ['area 1', ['c']],
  ]);
});
