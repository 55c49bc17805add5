import type { Language } from '../http/problem.ts';
import { type Filter, mostPlaces, unfit } from './filter.ts';
import type { Candidate, OpenPost, Pair, Settings } from './post.ts';
import type { StoredProposal } from './proposal.ts';
import { filterPhrase } from './words.ts';

export type Item = Pick<
  StoredProposal['suggestions'][number],
  'position' | 'personId' | 'cellId' | 'areaId' | 'role' | 'gapIds'
>;

/** A suggestion of which nothing is made, and why. */
export type NotTaken = { position: number; personId: number; reason: string; message: string };

/** The posts and people of suggestions as they are now. */
export type Present = {
  /** By `postKey`. */
  posts: ReadonlyMap<string, OpenPost>;
  /** Whoever is not among them is left to the register of assignments, which says why. */
  candidates: ReadonlyMap<number, Candidate>;
  /** They come only later. */
  notJoined: ReadonlySet<number>;
  /** Null for a proposal that does not say what people usually answer for. */
  typicalLoad: Settings['typicalLoad'] | null;
  /** Whoever asks for a pair says that the load does not matter. */
  locked: readonly Pair[];
};

/**
 * Those of whom some gap still lacks somebody and who still fit it, one place after the other. `keyOf` names a gap
 * without since when it is open.
 */
export function stillNeeded(
  items: readonly Item[],
  present: Present,
  keyOf: (gapId: string) => string,
  language: Language,
): { needed: Item[]; refused: NotTaken[] } {
  const open = new Map([...present.posts].map(([key, { missing }]) => [key, missing]));
  const added = new Map<number, number>();
  const needed: Item[] = [];
  const refused: NotTaken[] = [];
  for (const item of items) {
    const { position, personId } = item;
    const refuse = (reason: string, message: string) => refused.push({ position, personId, reason, message });
    const posts = item.gapIds.flatMap((gapId) => {
      const post = present.posts.get(keyOf(gapId));
      return post && (open.get(keyOf(gapId)) ?? 0) > 0 ? [{ key: keyOf(gapId), gapId, post }] : [];
    });
    const [first] = posts;
    if (!first) {
      refuse('filled-meanwhile', filled[language]);
      continue;
    }
    if (present.notJoined.has(personId)) {
      refuse('not-joined', notJoined[language]);
      continue;
    }
    const candidate = present.candidates.get(personId);
    const against = (one: (typeof posts)[number]) =>
      candidate &&
      obstacleTo(candidate, one.post, isLocked(present, personId, one.gapId) ? null : present, added);
    const fitting = posts.filter((one) => against(one) === undefined);
    if (fitting.length === 0) {
      refuse(...unfitWords(against(first) ?? 'kind', first.post, language));
      continue;
    }
    needed.push(item);
    added.set(personId, (added.get(personId) ?? 0) + 1);
    for (const { key } of fitting) open.set(key, (open.get(key) ?? 0) - 1);
  }
  return { needed, refused };
}

/** `limits` is null where the load does not matter. */
function obstacleTo(
  person: Candidate,
  post: OpenPost,
  limits: Pick<Present, 'typicalLoad'> | null,
  added: ReadonlyMap<number, number>,
): Filter | undefined {
  if (post.present.includes(person.id)) return 'already-here';
  const [first] = unfit(person, post.requires);
  if (first || !limits?.typicalLoad) return first;
  const load = person.load + (added.get(person.id) ?? 0);
  return load >= mostPlaces(person, limits) ? 'full-load' : undefined;
}

function isLocked({ locked }: Present, personId: number, gapId: string): boolean {
  return locked.some((pair) => pair.personId === personId && pair.gapId === gapId);
}

function unfitWords(filter: Filter, { requires }: OpenPost, language: Language): [string, string] {
  const phrase = filterPhrase(filter, 1, requires, { maxKilometres: 0 }, language);
  return [
    filter,
    language === 'zh' ? `该人员${phrase}，现已不合适。` : `The person ${phrase}, so does not fit any more.`,
  ];
}

const filled = { zh: '该岗位已由他人补上，不再缺人。', en: 'Somebody else has filled this post meanwhile.' };
const notJoined = { zh: '该人员届时尚未入队。', en: 'The person has not joined by then.' };
