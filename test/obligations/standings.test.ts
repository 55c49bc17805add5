import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Evaluation } from '../../server/obligations/evaluation.ts';
import { Staff } from '../../server/obligations/staff.ts';
import { Standings } from '../../server/obligations/standings.ts';
import { windowBook } from '../../server/rules/window-book.ts';
import { anyGround, anyInstant, anyObligation, anyPerson, covered, timeZone } from './histories.ts';
import { naively } from './naive.ts';

const windowsOf = windowBook(timeZone);

function shortOf(evaluation: Evaluation) {
  const found: Record<number, { missing: number; since: number }> = {};
  evaluation.forEachShort((place, since, missing) => {
    found[place] = { missing, since };
  });
  return found;
}
const onceEach = fc.uniqueArray(anyPerson, { selector: ({ id }) => id, maxLength: 5 });

test('what is short, since when and by how many is what the rule says, half hour by half hour', () => {
  fc.assert(
    fc.property(onceEach, anyGround, anyObligation, anyInstant, (people, ground, obligation, at) => {
      const staff = new Staff();
      for (const person of people) staff.replace(person);
      const evaluation = new Standings(staff, ground, covered, windowsOf).at(obligation, at);
      expect(shortOf(evaluation)).toEqual(naively({ people, ground }, obligation, at));
    }),
    { numRuns: 300 },
  );
});
