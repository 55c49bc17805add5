import fc from 'fast-check';
import { expect, test } from 'vitest';
import { choose, chooseOne, keepKnown } from '../../../web/posting/state/selection.ts';

const ids = fc.array(fc.integer({ min: 1, max: 30 }));

test('what is drawn around replaces, joins, or leaves what was chosen', () => {
  fc.assert(
    fc.property(ids, ids, (before, hits) => {
      const selected = new Set(before);
      expect(choose(selected, hits, 'replace')).toEqual(new Set(hits));
      expect(choose(selected, hits, 'add')).toEqual(new Set([...before, ...hits]));
      expect(choose(selected, hits, 'remove')).toEqual(new Set(before.filter((id) => !hits.includes(id))));
      expect(selected).toEqual(new Set(before));
    }),
  );
});

test('a click chooses one alone; with a key or a finger it goes in and out', () => {
  const selected = new Set([1, 2]);
  expect(chooseOne(selected, 3, 'replace', false)).toEqual(new Set([3]));
  expect(chooseOne(selected, 3, 'replace', true)).toEqual(new Set([1, 2, 3]));
  expect(chooseOne(selected, 2, 'replace', true)).toEqual(new Set([1]));
  expect(chooseOne(selected, 2, 'add', false)).toEqual(selected);
  expect(chooseOne(selected, 2, 'remove', true)).toEqual(new Set([1]));
});

test('cells that are no more are chosen no more', () => {
  const selected = new Set([1, 2]);
  expect(keepKnown(selected, new Map([[2, 'b']]))).toEqual(new Set([2]));
  const known = new Map([
    [1, 'a'],
    [2, 'b'],
  ]);
  expect(keepKnown(selected, known)).toBe(selected);
});
