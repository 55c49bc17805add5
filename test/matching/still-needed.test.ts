import { expect, test } from 'vitest';
import type { Candidate, OpenPost } from '../../server/matching/post.ts';
import { type Present, stillNeeded } from '../../server/matching/still-needed.ts';
import { makeCandidate, makePost } from '../support/match-inputs.ts';

const item = { position: 1, personId: 7, cellId: 1, areaId: null, role: '义警', gapIds: ['a'] };

function reasons(
  person: Partial<Candidate>,
  post: Partial<Pick<OpenPost, 'requires' | 'missing' | 'present'>> = {},
  more: Partial<Present> = {},
): string[] {
  const present: Present = {
    posts: new Map([['a', makePost({ gapId: 'a', ...post })]]),
    candidates: new Map([[7, makeCandidate({ id: 7, ...person })]]),
    ...{ notJoined: new Set(), typicalLoad: { volunteer: 1 }, locked: [] },
    ...more,
  };
  return stillNeeded([item], present, (id) => id, 'en').refused.map(({ reason }) => reason);
}

test('somebody who fits is needed', () => {
  expect(reasons({})).toEqual([]);
});

test('somebody who does not fit any more is refused for the reason', () => {
  expect(reasons({ kind: 'officer' }, { requires: { kind: 'volunteer' } })).toEqual(['kind']);
  expect(reasons({}, { requires: { skill: 'first aid' } })).toEqual(['skill']);
  expect(reasons({ expired: ['first aid'] }, { requires: { skill: 'first aid' } })).toEqual(['expired']);
  expect(reasons({}, { requires: { teamKind: 'forest' } })).toEqual(['team']);
  expect(reasons({}, { requires: { alsoRole: '所长' } })).toEqual(['other-role']);
  const atOwn = { requires: { alsoRole: '委员', alsoAt: 'township', alsoAreas: [5] } };
  expect(reasons({ roles: ['委员'], seats: [{ role: '委员', areaId: 6 }] }, atOwn)).toEqual(['other-role']);
  expect(reasons({ roles: ['委员'], seats: [{ role: '委员', areaId: 5 }] }, atOwn)).toEqual([]);
  expect(reasons({}, { present: [7], missing: 2 })).toEqual(['already-here']);
  expect(reasons({}, {}, { notJoined: new Set([7]) })).toEqual(['not-joined']);
});

test('whoever has taken too much meanwhile is refused, but where the pair was asked for', () => {
  expect(reasons({ load: 5 })).toEqual(['full-load']);
  expect(reasons({ load: 5 }, {}, { locked: [{ personId: 7, gapId: 'a' }] })).toEqual([]);
});

test('posts taken one after the other count towards the load, and a filled one is told', () => {
  const posts = new Map(['a', 'b', 'c'].map((gapId) => [gapId, makePost({ gapId })]));
  const present: Present = {
    posts,
    candidates: new Map([[7, makeCandidate({ id: 7, load: 3 })]]),
    ...{ notJoined: new Set(), typicalLoad: { volunteer: 1 }, locked: [] },
  };
  const items = ['a', 'a', 'b', 'c'].map((gapId, index) => ({ ...item, position: index, gapIds: [gapId] }));
  const { needed, refused } = stillNeeded(items, present, (id) => id, 'en');
  expect(needed.map(({ position }) => position)).toEqual([0, 2]);
  expect(refused.map(({ reason }) => reason)).toEqual(['filled-meanwhile', 'full-load']);
});
