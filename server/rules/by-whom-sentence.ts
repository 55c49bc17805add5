import type { Part, Told } from './sentence.ts';
import type { SentenceWords } from './sentence-words.ts';

type Requires = Pick<Told['requires'], 'kind' | 'role'>;

/** Whose visits count; nothing where everybody's do. */
export function byEnglish({ kind, role }: Requires, words: SentenceWords): Part[] {
  if (kind === undefined && role === undefined) return [];
  const serving: Part[] = role === undefined ? [] : [' serving as ', { slot: 'role', text: role || '…' }];
  return [' by ', { slot: 'kind', text: words.people(kind ?? null, 2) }, ...serving];
}

export function byChinese({ kind, role }: Requires, words: SentenceWords): Part[] {
  if (kind === undefined && role === undefined) return [];
  const serving: Part[] = role === undefined ? [] : ['（', { slot: 'role', text: role || '…' }, '）'];
  return ['由', { slot: 'kind', text: words.people(kind ?? null, 2) }, ...serving];
}
