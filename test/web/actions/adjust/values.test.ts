import { expect, test } from 'vitest';
import { adjustRequestOf, initialAdjust } from '../../../../web/actions/adjust/values.ts';

test('sends what is filled in, the tolerance as a share', () => {
  expect(adjustRequestOf(initialAdjust, [])).toEqual({ tolerance: 0.1 });
  const filled = { ownerAreaId: 3, points: '4', lines: '5', tolerancePercent: 7, seed: 0, locks: true };
  expect(adjustRequestOf(filled, [8, 9])).toEqual({
    ownerAreaId: 3,
    points: 4,
    lines: 5,
    tolerance: 0.07,
    seed: 0,
    locked: [8, 9],
  });
});

test('selected cells are moved as well where they are not to stay', () => {
  expect(adjustRequestOf({ ...initialAdjust, locks: false }, [8])).toEqual({ tolerance: 0.1 });
});
