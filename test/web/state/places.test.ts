import { expect, test } from 'vitest';
import { placesOf } from '../../../web/state/places.ts';
import type { Gap } from '../../../web/types.ts';

const gap = (id: string, where: { cell?: number; area?: number }): Gap => ({
  id,
  kind: 'overdue',
  since: '2026-03-01T00:00:00Z',
  severity: 1,
  message: '',
  place: { code: null, name: 'somewhere' },
  position: null,
  remedies: [],
  ...where,
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
