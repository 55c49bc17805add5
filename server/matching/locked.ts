import type { Knex } from 'knex';
import type { FoundGap } from '../coverage/gaps.ts';
import { InvalidInput, type Language } from '../http/problem.ts';
import { readPeople } from './candidate-queries.ts';
import { candidateOf } from './candidates.ts';
import { unfit } from './filter.ts';
import { type Situation, usualWish } from './gather.ts';
import { openPosts } from './open-posts.ts';
import { ownAreas } from './own-areas.ts';
import type { Candidate, OpenPost, Pair } from './post.ts';
import type { ProposalInput, StoredProposal } from './proposal.ts';
import { filterPhrase } from './words.ts';

/**
 * Throws where somebody is to have a post whom more than its cost stands against: neither distance nor load does, but
 * whoever is of another kind, lacks a skill, is there already or is forbidden cannot be asked for.
 */
export async function refuseLocked(
  db: Knex,
  { peopleScope, at, timeZone, language }: Situation,
  gaps: readonly FoundGap[],
  { locked = [], forbidden = [] }: ProposalInput,
): Promise<void> {
  if (locked.length === 0) return;
  const ids = locked.map(({ personId }) => personId);
  const people = await readPeople(db, peopleScope, at, timeZone, ids);
  const settings = { ...usualWish, typicalLoad: {} };
  const faults = lockedFaults({
    ...{ locked, forbidden, language },
    posts: openPosts(gaps, people, new Map(), () => 'normal', await ownAreas(db, gaps, timeZone)),
    candidates: people.map((person) => candidateOf(person, settings, () => false)),
  });
  if (faults.length === 0) return;
  const said = faults.slice(0, 3).map(({ reason }) => reason);
  throw new InvalidInput(
    'locked-impossible',
    `${faults.length} of those who are to have a post cannot: ${said.join('; ')}. Take them out or choose others.`,
    `指定人员中有 ${faults.length} 项无法安排：${said.join('；')}。请去掉或另选。`,
    faults,
  );
}

type Asked = {
  locked: readonly Pair[];
  forbidden: readonly Pair[];
  posts: readonly OpenPost[];
  candidates: readonly Candidate[];
  language: Language;
};

/** What stands against each pair, in the caller's language. */
export function lockedFaults({ locked, forbidden, posts, candidates, language }: Asked) {
  const post = new Map(posts.map((one) => [one.gapId, one]));
  const person = new Map(candidates.map((one) => [one.id, one]));
  const isForbidden = new Set(forbidden.map(keyOf));
  const taken = new Map<string, Set<number>>();
  return locked.flatMap((pair, index) => {
    const { gapId, personId } = pair;
    taken.set(gapId, (taken.get(gapId) ?? new Set()).add(personId));
    const asked = { post: post.get(gapId), person: person.get(personId), count: taken.get(gapId)?.size ?? 0 };
    const fault = faultOf(pair, asked, isForbidden.has(keyOf(pair)), language);
    return fault === null ? [] : [{ path: `locked.${index}`, reason: fault }];
  });
}

function faultOf(
  { gapId, personId }: Pair,
  { post, person, count }: { post: OpenPost | undefined; person: Candidate | undefined; count: number },
  isForbidden: boolean,
  language: Language,
): string | null {
  const say = (zh: string, en: string) => (language === 'zh' ? zh : en);
  if (!post)
    return say(`所选范围内没有缺人的岗位 ${gapId}`, `there is no post ${gapId} among those asked for`);
  if (!person) return say(`您的辖区内届时没有人员 ${personId}`, `nobody ${personId} is in your area then`);
  if (isForbidden)
    return say(`人员 ${personId} 同时被指定和排除`, `person ${personId} is both asked for and left out`);
  const [obstacle] = post.present.includes(personId)
    ? (['already-here'] as const)
    : unfit(person, post.requires);
  if (obstacle) {
    const phrase = filterPhrase(obstacle, 1, post.requires, usualWish, language);
    return say(`人员 ${personId}${phrase}`, `person ${personId} ${phrase}`);
  }
  if (count <= post.missing) return null;
  return say(`岗位 ${gapId} 只缺 ${post.missing} 人`, `the post ${gapId} lacks ${post.missing} only`);
}

const keyOf = ({ personId, gapId }: Pair) => `${personId} ${gapId}`;

/** Those who were to have a post and did not get it, for they may take no more. */
export function lockedUnmet({ asked, suggestions }: Pick<StoredProposal, 'asked' | 'suggestions'>): Pair[] {
  const given = new Set(
    suggestions.flatMap(({ personId, gapIds }) => gapIds.map((gapId) => keyOf({ personId, gapId }))),
  );
  return (asked.locked ?? []).filter((pair) => !given.has(keyOf(pair)));
}
