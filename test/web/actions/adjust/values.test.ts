import { expect, test } from 'vitest';
import { adjustRequestOf, initialAdjust } from '../../../../web/actions/adjust/values.ts';

test('sends what is filled in, the tolerance as a share', () => {
  expect(adjustRequestOf(initialAdjust, { selected: [], lockedBorders: [] })).toEqual({ tolerance: 0.1 });
  const filled = { ...initialAdjust, ownerAreaId: 3, points: '4', lines: '5', tolerancePercent: 7, seed: 0 };
  expect(adjustRequestOf(filled, { selected: [8, 9], lockedBorders: [[7, 9]] })).toEqual({
    ownerAreaId: 3,
    points: 4,
    lines: 5,
    tolerance: 0.07,
    seed: 0,
    locked: [8, 9],
    lockedBorders: [[7, 9]],
  });
});

test('selected cells and locked borders are moved as well where they are not to stay', () => {
  const loose = { ...initialAdjust, locks: false, locksBorders: false };
  expect(adjustRequestOf(loose, { selected: [8], lockedBorders: [[8, 9]] })).toEqual({ tolerance: 0.1 });
});
