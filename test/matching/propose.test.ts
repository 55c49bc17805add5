import { expect, test } from 'vitest';
import { obstacles } from '../../server/matching/filter.ts';
import type { MatchInput } from '../../server/matching/post.ts';
import { propose } from '../../server/matching/propose.ts';
import { applied } from '../../server/matching/relax.ts';
import type { Solution } from '../../server/matching/solution.ts';
import { makeCandidate, makePost, randomInput, usualSettings } from '../support/match-inputs.ts';

const seeds = Array.from({ length: 9 }, (_, index) => index + 1);

test('sends nobody whom anything keeps from it, nobody twice, and nobody more than agreed', async () => {
  for (const seed of seeds) {
    const input = randomInput(seed);
    const { suggestions } = await propose(input);
    for (const { personId, gapIds } of suggestions)
      for (const gapId of gapIds) expect(kept(input, personId, gapId)).toEqual([]);
    for (const post of input.posts) {
      const here = suggestions.filter(({ gapIds }) => gapIds.includes(post.gapId));
      expect(new Set(here.map(({ personId }) => personId)).size).toBe(here.length);
    }
    for (const { id } of input.candidates) {
      const posts = suggestions.filter(({ personId }) => personId === id).length;
      expect(posts).toBeLessThanOrEqual(input.settings.mostNewPosts);
    }
  }
});

test('counts everybody who does not fill an unmet post, and leaves none unmet for whom somebody is free', async () => {
  for (const seed of seeds) {
    const input = randomInput(seed);
    const solution = await propose(input);
    for (const { gapId, missing, reasons } of solution.unmet) {
      const post = input.posts.find((one) => one.gapId === gapId);
      const here = solution.suggestions.filter(({ gapIds }) => gapIds.includes(gapId)).length;
      expect(here + missing).toBe(post?.missing);
      expect(reasons.reduce((sum, { count }) => sum + count, 0)).toBe(input.candidates.length - here);
      const used = (id: number) => solution.suggestions.filter(({ personId }) => personId === id).length;
      const free = input.candidates.filter(
        ({ id }) =>
          kept(input, id, gapId).length === 0 && used(id) === 0 && !isThere(solution, input, id, gapId),
      );
      expect(free.map(({ id }) => id)).toEqual([]);
    }
  }
});

test('a relaxation, carried out, removes the shortfall, and no other grows by more', async () => {
  let tried = 0;
  for (const seed of seeds) {
    const input = randomInput(seed);
    const { suggestions, unmet } = await propose(input);
    for (const { gapId, missing, relaxation } of unmet.slice(0, 1)) {
      const post = input.posts.find((one) => one.gapId === gapId);
      if (!post) throw new Error('an unmet post that nobody asked for');
      const recruits = relaxation.steps.reduce(
        (sum, step) => sum + (step.kind === 'recruit' ? step.count : 0),
        0,
      );
      expect(relaxation.personIds.length + recruits).toBe(missing);
      const sent = suggestions.filter(({ gapIds }) => gapIds.includes(gapId)).map(({ personId }) => personId);
      const after = await propose(applied(input, post, relaxation, sent));
      expect(after.unmet.filter((one) => one.gapId === gapId)).toEqual([]);
      tried++;
    }
  }
  expect(tried).toBeGreaterThan(5);
});

test('is the same however often it is asked', async () => {
  const input = randomInput(3);
  expect(await propose(input)).toEqual(await propose(input));
});

test('one who is both fills what asks for an officer and what asks for a speaker', async () => {
  const { suggestions, unmet } = await propose({
    posts: [
      makePost({ gapId: 'officer', requires: { kind: 'officer' } }),
      makePost({ gapId: 'speaker', requires: { skill: 'Mongolian' } }),
    ],
    candidates: [
      makeCandidate({ id: 1, kind: 'officer' }),
      makeCandidate({ id: 2, skills: ['Mongolian'] }),
      makeCandidate({
        id: 3,
        kind: 'officer',
        skills: ['Mongolian'],
        usual: [{ from: 'home', position: [120.1, 49] }],
      }),
    ],
    settings: usualSettings,
  });
  expect(unmet).toEqual([]);
  expect(suggestions).toMatchObject([{ personId: 3, gapIds: ['officer', 'speaker'] }]);
});

test('whoever takes a cell counts for its village', async () => {
  const { suggestions, unmet } = await propose({
    posts: [
      makePost({ gapId: 'village', areaId: 5, requires: { kind: 'volunteer' }, missing: 2 }),
      makePost({ gapId: 'cell', cellId: 1, ownerAreaId: 5 }),
    ],
    candidates: [1, 2, 3].map((id) => makeCandidate({ id })),
    settings: usualSettings,
  });
  expect(suggestions).toHaveLength(2);
  expect(unmet).toEqual([]);
});

