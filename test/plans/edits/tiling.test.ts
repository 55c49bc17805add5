import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isRefusal } from '../../../server/plans/edits/change.ts';
import { applied, fault, shakenPlan, shakes, wish } from './random-edits.ts';

test('whatever is drawn, split, merged, deleted and reshaped, the cells tile their scope exactly', () => {
  let [made, refused] = [0, 0];
  fc.assert(
    fc.property(shakes, fc.array(wish, { minLength: 1, maxLength: 8 }), (shaken, wishes) => {
      let cells = shakenPlan(shaken);
      expect(fault(cells)).toBeUndefined();
      for (const make of wishes) {
        const change = make(cells);
        if (isRefusal(change)) {
          refused += 1;
          continue;
        }
        made += 1;
        cells = applied(cells, change);
        expect(fault(cells)).toBeUndefined();
      }
    }),
    { numRuns: 500 },
  );
  // A property over refusals alone would say nothing.
  expect(made).toBeGreaterThan(refused / 2);
});
