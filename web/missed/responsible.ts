import type { MissedRow } from '../../server/missed/missed.ts';
import type { MissedWords } from './words.ts';

/** "Bao Li, Wang Wei, 2 more": who answers for a place, as far as one may know. */
export function responsibleText({ responsible, owner }: MissedRow, words: MissedWords): string {
  const { of, people, others } = responsible;
  const names = people.map(({ name }) => name);
  if (names.length === 0 && others === 0) return words.nobody;
  const rest = others === 0 ? [] : [names.length === 0 ? words.hidden(others) : words.more(others)];
  const text = words.list([...names, ...rest]);
  return of === 'owner' && owner !== null ? words.labelled(words.ofOwner(owner), text) : text;
}
