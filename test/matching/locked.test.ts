import { expect, test } from 'vitest';
import { lockedFaults } from '../../server/matching/locked.ts';
import { makeCandidate, makePost } from '../support/match-inputs.ts';

const posts = [
  makePost({ gapId: 'a', requires: { kind: 'volunteer', skill: 'first aid' }, present: [3] }),
  makePost({ gapId: 'b' }),
];
const candidates = [
  makeCandidate({ id: 1, skills: ['first aid'], load: 50, usual: [] }),
  makeCandidate({ id: 2 }),
  makeCandidate({ id: 3, skills: ['first aid'] }),
  makeCandidate({ id: 4, kind: 'officer' }),
];
const faults = (locked: [number, string][], forbidden: [number, string][] = []) => {
  const pairs = [locked, forbidden].map((list) => list.map(([personId, gapId]) => ({ personId, gapId })));
  const [asked = [], left = []] = pairs;
  return lockedFaults({ locked: asked, forbidden: left, posts, candidates, language: 'en' });
};

test('neither distance nor load stands against a person asked for', () => {
  expect(faults([[1, 'a']])).toEqual([]);
});

test('whoever does not fit, is there, is left out or is one too many cannot be asked for', () => {
  const reasonOf = (...asked: Parameters<typeof faults>) => faults(...asked).map(({ reason }) => reason);
  expect(reasonOf([[2, 'a']])).toEqual(['person 2 has no certificate or skill first aid']);
  expect(reasonOf([[3, 'a']])).toEqual(['person 3 is there already']);
  expect(reasonOf([[4, 'a']])).toEqual(['person 4 is of another kind than volunteer']);
  expect(reasonOf([[1, 'a']], [[1, 'a']])).toEqual(['person 1 is both asked for and left out']);
  expect(reasonOf([[9, 'a']])).toEqual(['nobody 9 is in your area then']);
  expect(reasonOf([[1, 'z']])).toEqual(['there is no post z among those asked for']);
  expect(
    faults([
      [1, 'b'],
      [2, 'b'],
    ]),
  ).toEqual([{ path: 'locked.1', reason: 'the post b lacks 1 only' }]);
});
