import { expect, test } from 'vitest';
import { settle } from '../../server/matching/settle.ts';

const itemOf = (position: number, role = '义警') => ({
  position,
  personId: position,
  cellId: 1,
  areaId: null,
  role,
  gapIds: [],
});
const told = { reason: 'overlaps', message: 'is there', cellId: 1, areaId: null, role: '义警' } as const;

test('what was not entered is refused, also where the register tells of the first thousand alone', () => {
  const items = Array.from({ length: 1_500 }, (_, index) => itemOf(index + 1));
  const refusals = items.slice(0, 1_000).map(({ personId }) => ({ ...told, personId }));
  const { accepted, refused } = settle(items, [itemOf(1_500)], refusals, 'en');
  expect(accepted).toEqual([1_500]);
  expect(refused).toHaveLength(1_499);
  expect(refused[0]).toMatchObject({ position: 1, reason: 'overlaps', message: 'is there' });
  expect(refused[1_200]).toMatchObject({ position: 1_201, reason: 'not-entered' });
});

test('of one person in two roles at a place only the role that was refused is', () => {
  const items = [itemOf(1), { ...itemOf(2, '楼长'), personId: 1 }];
  const { accepted, refused } = settle(items, items.slice(1), [{ ...told, personId: 1 }], 'en');
  expect([accepted, refused.map(({ position }) => position)]).toEqual([[2], [1]]);
});
