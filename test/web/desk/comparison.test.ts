import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changeOf, changesOf, countBy, shareMet } from '../../../web/desk/comparison.ts';
import { statusOrder } from '../../../web/map/palette.ts';

const status = fc.constantFrom(...statusOrder);

test('what is better one way is worse the other way, and nothing is compared with what was not judged', () => {
  const reversed = { better: 'worse', worse: 'better', same: 'same', incomparable: 'incomparable' };
  fc.assert(
    fc.property(status, status, (one, other) => {
      expect(changeOf(other, one)).toBe(reversed[changeOf(one, other)]);
      expect(changeOf(one, other) === 'incomparable').toBe(one === 'excluded' || other === 'excluded');
    }),
  );
  expect(changeOf('unmet', 'met')).toBe('better');
  expect(changeOf('met', 'never')).toBe('worse');
  expect(changeOf(undefined, 'met')).toBe('incomparable');
});

test('every cell of the present period has one change, also one that is new', () => {
  const before = [
    { cell: 1, status: 'met' as const },
    { cell: 2, status: 'unmet' as const },
  ];
  const now = [
    { cell: 2, status: 'late' as const },
    { cell: 3, status: 'met' as const },
  ];
  expect(changesOf(before, now)).toEqual(
    new Map([
      [2, 'better'],
      [3, 'incomparable'],
    ]),
  );
});

test('the share met leaves out what is not judged', () => {
  expect(shareMet(countBy(['met', 'met', 'unmet', 'never', 'excluded'] as const))).toBe(0.5);
  expect(shareMet(countBy(['excluded'] as const))).toBeNull();
});