const two = [
  makePost({ gapId: 'a', cellId: 1 }),
  makePost({ gapId: 'b', cellId: 2, position: [120.01, 49] }),
];

test('teams stay together where that is wished for', async () => {
  const posts = [
    makePost({ gapId: 'a', cellId: 1, missing: 2 }),
    makePost({ gapId: 'b', cellId: 2, missing: 2 }),
  ];
  const members = (team: number, ids: readonly number[], lon: number) =>
    ids.map((id) => makeCandidate({ id, teams: [team], usual: [{ from: 'home', position: [lon, 49] }] }));
  const candidates = [...members(1, [1, 3], 120), ...members(2, [2, 4], 120.05)];
  const { suggestions } = await propose({
    ...{ posts, candidates },
    settings: { ...usualSettings, mostNewPosts: 1, teamsTogether: true },
  });
  const cellOf = (id: number) => suggestions.find(({ personId }) => personId === id)?.cellId;
  expect(suggestions).toHaveLength(4);
  expect(cellOf(1)).toBe(cellOf(3));
  expect(cellOf(2)).toBe(cellOf(4));
});

test('nobody goes alone where two are wished for and there are enough', async () => {
  const candidates = [1, 2].map((id) => makeCandidate({ id }));
  const places = async (twoPeople: boolean) =>
    (await propose({ posts: two, candidates, settings: { ...usualSettings, twoPeople } })).suggestions.length;
  expect(await places(false)).toBe(2);
  expect(await places(true)).toBe(4);
});

test('what is locked comes about, what is forbidden does not', async () => {
  const candidates = [1, 2].map((id) =>
    makeCandidate({ id, usual: [{ from: 'home', position: [120 + id / 10, 49] }] }),
  );
  const [first = makePost({ gapId: 'a' })] = two;
  const sent = async (more: Partial<MatchInput>) =>
    (await propose({ posts: [first], candidates, settings: usualSettings, ...more })).suggestions.map(
      ({ personId }) => personId,
    );
  expect(await sent({})).toEqual([1]);
  expect(await sent({ locked: [{ personId: 2, gapId: 'a' }] })).toEqual([2]);
  expect(await sent({ forbidden: [{ personId: 1, gapId: 'a' }] })).toEqual([2]);
});

test('tells rank, runner-up and what the whole would cost more', async () => {
  const candidates = [1, 2].map((id) =>
    makeCandidate({ id, usual: [{ from: 'home', position: [120 + id / 10, 49] }] }),
  );
  const [first = makePost({ gapId: 'a' })] = two;
  const { suggestions } = await propose({ posts: [first], candidates, settings: usualSettings });
  expect(suggestions).toEqual([
    {
      ...{ personId: 1, cellId: 1, areaId: null, role: '义警', gapIds: ['a'] },
      cost: { minutes: 14.27, change: 30, skill: 0, load: 0 },
      ...{
        kilometres: 7.3,
        from: 'home',
        fromPosition: [120.1, 49],
        loadBefore: 0,
        loadAfter: 1,
        rankForPost: 1,
        rankForPerson: 1,
      },
      ...{ runnerUpId: 2, margin: 14.27, takenIds: [], bindingRuleIds: [] },
    },
  ]);
});

function kept(input: MatchInput, personId: number, gapId: string) {
  const person = input.candidates.find(({ id }) => id === personId);
  const post = input.posts.find((one) => one.gapId === gapId);
  if (!person || !post) throw new Error('somebody or something unknown');
  return obstacles(person, post, input.settings);
}

/** Sent to the same place for another post, which a second assignment there would not change. */
function isThere({ suggestions }: Solution, input: MatchInput, id: number, gapId: string): boolean {
  const post = input.posts.find((one) => one.gapId === gapId);
  return suggestions.some(
    ({ personId, cellId, areaId }) => personId === id && cellId === post?.cellId && areaId === post?.areaId,
  );
}

test('says which townships were too large to be solved at once', async () => {
  const posts = Array.from({ length: 42 }, (_, index) =>
    makePost({ gapId: `${index}`, areaId: index >> 1, townshipId: 9 }),
  );
  const input = { posts, candidates: [makeCandidate({ id: 1 })], settings: usualSettings };
  expect((await propose(input)).inParts).toEqual([{ townshipId: 9, posts: 42, parts: 2 }]);
  expect((await propose({ ...input, posts: posts.slice(0, 40) })).inParts).toEqual([]);
});
